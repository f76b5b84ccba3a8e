import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, CDPSession, Page } from 'playwright-core';

const shots = fileURLToPath(new URL('../../.cache/shots', import.meta.url));

/** WCAG 2.2 AA and what it builds on, and axe's best practices. */
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export interface ScreenOptions {
  readonly language?: 'zh-CN' | 'en';
  readonly size?: { readonly width: number; readonly height: number };
  /** False: the page's own scripts do not run, as in a browser that has none. */
  readonly script?: boolean;
  /** Cookies and preferences of another window, to go on as the same person. */
  readonly storageState?: Exclude<BrowserContextOptions['storageState'], string | undefined>;
}

/**
 * One person at one browser. What a person would not see still counts: an error in the console, a breach of the
 * content policy or a request to any address but the product's own is kept as a fault, and `close` throws it.
 */
export class Screen {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #faults: string[] = [];
  readonly #allowed: { pattern: RegExp; met: boolean }[] = [];

  readonly #script: boolean;
  #devtools: CDPSession | undefined;

  private constructor(context: BrowserContext, page: Page, origin: string, script: boolean) {
    this.#context = context;
    this.#script = script;
    this.page = page;
    context.on('console', (message) => {
      if (message.type() === 'error') this.#fault(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.#fault(`uncaught: ${error.error().message}`));
    context.on('request', (request) => {
      const url = request.url();
      if (/^https?:/.test(url) && new URL(url).origin !== origin) this.#fault(`foreign request: ${url}`);
    });
  }

  static async open(browser: Browser, origin: string, options: ScreenOptions = {}): Promise<Screen> {
    const context = await browser.newContext({ baseURL: origin, ...contextOptions(options) });
    context.setDefaultTimeout(15_000);
    // Chromium names the breached directive in the console only for some breaches; the event comes for all.
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`content policy: ${event.violatedDirective} refused ${event.blockedURI}`);
      });
    });
    const screen = new Screen(
      context,
      await context.newPage(),
      new URL(origin).origin,
      options.script ?? true,
    );
    await screen.#scripting(false);
    return screen;
  }

  /** Goes to a path of the product and waits until nothing on it is busy. */
  async go(path: string): Promise<void> {
    await this.page.goto(path);
    await this.settle();
  }

  /** Waits until nothing says it is busy. Not for a silent network: live pages are never silent. */
  async settle(): Promise<void> {
    if (this.#script) await this.page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  }

  /**
   * Looks at the page in light and in dark: axe must find nothing, nothing may be wider than the window, and both looks
   * are kept as pictures; what it finds is thrown by `close`, so that one run tells everything. The pictures are
   * `.cache/shots/<name>.png` and `<name>.dark.png`.
   */
  async look(name: string): Promise<void> {
    await mkdir(shots, { recursive: true });
    await this.#scripting(true);
    for (const [colorScheme, suffix] of [
      ['dark', '.dark'],
      ['light', ''],
    ] as const) {
      await this.page.emulateMedia({ colorScheme });
      await this.settle();
      await this.page.screenshot({ path: join(shots, `${name}${suffix}.png`), fullPage: true });
      await this.#fits(`${name} (${colorScheme})`);
      const { violations } = await new AxeBuilder({ page: this.page }).withTags(axeTags).analyze();
      if (violations.length > 0) this.#fault(axeReport(`${name} (${colorScheme})`, violations));
    }
    await this.#scripting(this.#script);
  }

  /** Keeps a picture of what is in the window right now, whatever it is. */
  async keep(name: string): Promise<void> {
    await mkdir(shots, { recursive: true });
    await this.page.screenshot({ path: join(shots, `${name.replaceAll('/', '-')}.png`) });
  }

  /** Says that this journey provokes an error on purpose. One that then never comes is a fault itself. */
  allow(pattern: RegExp): void {
    this.#allowed.push({ pattern, met: false });
  }

  /** Says that an error may come or not, as when the server is stopped under the page. */
  tolerate(pattern: RegExp): void {
    this.#allowed.push({ pattern, met: true });
  }

  /** Closes the browser window. Throws all faults met on the way. */
  async close(): Promise<void> {
    await this.#context.close();
    const unmet = this.#allowed.filter((entry) => !entry.met).map((entry) => `never came: ${entry.pattern}`);
    const all = [...this.#faults, ...unmet];
    if (all.length > 0) throw new Error(`faults on the page:\n${all.join('\n')}`);
  }

  /** WCAG 1.4.10: nothing makes a person scroll sideways, on no width we look at. */
  async #fits(name: string): Promise<void> {
    const wide = await this.page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return [];
      return [...document.querySelectorAll('body *')]
        .filter((element) => element.getBoundingClientRect().right > width + 1)
        .map((element) => `${element.localName}.${element.className}: ${element.textContent?.slice(0, 40)}`);
    });
    if (wide.length > 0) this.#fault(`${name} is wider than the window:\n${wide.slice(0, 8).join('\n')}`);
  }

  // Playwright's own switch cannot be turned back on, and axe is a script. The page's scripts were skipped when it
  // was parsed and stay skipped.
  async #scripting(on: boolean): Promise<void> {
    if (this.#script) return;
    this.#devtools ??= await this.#context.newCDPSession(this.page);
    await this.#devtools.send('Emulation.setScriptExecutionDisabled', { value: !on });
  }

  #fault(text: string): void {
    const allowed = this.#allowed.filter((entry) => entry.pattern.test(text));
    for (const entry of allowed) entry.met = true;
    if (allowed.length === 0) this.#faults.push(text);
  }
}

function contextOptions({ language = 'zh-CN', size, storageState }: ScreenOptions): BrowserContextOptions {
  return {
    locale: language,
    timezoneId: 'Asia/Shanghai',
    viewport: size ?? { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...(storageState ? { storageState } : {}),
  };
}

type Violations = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'];

function axeReport(name: string, violations: Violations): string {
  const lines = violations.flatMap((violation) => [
    `${violation.id}: ${violation.help} (${violation.helpUrl})`,
    ...violation.nodes.map((node) => `    ${node.target.join(' ')}  ${node.html.slice(0, 160)}`),
  ]);
  return `axe on ${name}:\n${lines.join('\n')}`;
}
