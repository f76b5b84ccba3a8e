import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import type { Status } from '@linli/core/kernel';
import { canonicalPayload, type NoticePayload, qrText, verifyQr } from '@linli/core/notices';
import decodeQr from 'qr/decode.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifySignature } from '../keys/signature.ts';
import { Binder } from './binder.ts';
import type { PosterFacts } from './layout.ts';
import type { PosterOffice } from './sheets.ts';
import { Typesetter } from './typesetter.ts';
import { advice, posterWords } from './words.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const keys = [{ kid: '0a1b2c3d', x: publicKey.export({ format: 'jwk' }).x ?? '' }];

function poster(no: number, status: Status, name: string, more: Partial<PosterFacts> = {}): PosterFacts {
  const title = { clear: '今日无疫', pending: '待核', attention: '有情况' }[status];
  const payload: NoticePayload = {
    keyId: '0a1b2c3d',
    code: `test${'23456789'.slice(0, 7)}${no + 2}`,
    serial: `ZGXJ-20261123-${String(no).padStart(4, '0')}`,
    level: 'cell',
    place: `迎春社区·机车宿舍·${name}`,
    status,
    title,
    day: '2026-11-23',
    asOfMinute: 29_931_360,
    lastingDays: 0,
    rehearsal: more.rehearsal ?? false,
  };
  const signature = sign(null, canonicalPayload(payload), privateKey);
  return {
    status,
    title,
    sentence: `${name}${title}(截至11月23日16:00)`,
    lasting: status === 'clear' ? '已连续14天无疫' : null,
    head: '职工新街街道 · 迎春社区',
    trail: '迎春社区 › 机车宿舍 › 第8网格',
    name,
    dayLong: '2026年11月23日 星期一',
    dayDots: '2026.11.23',
    asOf: '11月23日 16:00',
    serial: payload.serial,
    link: `street.example/n/${payload.code}`,
    qrText: qrText('https://linli.street.example', payload, signature),
    advice: advice[status],
    rehearsal: false,
    ...more,
  };
}

const office = (paper: 'A4' | 'A3'): PosterOffice => ({
  ...posterWords,
  paper,
  name: '职工新街街道办事处',
  seal: '职工新街街道应急公示',
  helpline: '12345',
});

const posters = [
  poster(1, 'clear', '8号楼2单元'),
  poster(2, 'pending', '机车宿舍'),
  poster(3, 'attention', '中车集团职工宿舍东区第十二号院八号楼'),
  poster(4, 'clear', '中国铁路太原局集团有限公司职工新街第一生活区二十三号楼五单元', { lasting: null }),
  poster(5, 'clear', '职工新街街道', { rehearsal: true }),
];

interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const folder = mkdtempSync(join(tmpdir(), 'linli-posters-'));
const typesetter = new Typesetter();
let pdfium: PDFiumLibrary;
beforeAll(async () => {
  pdfium = await PDFiumLibrary.init();
});
afterAll(async () => {
  pdfium.destroy();
  await typesetter.close();
  rmSync(folder, { recursive: true });
});

/** The pages as a printer sees them, at some 110 dots an inch. */
async function rasters(pdf: Uint8Array): Promise<Raster[]> {
  const document = await pdfium.loadDocument(Buffer.from(pdf));
  const pages: Raster[] = [];
  for (const page of document.pages()) pages.push(await page.render({ scale: 1.5, render: 'bitmap' }));
  document.destroy();
  return pages;
}

/** As an old laser printer does it: grey by the eye's measure, then black or white. */
function printed({ width, height, data }: Raster): Raster {
  const grey = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 4) {
    const light = 0.114 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.299 * (data[at + 2] ?? 0);
    grey.fill(light < 140 ? 0 : 255, at, at + 3);
    grey[at + 3] = 255;
  }
  return { width, height, data: grey };
}

describe('posters', () => {
  let pages: Raster[];
  beforeAll(async () => {
    pages = await rasters(await typesetter.typeset(posters, office('A4')));
  });

  test('are one page each, A4 or A3', async () => {
    expect(pages.map(({ width, height }) => [width, height])).toEqual(posters.map(() => [892, 1261]));
    const [large] = await rasters(await typesetter.typeset(posters.slice(0, 1), office('A3')));
    expect([large?.width, large?.height]).toEqual([1261, 1785]);
  });

  test.each(posters.map(({ name }, index) => [index, name] as const))(
    'the code of poster %i (%s) is read from the sheet, in colour and in black and white, and is genuine',
    async (index) => {
      const page = pages[index];
      if (!page) throw new Error('no such page');
      for (const sheet of [page, printed(page)]) {
        const text = decodeQr(sheet);
        expect(text).toBe(posters[index]?.qrText);
        expect(await verifyQr(text, keys, verifySignature)).toMatchObject({ genuine: true });
      }
    },
  );

  test('the three states differ in black and white as well', () => {
    const dark = pages.slice(0, 3).map((page) => {
      const { data, width } = printed(page);
      const panel = data.subarray(0, width * 4 * 480);
      return panel.filter((value, at) => at % 4 === 0 && value === 0).length / (width * 480);
    });
    // A solid panel for clear; a light one with dark letters for the others.
    expect(dark[0]).toBeGreaterThan(0.6);
    expect(dark[1]).toBeLessThan(0.35);
    expect(dark[2]).toBeLessThan(0.35);
  });
});

describe('the binder', () => {
  test('refuses what the typesetter did not write', async () => {
    const file = await open(join(folder, 'wrong.pdf'), 'w');
    await expect(new Binder(file).add(Buffer.from('%PDF-1.7 nothing'))).rejects.toThrow(/another form/);
    await file.close();
  });

  test('binds parts into one document in their order', async () => {
    const path = join(folder, 'bound.pdf');
    const file = await open(path, 'w');
    const binder = new Binder(file);
    for (const part of [posters.slice(0, 2), posters.slice(2, 4), posters.slice(4)])
      await binder.add(await typesetter.typeset(part, office('A4')));
    const bytes = await binder.finish();
    await file.close();
    const pdf = readFileSync(path);
    expect([binder.pages, bytes]).toEqual([posters.length, pdf.length]);
    const read = (await rasters(pdf)).map((page) => decodeQr(page));
    expect(read).toEqual(posters.map((each) => each.qrText));
  });
});

test('a poster that cannot be set fails by itself and leaves the typesetter working', async () => {
  const broken = { ...poster(9, 'clear', '1号楼'), status: 'unknown' as Status };
  await expect(typesetter.typeset([broken], office('A4'))).rejects.toThrow();
  expect((await typesetter.typeset(posters.slice(0, 1), office('A4'))).length).toBeGreaterThan(10_000);
});
