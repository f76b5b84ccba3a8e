import type { Day } from '@linli/core/kernel';
import type { Worksheet } from 'exceljs';
import { guardText } from './guard.ts';

export type TableValue = string | number | boolean | null;

/** A column to write. `date` takes a Day (`YYYY-MM-DD`) and writes a date that Excel can sort. */
export interface TableColumn {
  readonly heading: string;
  /** Characters; fitted to the heading when not given. */
  readonly width?: number;
  /** A `text` column stays text when a person types a phone or identity number into it. Default `text`. */
  readonly kind?: 'text' | 'number' | 'date';
  readonly required?: boolean;
  /** Offered as a drop-down list; up to 255 characters together, as Excel allows. */
  readonly choices?: readonly string[];
}

export interface TableToWrite {
  readonly sheet: string;
  /** Above the table, merged over its width. */
  readonly title?: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableValue[])[];
}

const ink = 'FF1F2933';
const headFill = 'FFE8F1EE';
const line = { style: 'thin', color: { argb: 'FFB8C4C0' } } as const;
const border = { top: line, left: line, bottom: line, right: line };
const font = '微软雅黑';
const formats = { text: '@', number: 'General', date: 'yyyy-mm-dd' } as const;
/** Rows below the table that a template's lists and formats also cover. */
const templateRows = 500;

/** Chinese characters take two. */
const widthOf = (text: string) => [...text].reduce((sum, char) => sum + (char > '\u2e7f' ? 2 : 1), 0);

/**
 * What XML cannot hold is left out; what looks like Excel's own escape is escaped, or it would be read as one
 * (ECMA-376 part 1, 22.9.2.19).
 */
function xmlText(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what XML 1.0 forbids.
      .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu, '')
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
      .replaceAll('\r', '_x000D_')
  );
}

function cellValue(value: TableValue, kind: TableColumn['kind']): string | number | boolean | Date | null {
  if (typeof value !== 'string' || value === '') return value === '' ? null : value;
  return kind === 'date' ? dateValue(value) : xmlText(guardText(value));
}

function dateValue(day: Day): Date | string {
  const date = new Date(`${day}T00:00:00Z`);
  // A day that does not exist (30 February) rolls over or is invalid; the text as given says more than a wrong date.
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
  return exists ? date : xmlText(guardText(day));
}

/** Sheet names hold no `* ? : \ / [ ]` and no more than 31 characters. */
const sheetName = (name: string) => name.replace(/[*?:\\/[\]]/g, ' ').slice(0, 31);

function addTitle(sheet: Worksheet, title: string, width: number): void {
  const cell = sheet.getCell(1, 1);
  cell.value = xmlText(guardText(title));
  cell.font = { name: font, size: 16, bold: true, color: { argb: ink } };
  cell.alignment = { horizontal: 'center', vertical: 'middle' };
  sheet.getRow(1).height = 32;
  if (width > 1) sheet.mergeCells(1, 1, 1, width);
}

function addHeader(sheet: Worksheet, row: number, columns: readonly TableColumn[]): void {
  columns.forEach(({ heading, required, width, kind }, index) => {
    const target = sheet.getColumn(index + 1);
    target.width = width ?? Math.max(8, Math.min(40, widthOf(heading) + 4));
    target.numFmt = formats[kind ?? 'text'];
    const cell = sheet.getCell(row, index + 1);
    cell.value = `${xmlText(guardText(heading))}${required ? '*' : ''}`;
    cell.numFmt = formats.text;
    cell.font = { name: font, size: 11, bold: true, color: { argb: ink } };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: headFill } };
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
    cell.border = border;
  });
}

function addRow(
  sheet: Worksheet,
  at: number,
  columns: readonly TableColumn[],
  row: readonly TableValue[],
): void {
  columns.forEach(({ kind = 'text' }, index) => {
    const cell = sheet.getCell(at, index + 1);
    cell.value = cellValue(row[index] ?? null, kind);
    cell.numFmt = formats[kind];
    cell.font = { name: font, size: 11, color: { argb: ink } };
    cell.alignment = { vertical: 'middle', wrapText: true };
    cell.border = border;
  });
}

/** Excel takes a written-out list up to this many characters. */
const longestList = 255;

function addChoices(sheet: Worksheet, columns: readonly TableColumn[], from: number, to: number): void {
  columns.forEach(({ choices = [] }, index) => {
    const list = choices.join(',').replaceAll('"', '""');
    if (list === '' || list.length > longestList) return;
    for (let row = from; row <= to; row += 1) {
      sheet.getCell(row, index + 1).dataValidation = {
        type: 'list',
        allowBlank: true,
        formulae: [`"${list}"`],
      };
    }
  });
}

/**
 * A small styled workbook (.xlsx), for templates and reports of a few thousand rows: frozen header, filter, print
 * set-up on A4, lists for columns with choices. Texts that begin like a formula are guarded.
 */
export async function writeTable(table: TableToWrite): Promise<Uint8Array> {
  // Loaded on first use: it takes longer to load than the server to start.
  const { default: excel } = await import('exceljs');
  const book = new excel.Workbook();
  const { columns, rows, title } = table;
  const headRow = title === undefined ? 1 : 2;
  const sheet = book.addWorksheet(sheetName(table.sheet), {
    views: [{ state: 'frozen', ySplit: headRow }],
    pageSetup: {
      paperSize: 9,
      orientation: columns.length > 6 ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `${headRow}:${headRow}`,
    },
  });
  if (title !== undefined) addTitle(sheet, title, columns.length);
  addHeader(sheet, headRow, columns);
  rows.forEach((row, index) => {
    addRow(sheet, headRow + 1 + index, columns, row);
  });
  addChoices(sheet, columns, headRow + 1, headRow + rows.length + templateRows);
  sheet.autoFilter = { from: { row: headRow, column: 1 }, to: { row: headRow, column: columns.length } };
  return new Uint8Array(await book.xlsx.writeBuffer());
}
