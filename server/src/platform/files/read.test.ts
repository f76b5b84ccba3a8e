import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { ReadProgress } from './index.ts';
import { readSpreadsheet } from './read.ts';
import { eventsOf, type Measured, refusalOf, rowsOfFile, sheetsOfFile } from './testing/measure.ts';
import { workbook } from './testing/workbooks.ts';

/** One row of a sheet, as `kind text` of each cell. */
async function cellsOf(file: Uint8Array, fileName = '台账.xlsx'): Promise<string[]> {
  const rows = await rowsOfFile(file, { fileName });
  return rows.flatMap((row) => row.cells.map((cell) => `${cell.kind} ${cell.text}`.trim()));
}

const row = (inside: string) => `<row r="1">${inside}</row>`;

/** So many rows that no reader is through with them at once. */
function long(rows: number): Buffer {
  const line = (n: number) =>
    `<row r="${n}">${Array.from({ length: 15 }, (_, c) => `<c><v>${n * 31 + c * 7}</v></c>`).join('')}</row>`;
  return workbook({ sheets: [{ data: Array.from({ length: rows }, (_, n) => line(n + 1)).join('') }] });
}

describe('stopping', () => {
  test('an aborted signal starts nothing', async () => {
    const signal = AbortSignal.abort(new Error('not wanted'));
    await expect(eventsOf(workbook(), { signal })).rejects.toThrow('not wanted');
  });

  test('aborting in the middle ends at once with the reason', async () => {
    const abort = new AbortController();
    let aborted = 0;
    const reading = async () => {
      for await (const event of readSpreadsheet(long(40_000), { fileName: 'a.xlsx', signal: abort.signal })) {
        if (event.type !== 'rows') continue;
        aborted = performance.now();
        abort.abort(new Error('cancelled'));
      }
    };
    await expect(reading()).rejects.toThrow('cancelled');
    expect(performance.now() - aborted).toBeLessThan(300);
  });

  test('leaving the loop ends the thread', async () => {
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort').length;
    for await (const event of readSpreadsheet(long(40_000), { fileName: 'a.xlsx' })) {
      if (event.type === 'rows') break;
    }
    const after = process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort').length;
    expect(after).toBe(before);
  });

  test('too slow and too heavy are said as such', async () => {
    const file = long(40_000);
    expect((await refusalOf(file, { limits: { milliseconds: 30 } })).code).toBe('file.too_slow');
    const merge = (n: number) => `<mergeCell ref="A${n * 2 + 1}:A${n * 2 + 2}"/>`;
    const tail = Array.from({ length: 200_000 }, (_, n) => merge(n)).join('');
    const heavy = workbook({ sheets: [{ data: '', tail }] });
    expect((await refusalOf(heavy, { limits: { heap: 12 } })).code).toBe('file.too_heavy');
  });

  test('a slow consumer is not held against the file', async () => {
    let rows = 0;
    const file = long(20_000);
    for await (const event of readSpreadsheet(file, {
      fileName: 'a.xlsx',
      limits: { milliseconds: 3_000 },
    })) {
      if (event.type !== 'rows') continue;
      if (rows === 0) await new Promise((resolve) => setTimeout(resolve, 3_500));
      rows += event.rows.length;
    }
    expect(rows).toBe(20_000);
  }, 20_000);

  test('more cells than allowed in all sheets together', async () => {
    const sheet = { data: row('<c><v>1</v></c>'.repeat(30)) };
    expect((await refusalOf(workbook({ sheets: [sheet, sheet] }), { limits: { cells: 59 } })).code).toBe(
      'file.too_many_cells',
    );
    expect((await refusalOf(workbook({ sheets: [sheet, sheet] }), { limits: { cells: 60 } })).code).toBe(
      'read',
    );
  });
});

describe('cells of a workbook', () => {
  test('shared, rich, inline and formula texts; phonetic readings are left out', async () => {
    const file = workbook({
      sharedStrings:
        '<si><t>王小明</t><rPh sb="0" eb="1"><t>ワン</t></rPh></si><si><r><t>一</t></r><r><t xml:space="preserve"> 二</t></r></si>',
      sheets: [
        {
          data: row(
            '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><r><t>三</t></r><t>_x0041_&amp;</t></is></c><c r="D1" t="str"><f>A1</f><v>甲</v></c>',
          ),
        },
      ],
    });
    expect(await cellsOf(file)).toEqual(['text 王小明', 'text 一 二', 'text 三A&', 'text 甲']);
  });

  test('numbers keep every digit they are stored with and lose the noise of binary fractions', async () => {
    const numbers = [
      '420111199001011234',
      '4.20111199001011E+17',
      '0.30000000000000004',
      '-5',
      '1E-7',
      '13800138000',
    ];
    const file = workbook({ sheets: [{ data: row(numbers.map((n) => `<c><v>${n}</v></c>`).join('')) }] });
    expect(await cellsOf(file)).toEqual([
      'number 420111199001011234',
      'number 420111199001011000',
      'number 0.3',
      'number -5',
      'number 0.0000001',
      'number 13800138000',
    ]);
  });

  test('a format of zeros pads, as the person sees it', async () => {
    const file = workbook({
      styles:
        '<numFmts><numFmt numFmtId="164" formatCode="0000"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs>',
      sheets: [{ data: row('<c s="0"><v>12</v></c>') }],
    });
    expect(await cellsOf(file)).toEqual(['number 0012']);
  });

  test('dates in both systems, with and without time, as ISO', async () => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="31"/><xf numFmtId="165"/></cellXfs>';
    const data = row(
      '<c s="1"><v>44892</v></c><c s="2"><v>44892.5</v></c><c s="3"><v>1</v></c><c s="1"><v>0.25</v></c><c s="4"><v>1.5</v></c><c s="1"><v>60</v></c><c s="1"><v>-3</v></c><c t="d"><v>2022-11-27T00:00:00Z</v></c><c s="0"><v>44892</v></c>',
    );
    expect(await cellsOf(workbook({ styles, sheets: [{ data }] }))).toEqual([
      'date 2022-11-27',
      'date 2022-11-27T12:00:00',
      'date 1900-01-01',
      'date 06:00:00',
      'number 1.5',
      'number 60',
      'number -3',
      'date 2022-11-27',
      'number 44892',
    ]);
    const mac = workbook({ styles, date1904: true, sheets: [{ data: row('<c s="1"><v>43430</v></c>') }] });
    expect(await cellsOf(mac)).toEqual(['date 2022-11-27']);
  });

  test('booleans, errors, and a formula nobody calculated', async () => {
    const data = row(
      '<c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c><f>1+1</f></c><c/><c t="str"><v/></c>',
    );
    expect(await cellsOf(workbook({ sheets: [{ data }] }))).toEqual([
      'boolean TRUE',
      'error #REF!',
      'error #CALC!',
    ]);
  });

  test('rows keep the numbers the person sees; empty rows and formatted blanks vanish', async () => {
    const data =
      '<row r="3"><c r="C3"><v>1</v></c><c r="XFD3" s="1"/></row><row r="7"><c r="A7"/></row><row><c><v>2</v></c></row>';
    const rows = await rowsOfFile(workbook({ sheets: [{ data }] }));
    expect(rows.map(({ number, cells }) => [number, cells.map(({ text }) => text)])).toEqual([
      [3, ['', '', '1']],
      [8, ['2']],
    ]);
  });

  test('prefixed names, UTF-16 and merged ranges after the cells', async () => {
    const xml =
      '<?xml version="1.0" encoding="UTF-16"?><x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:C2"/></x:mergeCells></x:worksheet>';
    const content = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(xml, 'utf16le')]);
    const events = await eventsOf(workbook({ parts: [{ name: 'xl/worksheets/sheet1.xml', content }] }));
    expect(events.slice(1)).toMatchObject([
      { type: 'sheet', merges: [{ top: 1, left: 0, bottom: 2, right: 2 }] },
      { type: 'rows', rows: [{ number: 1, cells: [{ text: '甲', kind: 'text' }] }] },
    ]);
  });

  test('hidden sheets are listed and read only when asked for', async () => {
    const file = workbook({
      sheets: [
        { name: '旧', state: 'veryHidden', data: row('<c><v>1</v></c>') },
        { name: '新', data: row('<c><v>2</v></c>') },
      ],
    });
    expect(await sheetsOfFile(file)).toEqual([
      { index: 0, name: '旧', hidden: true },
      { index: 1, name: '新', hidden: false },
    ]);
    expect(await cellsOf(file)).toEqual(['number 2']);
    expect(await rowsOfFile(file, { hiddenSheets: true })).toHaveLength(2);
  });
});

describe('text tables', () => {
  const text = '姓名,房号\r\n"王,""小""明","一\n二"\r\n,\r\n李四,3-101';
  const expected = ['text 姓名', 'text 房号', 'text 王,"小"明', 'text 一\n二', 'text 李四', 'text 3-101'];
  const gbk = Buffer.concat([Buffer.from('d0d5c3fb2cb7bfbac50d0a', 'hex'), Buffer.from('a,1')]);

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 little-endian', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 big-endian', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ])('%s', async (_, file) => {
    expect(await cellsOf(file, 'a.csv')).toEqual(expected);
  });

  test('GBK, found because UTF-8 does not fit', async () => {
    const events = await eventsOf(gbk, { fileName: '名单.csv' });
    expect(events[0]).toEqual({
      type: 'workbook',
      format: 'csv',
      encoding: 'gb18030',
      sheets: [{ index: 0, name: '名单', hidden: false }],
    });
    expect(await cellsOf(gbk, 'a.csv')).toEqual(['text 姓名', 'text 房号', 'text a', 'text 1']);
  });

  test.each([
    ['tabs', 'a\tb,c\td\n1\t2\t3'],
    ['semicolons', 'a;b,c;d\n1;2;3'],
    ['a stated separator', 'sep=|\na|b,c|d\n1|2|3'],
  ])('separated by %s', async (_, content) => {
    expect(
      (await rowsOfFile(Buffer.from(content), { fileName: 'a.csv' })).map(({ cells }) => cells.length),
    ).toEqual([3, 3]);
  });

  test('rows are numbered as records; a quote inside a plain field is itself; old line ends count', async () => {
    const rows = await rowsOfFile(Buffer.from('5"水管,"一"二\r\r"x\ny"\r\n\n末\x1a'), { fileName: 'a.txt' });
    expect(rows.map(({ number, cells }) => [number, ...cells.map(({ text: cell }) => cell)])).toEqual([
      [1, '5"水管', '一二'],
      [3, 'x\ny'],
      [5, '末\x1a'],
    ]);
  });
});

test('progress counts bytes and rows up to the end', async () => {
  const seen: ReadProgress[] = [];
  await eventsOf(long(20_000), { onProgress: (progress) => seen.push(progress) });
  const last = seen.at(-1);
  expect(last).toMatchObject({ stage: 'reading', rows: 20_000, bytes: last?.totalBytes });
  expect(seen.some(({ stage, bytes }) => stage === 'checking' && bytes > 0)).toBe(true);
  const bytes = seen.filter(({ stage }) => stage === 'reading').map((progress) => progress.bytes);
  expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
});

test('100,000 rows of 15 columns stay under 300 MB over idle', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'linli-read-'));
  try {
    const path = join(folder, 'large.xlsx');
    const texts: string[] = [];
    const lines: string[] = [];
    for (let n = 1; n <= 100_000; n += 1) {
      const cells = Array.from({ length: 15 }, (_, c) => {
        if (c >= 9) return `<c s="1"><v>${44_000 + n + c}</v></c>`;
        texts.push(`<si><t>王小明${n}栋${c}</t></si>`);
        return `<c t="s"><v>${texts.length - 1}</v></c>`;
      });
      lines.push(`<row r="${n}">${cells.join('')}</row>`);
    }
    writeFileSync(path, workbook({ sheets: [{ data: lines.join('') }], sharedStrings: texts.join('') }));
    const alone = fileURLToPath(new URL('./testing/read-alone.ts', import.meta.url));
    const run = spawnSync(process.execPath, [alone, path], { encoding: 'utf8' });
    const { value, milliseconds, megabytes } = JSON.parse(run.stdout) as Measured<number>;
    process.stdout.write(
      `100,000 × 15 cells: ${milliseconds.toFixed(0)} ms, ${megabytes.toFixed(0)} MB over idle\n`,
    );
    expect(value).toBe(100_000);
    expect(megabytes).toBeLessThan(300);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
