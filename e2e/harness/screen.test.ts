import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from './browser.ts';
import { Screen, type ScreenOptions } from './screen.ts';

const good = `<!doctype html><html lang="zh-CN"><title>邻里</title><style>
  html { background: #fff; color: #111 } @media (prefers-color-scheme: dark) { html { background: #111; color: #eee } }
  </style>
  <main><h1>职工新街街道</h1><p>今日无疫 37 / 41</p></main></html>`;

const pages: Record<string, { html: string; policy?: string }> = {
  '/good': { html: good },
  '/console': { html: good.replace('</main>', '<script>console.error("boom")</script></main>') },
  '/uncaught': { html: good.replace('</main>', '<script>throw new Error("boom")</script></main>') },
  '/foreign': { html: good.replace('</main>', '<script src="http://example.invalid/x.js"></script></main>') },
  '/foreign-fetch': {
    html: good.replace('</main>', '<script>fetch("http://127.0.0.1:9/x").catch(() => 0)</script></main>'),
  },
  '/policy': {
    html: good.replace('</main>', '<p style="color: red">x</p></main>'),
    policy: "default-src 'self'; style-src 'self'",
  },
  '/unlabelled': { html: good.replace('</main>', '<input></main>') },
  '/without-script': {
    html: good.replace(
      '</main>',
      '<noscript><b>no script</b></noscript><p id="changed">as sent</p><script>changed.textContent = "run"</script></main>',
    ),
  },
  '/wide': { html: good.replace('</main>', '<p style="width: 1400px">too wide</p></main>') },
  '/dark-contrast': {
    html: good.replace('</style>', '@media (prefers-color-scheme: dark) { p { color: #333 } }</style>'),
  },
};

let server: Server;
let origin: string;
let started: Awaited<ReturnType<typeof startBrowser>>;

beforeAll(async () => {
  server = createServer((request, response) => {
    const page = pages[request.url ?? ''];
    const policy = page?.policy ? { 'content-security-policy': page.policy } : {};
    response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', ...policy });
    response.end(page?.html ?? '');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  started = await startBrowser();
});

afterAll(async () => {
  await started.stop();
  server.close();
});

async function visit(path: string, options?: ScreenOptions): Promise<Screen> {
  const screen = await Screen.open(started.browser, origin, options);
  await screen.go(path);
  return screen;
}

describe('closing a window throws what a person would not have seen', () => {
  test.each([
    ['/console', /console: boom/],
    ['/uncaught', /uncaught: boom/],
    ['/foreign', /foreign request: http:\/\/example\.invalid/],
    ['/foreign-fetch', /foreign request: http:\/\/127\.0\.0\.1:9/],
    ['/policy', /content policy: style-src/],
    ['/missing', /404/],
  ])('%s', async (path, fault) => {
    const screen = await visit(path);
    await expect(screen.close()).rejects.toThrow(fault);
  });

  test('an allowed error is none', async () => {
    const screen = await Screen.open(started.browser, origin);
    screen.allow(/boom/);
    await screen.go('/console');
    await screen.close();
  });

  test('an allowed error that never came is a fault', async () => {
    const screen = await visit('/good');
    screen.allow(/boom/);
    await expect(screen.close()).rejects.toThrow('never came: /boom/');
  });
});

describe('a look', () => {
  test('refuses a field without a name', async () => {
    const screen = await visit('/unlabelled');
    await screen.look('harness-unlabelled');
    await expect(screen.close()).rejects.toThrow(/axe on harness-unlabelled.*label:/s);
  });

  test('refuses what cannot be read in the dark', async () => {
    const screen = await visit('/dark-contrast');
    await screen.look('harness-dark');
    await expect(screen.close()).rejects.toThrow(/\(dark\).*color-contrast:/s);
  });

  test('refuses what makes a person scroll sideways', async () => {
    const screen = await visit('/wide');
    await screen.look('harness-wide');
    await expect(screen.close()).rejects.toThrow(/wider than the window:\np\..*too wide/s);
  });

  test('passes a good page', async () => {
    const screen = await visit('/good');
    await screen.look('harness-good');
    await screen.close();
  });

  test('leaves a page without script as it was', async () => {
    const screen = await visit('/without-script', { script: false });
    await screen.look('harness-without-script');
    expect(await screen.page.textContent('#changed')).toBe('as sent');
    expect(await screen.page.locator('noscript b').count()).toBe(1);
    await screen.go('/without-script');
    expect(await screen.page.textContent('#changed')).toBe('as sent');
    await screen.close();
  });
});

test('Chinese is drawn with the fonts from npm, every character its own', async () => {
  const screen = await visit('/good');
  const widths = await screen.page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 40;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    if (!pen) throw new Error('no canvas');
    pen.font = '32px sans-serif';
    return [...'邻里今日无疫待核职工新街'].map((character) => {
      pen.clearRect(0, 0, 40, 40);
      pen.fillText(character, 2, 34);
      return pen.getImageData(0, 0, 40, 40).data.join('').replaceAll('0', '').slice(0, 4000);
    });
  });
  // A font without the character draws the same box for each of them.
  expect(new Set(widths).size).toBe(widths.length);
  await screen.close();
});
