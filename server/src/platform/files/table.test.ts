import { describe, expect, test } from 'vitest';
import { type ColumnSpec, findHeader, normaliseHeading, withColumns } from './header.ts';
import { readSpreadsheet } from './read.ts';
import type { Cell, MergedRange, Row, SpreadsheetEvent } from './sheet.ts';
import { readTables, type TableEvent, type TableOptions } from './table.ts';

type Key = 'room' | 'name' | 'phone' | 'note';

const columns: readonly ColumnSpec<Key>[] = [
  { key: 'room', aliases: ['房号', '门牌号', '室'], required: true },
  { key: 'name', aliases: ['姓名', '户主'], required: true },
  { key: 'phone', aliases: ['联系电话', '手机', '联系方式手机'] },
  { key: 'note', aliases: ['备注'] },
];

const cellOf = (text: string): Cell => ({ text, kind: text === '' ? 'blank' : 'text' });

/** Lines as rows 1, 2, 3…; an empty line is a row the reader never sends. */
function rowsOf(...lines: (readonly string[])[]): Row[] {
  return lines.flatMap((line, index) =>
    line.length === 0 ? [] : [{ number: index + 1, cells: line.map(cellOf) }],
  );
}

async function* sheetOf(
  rows: readonly Row[],
  merges: readonly MergedRange[] = [],
): AsyncGenerator<SpreadsheetEvent> {
  const sheet = { index: 0, name: '1栋', hidden: false };
  yield { type: 'workbook', format: 'xlsx', encoding: null, sheets: [sheet] };
  yield { type: 'sheet', sheet, merges };
  for (const row of rows) yield { type: 'rows', sheet, rows: [row] };
}

async function tableOf(
  events: AsyncIterable<SpreadsheetEvent>,
  options: Partial<TableOptions<Key>> = {},
): Promise<{ tables: Extract<TableEvent<Key>, { type: 'table' }>[]; lines: string[] }> {
  const tables: Extract<TableEvent<Key>, { type: 'table' }>[] = [];
  const lines: string[] = [];
  for await (const event of readTables(events, { columns, ...options })) {
    if (event.type === 'table') tables.push(event);
    if (event.type !== 'records') continue;
    for (const { row, values } of event.records) {
      lines.push(`${row}: ${columns.map(({ key }) => values[key].text).join('|')}`);
    }
  }
  return { tables, lines };
}

const title = ['职工新街街道住户台账'];

describe('no header', () => {
  test('one matching heading is a coincidence', () => {
    expect(findHeader(rowsOf(['备注', '今天下雨'], ['1', '2']), [], columns)).toBeNull();
  });

  test('a sheet without one yields its table as null and no records', async () => {
    const { tables, lines } = await tableOf(sheetOf(rowsOf(['随便'], ['写写'])));
    expect(tables.map(({ header }) => header)).toEqual([null]);
    expect(lines).toEqual([]);
  });

  test('a header below the searched rows is not found', async () => {
    const { tables } = await tableOf(sheetOf(rowsOf(title, ['注'], ['房号', '姓名'])), { headerWithin: 2 });
    expect(tables[0]?.header).toBeNull();
  });
});

test('a required column that is missing is named', () => {
  expect(findHeader(rowsOf(['房号', '备注']), [], columns)?.missing).toEqual(['name']);
});

describe('headings', () => {
  test.each([
    [' 姓  名 ', '姓名'],
    ['联系\n电话', '联系电话'],
    ['*房号:', '房号'],
    ['联系电话【手机】', '联系电话(手机)'],
    ['ID No', 'idno'],
  ])('%j reads as %j', (written, read) => {
    expect(normaliseHeading(written)).toBe(read);
  });

  test('a remark in brackets may be part of the heading or not', () => {
    const header = findHeader(rowsOf(['门牌号(必填)', '户主', '联系方式(手机)']), [], columns);
    expect(header?.columns).toEqual({ room: 0, name: 1, phone: 2 });
  });

  test('of two headings for one column the likelier wins and the other is left over', () => {
    const header = findHeader(rowsOf(['户主', '房号', '姓名']), [], columns);
    expect(header?.columns).toEqual({ room: 1, name: 2 });
    expect(header?.unmatched).toEqual([{ column: 0, label: '户主' }]);
  });

  test('stand below titles and blank rows', () => {
    const rows = rowsOf(
      title,
      [],
      ['填报单位:', '迎春社区'],
      ['序号', '房号', '姓名'],
      ['1', '1-101', '王小明'],
    );
    const header = findHeader(rows, [{ top: 1, left: 0, bottom: 1, right: 3 }], columns);
    expect(header).toMatchObject({ firstRow: 4, lastRow: 4, columns: { room: 1, name: 2 } });
  });

  test('over two rows count with their group', async () => {
    const rows = rowsOf(
      ['房号', '姓名', '联系方式', ''],
      ['', '', '座机', '手机'],
      ['1-101', '王小明', '', '138'],
    );
    const merges = [
      { top: 1, left: 0, bottom: 2, right: 0 },
      { top: 1, left: 1, bottom: 2, right: 1 },
      { top: 1, left: 2, bottom: 1, right: 3 },
    ];
    const { tables, lines } = await tableOf(sheetOf(rows, merges));
    expect(tables[0]?.header).toMatchObject({
      firstRow: 1,
      lastRow: 2,
      columns: { room: 0, name: 1, phone: 3 },
    });
    expect(tables[0]?.header?.unmatched).toEqual([{ column: 2, label: '联系方式 座机' }]);
    expect(lines).toEqual(['3: 1-101|王小明|138|']);
  });
});

test('a header is whole even where its upper row alone would match as much', () => {
  const rows = rowsOf(
    ['房号', '姓名', '证件', ''],
    ['', '', '类型', '号码'],
    ['1-101', '王小明', '护照', '1'],
  );
  const merges = [
    { top: 1, left: 0, bottom: 2, right: 0 },
    { top: 1, left: 1, bottom: 2, right: 1 },
  ];
  expect(findHeader(rows, merges, columns)).toMatchObject({ firstRow: 1, lastRow: 2 });
});

test('a hostile header costs no time', () => {
  const wide = Array.from({ length: 512 }, () => '*'.repeat(32_000));
  const rows = rowsOf(...Array.from({ length: 30 }, () => wide));
  const merges = Array.from({ length: 300_000 }, () => ({
    top: 1,
    left: 0,
    bottom: 1_048_576,
    right: 16_383,
  }));
  const started = performance.now();
  expect(findHeader(rows, merges, columns)).toBeNull();
  expect(performance.now() - started).toBeLessThan(2_000);
});

describe('records', () => {
  test('keep row numbers, skip blanks and repeated headers, and are trimmed and unguarded', async () => {
    const rows = rowsOf(
      ['房号', '姓名', '手机'],
      [' 1-101 ', '王小明', "'+86138"],
      [],
      [' ', ' '],
      ['房 号', '姓名', '手机'],
      ['1-102', '李四', '-', '额外'],
    );
    const { lines } = await tableOf(sheetOf(rows));
    expect(lines).toEqual(['2: 1-101|王小明|+86138|', '6: 1-102|李四|-|']);
  });

  test('of one household over several rows all carry the merged room', async () => {
    const rows = rowsOf(
      ['房号', '姓名'],
      ['1-101', '甲'],
      ['', '乙'],
      ['', '丙'],
      ['1-102', '丁'],
      ['', '戊'],
    );
    const { lines } = await tableOf(sheetOf(rows, [{ top: 2, left: 0, bottom: 4, right: 0 }]));
    expect(lines).toEqual(['2: 1-101|甲||', '3: 1-101|乙||', '4: 1-101|丙||', '5: 1-102|丁||', '6: |戊||']);
  });

  test('follow the columns a person corrected', async () => {
    const rows = rowsOf(['房号', '姓名', '称呼'], ['1-101', '王', '王小明']);
    const { lines, tables } = await tableOf(sheetOf(rows), {
      decide: (_, guess) => guess && withColumns(guess, columns, { room: 0, name: 2 }),
    });
    expect(lines).toEqual(['2: 1-101|王小明||']);
    expect(tables[0]?.header?.unmatched).toEqual([{ column: 1, label: '姓名' }]);
  });

  test('come from a real file as well', async () => {
    const file = Buffer.from('\uFEFF职工新街街道住户台账\n房号,户主\n1-101,王小明\n');
    const { lines } = await tableOf(readSpreadsheet(file, { fileName: 'a.csv' }));
    expect(lines).toEqual(['3: 1-101|王小明||']);
  });
});
