import excel from 'exceljs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardText, unguardText } from './guard.ts';
import { readSpreadsheet } from './read.ts';
import { readTables } from './table.ts';
import { rowsInProcess } from './testing/in-process.ts';
import { eventsOf, rowsOfFile } from './testing/measure.ts';
import { writeCsv } from './write-csv.ts';
import { type TableColumn, type TableValue, writeTable } from './write-table.ts';

const columns: TableColumn[] = [{ heading: '房号' }, { heading: '姓名' }, { heading: '备注' }];

describe('formula injection', () => {
  const attacks = [
    '=1+1',
    '+1',
    '-1+2',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '=1',
    '＝1',
    '＋1',
    "'=1",
    '=cmd|"/c calc"!A1',
  ];

  test.each(attacks)('%j is text in a CSV and a workbook, and comes back whole', async (attack) => {
    const rows = [['1-101', attack, '']];
    const csv = writeCsv({ columns, rows });
    const xlsx = await writeTable({ sheet: '表', columns, rows });
    for (const [file, fileName] of [
      [csv, 'a.csv'],
      [xlsx, 'a.xlsx'],
    ] as const) {
      const [, line] = await rowsOfFile(file, { fileName });
      expect(line?.cells[1]).toEqual({ text: `'${attack}`, kind: 'text' });
      expect(unguardText(line?.cells[1]?.text ?? '')).toBe(attack);
    }
  });

  test('a heading and a title are guarded as well', async () => {
    const [title, head] = await rowsOfFile(
      await writeTable({ sheet: '表', title: '=1', columns: [{ heading: '@x' }], rows: [] }),
    );
    expect([title?.cells[0]?.text, head?.cells[0]?.text]).toEqual(["'=1", "'@x"]);
  });

  test('a dash, a number and an apostrophe are what they are', () => {
    expect(['-', '1-101', "'abc", '12'].map(guardText)).toEqual(['-', '1-101', "'abc", '12']);
    expect(["'abc", "'-", '=1'].map(unguardText)).toEqual(["'abc", '-', '=1']);
  });

  test('any text survives guarding', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '=', '-', '+', 'a', '\t') }), (text) => {
        expect(unguardText(guardText(text))).toBe(text);
      }),
    );
  });
});

describe('a template', () => {
  test('marks what is required, offers choices, and its own header is found', async () => {
    const file = await writeTable({
      sheet: '住户/台账',
      title: '住户台账',
      columns: [
        { heading: '房号', required: true },
        { heading: '姓名' },
        { heading: '用途', choices: ['自住', '出租'] },
      ],
      rows: [],
    });
    const book = new excel.Workbook();
    await book.xlsx.load(file.buffer as ArrayBuffer);
    expect(book.worksheets[0]?.name).toBe('住户 台账');
    expect(book.worksheets[0]?.getCell('C3').dataValidation.formulae).toEqual(['"自住,出租"']);
    const specs = [
      { key: 'room', aliases: ['房号'], required: true },
      { key: 'use', aliases: ['用途'] },
    ];
    const events = readTables(readSpreadsheet(file, { fileName: 'a.xlsx' }), { columns: specs });
    for await (const event of events) {
      if (event.type === 'table')
        expect(event.header).toMatchObject({ firstRow: 2, columns: { room: 0, use: 2 } });
    }
    expect.assertions(3);
  });

  test('dates are dates, identity numbers stay text, days that do not exist stay as typed', async () => {
    const rows = await rowsOfFile(
      await writeTable({
        sheet: '表',
        columns: [
          { heading: '证件' },
          { heading: '日期', kind: 'date' },
          { heading: '人数', kind: 'number' },
        ],
        rows: [
          ['420111199001011234', '2022-11-27', 3],
          [null, '2022-02-30', 0.5],
        ],
      }),
    );
    expect(rows.slice(1).map(({ cells }) => cells.map(({ kind, text }) => `${kind} ${text}`.trim()))).toEqual(
      [
        ['text 420111199001011234', 'date 2022-11-27', 'number 3'],
        ['blank', 'text 2022-02-30', 'number 0.5'],
      ],
    );
  });
});

/** Text as a person can put it into a cell: no characters that XML forbids; spaces, quotes and line breaks included. */
const text = fc
  .string({
    unit: fc.oneof(fc.constantFrom(...'"\',;\t\n=-+@_x0041 '), fc.constantFrom(...'王小明房号栋𠮷Aé１')),
  })
  .map((value) => value.replaceAll('\r', ''));

const grid = (value: fc.Arbitrary<TableValue>) =>
  fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 12 });

function seen(value: TableValue): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'number' ? String(value) : guardText(value);
}

/** What the reader must find: by row number, trailing blanks and blank rows left out. */
function expected(rows: readonly (readonly TableValue[])[], firstRow: number): Record<number, string[]> {
  const lines = rows.map((row, index) => {
    const texts = row.map(seen);
    while (texts.at(-1) === '') texts.pop();
    return [firstRow + index, texts] as const;
  });
  return Object.fromEntries(lines.filter(([, texts]) => texts.length > 0));
}

async function found(
  file: Uint8Array,
  fileName: string,
  firstRow: number,
): Promise<Record<number, string[]>> {
  const rows = await rowsInProcess(file, fileName);
  return Object.fromEntries(
    rows
      .filter(({ number }) => number >= firstRow)
      .map(({ number, cells }) => [number, cells.map((cell) => cell.text)]),
  );
}

describe('what is written reads back the same', { timeout: 120_000 }, () => {
  const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));

  test('a workbook', async () => {
    await fc.assert(
      fc.asyncProperty(grid(value), async (rows) => {
        const file = await writeTable({ sheet: '表', columns, rows });
        expect(await found(file, 'a.xlsx', 2)).toEqual(expected(rows, 2));
      }),
      { numRuns: 150 },
    );
  });

  test('a CSV', async () => {
    await fc.assert(
      fc.asyncProperty(grid(value), async (rows) => {
        expect(await found(writeCsv({ columns, rows }), 'a.csv', 2)).toEqual(expected(rows, 2));
      }),
      { numRuns: 150 },
    );
  });

  test('a workbook of another hand: rich text, formulas, dates, merged cells', async () => {
    const book = new excel.Workbook();
    const sheet = book.addWorksheet('甲');
    sheet.getCell('A1').value = { richText: [{ text: '王' }, { text: '小明', font: { bold: true } }] };
    sheet.getCell('B1').value = { formula: '1+1', result: 2 };
    sheet.getCell('C1').value = new Date('2022-11-27T08:30:00Z');
    sheet.getCell('D1').value = { text: '官网', hyperlink: 'https://example.com' };
    sheet.getCell('E1').value = { error: '#N/A' };
    sheet.mergeCells('A2:B3');
    book.addWorksheet('乙', { state: 'hidden' });
    const events = await eventsOf(new Uint8Array(await book.xlsx.writeBuffer()));
    expect(events[0]).toMatchObject({ sheets: [{ name: '甲' }, { name: '乙', hidden: true }] });
    expect(events[1]).toMatchObject({ merges: [{ top: 2, left: 0, bottom: 3, right: 1 }] });
    expect(events[2]).toMatchObject({
      rows: [
        {
          number: 1,
          cells: [
            { text: '王小明', kind: 'text' },
            { text: '2', kind: 'number' },
            { text: '2022-11-27T08:30:00', kind: 'date' },
            { text: '官网', kind: 'text' },
            { text: '#N/A', kind: 'error' },
          ],
        },
      ],
    });
  });
});
