import type { Archive } from './archive.ts';
import { dateText, isoDateText, numberText } from './formats.ts';
import type { FileLimits } from './limits.ts';
import { Refusal } from './refusal.ts';
import type { RowSink } from './rows.ts';
import { decodeText } from './shared-texts.ts';
import type { CellKind, MergedRange } from './sheet.ts';
import type { Workbook, WorkbookSheet } from './workbook.ts';
import { decodeXml, type XmlAttributes, XmlReader } from './xml.ts';

/** Excel's last column, XFD. */
const lastColumn = 16_384;
/** What a formula shows that no program has calculated yet. */
const uncalculated = '#CALC!';

/** Column from 0 of a reference such as `AB12`; -1 when it has no letters. */
function columnOf(reference: string): number {
  let column = 0;
  for (let index = 0; index < reference.length; index += 1) {
    const code = reference.charCodeAt(index);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
    if (column > lastColumn) return column;
  }
  return column - 1;
}

function rangeOf(reference: string): MergedRange | null {
  const parts = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference);
  if (!parts) return null;
  const [, left = '', top, right = '', bottom] = parts;
  return { top: Number(top), left: columnOf(left), bottom: Number(bottom), right: columnOf(right) };
}

/**
 * The merged ranges of a sheet. They are written after its cells but needed before them, so the cells are skipped
 * unparsed and only the tail is read.
 */
export async function readMerges(
  archive: Archive,
  limits: FileLimits,
  sheet: WorkbookSheet,
): Promise<MergedRange[]> {
  const merges: MergedRange[] = [];
  const reader = new XmlReader(limits, {
    open(name, attributes) {
      if (name !== 'mergeCell') return;
      const range = rangeOf(attributes.ref ?? '');
      if (range) merges.push(range);
      if (merges.length > limits.merges) throw new Refusal('file.too_many_texts');
    },
  });
  const cellsEnd = /<\/([\w.-]+:)?sheetData\s*>/;
  const overlap = 256;
  let found = false;
  let before = '';
  for await (const text of decodeXml(archive.read(sheet.part))) {
    if (found) {
      reader.write(text);
      continue;
    }
    const seen = before + text;
    const end = seen.includes('sheetData') ? cellsEnd.exec(seen) : null;
    if (end) {
      const prefix = end[1] ?? '';
      reader.write(`<${prefix}worksheet><${prefix}sheetData>${seen.slice(end.index)}`);
      found = true;
    }
    before = seen.slice(-overlap);
  }
  if (found) reader.end();
  return merges;
}

/** Cells in all sheets of one file. */
export interface CellCount {
  cells: number;
}

class SheetReader {
  private readonly book: Workbook;
  private readonly limits: FileLimits;
  private readonly sink: RowSink;
  private readonly count: CellCount;
  private inCells = false;
  private row = 0;
  private column = -1;
  private type = 'n';
  private style = 0;
  private formula = false;
  private phonetic = false;
  private collecting = false;
  private value = '';
  private hasValue = false;

  constructor(book: Workbook, limits: FileLimits, sink: RowSink, count: CellCount) {
    this.book = book;
    this.limits = limits;
    this.sink = sink;
    this.count = count;
  }

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'sheetData') this.inCells = true;
    if (!this.inCells) return;
    if (name === 'c') this.openCell(attributes);
    else if (name === 'v') this.collect();
    else if (name === 'row') this.openRow(attributes);
    else if (name === 'f') this.formula = true;
    else if (name === 'rPh') this.phonetic = true;
    else if (name === 't' && !this.phonetic) this.collect();
  }

  text(text: string): void {
    if (!this.collecting) return;
    this.value += text;
    // An escaped character takes seven (`_x000D_`), so a cell within the limit is never longer than this.
    if (this.value.length > this.limits.cellText * 7) this.refuseLength();
  }

  close(name: string): void {
    if (!this.inCells) return;
    if (name === 'v' || name === 't') this.collecting = false;
    else if (name === 'c') this.closeCell();
    else if (name === 'row') this.sink.endRow();
    else if (name === 'rPh') this.phonetic = false;
    else if (name === 'sheetData') this.inCells = false;
  }

  private collect(): void {
    this.collecting = true;
    this.hasValue = true;
  }

  private openRow(attributes: XmlAttributes): void {
    const stated = attributes.r;
    const row = stated === undefined ? this.row + 1 : Number(stated);
    if (!Number.isSafeInteger(row) || row <= this.row) throw new Refusal('file.broken');
    if (row > this.limits.rows) throw new Refusal('file.too_many_rows', { limit: this.limits.rows });
    this.row = row;
    this.column = -1;
    this.sink.startRow(row);
  }

  private openCell(attributes: XmlAttributes): void {
    const reference = attributes.r;
    const column = reference === undefined ? this.column + 1 : columnOf(reference);
    if (column < 0) throw new Refusal('file.broken');
    if (column >= lastColumn) this.refuseColumn();
    this.count.cells += 1;
    if (this.count.cells > this.limits.cells) {
      throw new Refusal('file.too_many_cells', { limit: this.limits.cells });
    }
    this.column = column;
    this.type = attributes.t ?? 'n';
    this.style = Number(attributes.s ?? 0);
    this.formula = false;
    this.hasValue = false;
    this.collecting = false;
    this.value = '';
  }

  private refuseLength(): never {
    throw new Refusal('file.cell_too_long', { limit: this.limits.cellText });
  }

  private refuseColumn(): never {
    throw new Refusal('file.too_many_columns', { limit: this.limits.columns, row: this.row });
  }

  private closeCell(): void {
    if (!this.hasValue) {
      if (this.formula) this.put(uncalculated, 'error');
      return;
    }
    const { type, value } = this;
    if (type === 's') this.put(this.sharedText(value), 'text');
    else if (type === 'inlineStr' || type === 'str') this.put(decodeText(value), 'text');
    else if (type === 'b') this.put(/^(1|true)$/.test(value) ? 'TRUE' : 'FALSE', 'boolean');
    else if (type === 'e') this.put(value, 'error');
    else if (type === 'd') this.putDate(isoDateText(value), value);
    else this.putNumber(value);
  }

  private sharedText(index: string): string {
    const text = this.book.sharedTexts.at(Number(index));
    if (text === undefined) throw new Refusal('file.broken');
    return text;
  }

  private putDate(date: string | null, stored: string): void {
    if (date === null) this.put(stored, 'text');
    else this.put(date, 'date');
  }

  private putNumber(stored: string): void {
    const format = this.book.formats[this.style];
    const number = numberText(stored, format?.zeros);
    const date = format?.date && number !== null ? dateText(Number(stored), this.book.date1904) : null;
    if (date !== null) this.put(date, 'date');
    else if (number !== null) this.put(number, 'number');
    else this.put(stored, 'text');
  }

  /** Formatting reaches far beyond the table in real files, so only content counts against the columns. */
  private put(text: string, kind: CellKind): void {
    if (text === '') return;
    if (this.column >= this.limits.columns) this.refuseColumn();
    if (text.length > this.limits.cellText) this.refuseLength();
    this.sink.put(this.column, text, kind);
  }
}

/** Streams the cells of one sheet into the sink, waiting for the sink between pieces. */
export async function readCells(
  archive: Archive,
  book: Workbook,
  sheet: WorkbookSheet,
  limits: FileLimits,
  sink: RowSink,
  count: CellCount,
): Promise<void> {
  const cells = new SheetReader(book, limits, sink, count);
  const reader = new XmlReader(limits, {
    open: (name, attributes) => cells.open(name, attributes),
    text: (text) => cells.text(text),
    close: (name) => cells.close(name),
  });
  for await (const text of decodeXml(sink.counted(archive.read(sheet.part)))) {
    reader.write(text);
    await sink.drained();
  }
  reader.end();
}
