import { unguardText } from './guard.ts';
import { type ColumnSpec, findHeader, type HeaderMapping, normaliseHeading } from './header.ts';
import {
  blankCell,
  type Cell,
  type MergedRange,
  type Row,
  type SheetInfo,
  type SpreadsheetEvent,
} from './sheet.ts';

/** One line of a table. */
export interface TableRecord<Key extends string = string> {
  /** As the person sees it in the file. */
  readonly row: number;
  /** By column key: trimmed, guards against formulas taken off, blank where the file has nothing. */
  readonly values: Readonly<Record<Key, Cell>>;
  /** The whole row as it is in the file, for giving a refused one back. */
  readonly cells: readonly Cell[];
}

/** For each sheet: `table` with its header (null: none was found, no records follow), then its records in batches. */
export type TableEvent<Key extends string = string> =
  | Extract<SpreadsheetEvent, { type: 'workbook' }>
  | { readonly type: 'table'; readonly sheet: SheetInfo; readonly header: HeaderMapping<Key> | null }
  | { readonly type: 'records'; readonly sheet: SheetInfo; readonly records: readonly TableRecord<Key>[] };

export interface TableOptions<Key extends string> {
  readonly columns: readonly ColumnSpec<Key>[];
  /** How many rows with content are searched for the header. */
  readonly headerWithin?: number;
  /** The last word on a sheet's header, for one that a person corrected; null leaves the sheet out. */
  readonly decide?: (sheet: SheetInfo, guess: HeaderMapping<Key> | null) => HeaderMapping<Key> | null;
}

const defaultHeaderWithin = 30;

function cleaned(cell: Cell): Cell {
  if (cell.kind !== 'text') return cell;
  const text = unguardText(cell.text.trim());
  if (text === '') return blankCell;
  return text === cell.text ? cell : { text, kind: 'text' };
}

/** One column of the table, with the values that merged cells carry down to the rows below. */
class ColumnReader {
  private readonly column: number;
  private readonly merges: readonly MergedRange[];
  private next = 0;
  private carried: Cell = blankCell;

  constructor(column: number, merges: readonly MergedRange[]) {
    this.column = column;
    this.merges = merges
      .filter(({ left, top, bottom }) => left === column && bottom > top)
      .sort((a, b) => a.top - b.top);
  }

  at(row: Row): Cell {
    const own = cleaned(row.cells[this.column] ?? blankCell);
    while ((this.merges[this.next]?.bottom ?? Infinity) < row.number) {
      this.next += 1;
      this.carried = blankCell;
    }
    if ((this.merges[this.next]?.top ?? Infinity) > row.number) return own;
    if (own.kind !== 'blank') this.carried = own;
    return this.carried;
  }
}

class RecordReader<Key extends string> {
  private readonly header: HeaderMapping<Key>;
  private readonly columns: readonly (readonly [Key, ColumnReader | null])[];
  private readonly headings: readonly { readonly column: number; readonly heading: string }[];

  constructor(header: HeaderMapping<Key>, merges: readonly MergedRange[], specs: readonly ColumnSpec<Key>[]) {
    this.header = header;
    this.headings = header.labels.map(({ column, label }) => ({ column, heading: normaliseHeading(label) }));
    this.columns = specs.map(({ key }) => {
      const column = header.columns[key];
      return [key, column === undefined ? null : new ColumnReader(column, merges)];
    });
  }

  read(rows: readonly Row[]): TableRecord<Key>[] {
    return rows.flatMap((row) => {
      if (row.number <= this.header.lastRow) return [];
      const values = Object.fromEntries(
        this.columns.map(([key, column]) => [key, column?.at(row) ?? blankCell]),
      ) as Record<Key, Cell>;
      if (row.cells.every((cell) => cell.text.trim() === '') || this.repeatsHeader(row)) return [];
      return [{ row: row.number, values, cells: row.cells }];
    });
  }

  /** Tables pasted together, or made for printing, carry their header on every page. */
  private repeatsHeader(row: Row): boolean {
    return (
      this.headings.length > 1 &&
      this.headings.every(
        ({ column, heading }) => normaliseHeading(row.cells[column]?.text ?? '') === heading,
      )
    );
  }
}

/** The rows of one sheet until its header is known, and its records from then on. */
class SheetTable<Key extends string> {
  readonly sheet: SheetInfo;
  private readonly merges: readonly MergedRange[];
  private readonly options: TableOptions<Key>;
  private waiting: Row[] = [];
  private known = false;
  private records: RecordReader<Key> | null = null;

  constructor(sheet: SheetInfo, merges: readonly MergedRange[], options: TableOptions<Key>) {
    this.sheet = sheet;
    this.merges = merges;
    this.options = options;
  }

  *add(rows: readonly Row[]): Generator<TableEvent<Key>> {
    if (this.known) return yield* this.read(rows);
    for (const row of rows) this.waiting.push(row);
    if (this.waiting.length >= this.within()) yield* this.decide();
  }

  *end(): Generator<TableEvent<Key>> {
    if (!this.known) yield* this.decide();
  }

  private within(): number {
    return this.options.headerWithin ?? defaultHeaderWithin;
  }

  private *decide(): Generator<TableEvent<Key>> {
    const { sheet, merges, options } = this;
    const guess = findHeader(this.waiting.slice(0, this.within()), merges, options.columns);
    const header = options.decide ? options.decide(sheet, guess) : guess;
    this.known = true;
    if (header) this.records = new RecordReader(header, merges, options.columns);
    yield { type: 'table', sheet, header };
    yield* this.read(this.waiting);
    this.waiting = [];
  }

  private *read(rows: readonly Row[]): Generator<TableEvent<Key>> {
    const records = this.records?.read(rows) ?? [];
    if (records.length > 0) yield { type: 'records', sheet: this.sheet, records };
  }
}

/**
 * Turns the rows of a spreadsheet into the records of tables, one table a sheet: finds the header, matches its
 * columns, and carries merged cells down their rows. What `events` throws passes through.
 *
 * @example readTables(readSpreadsheet(path, { fileName }), { columns })
 */
export async function* readTables<Key extends string>(
  events: AsyncIterable<SpreadsheetEvent>,
  options: TableOptions<Key>,
): AsyncGenerator<TableEvent<Key>, void, undefined> {
  let table: SheetTable<Key> | null = null;
  for await (const event of events) {
    if (event.type === 'workbook') yield event;
    else if (event.type === 'sheet') {
      if (table) yield* table.end();
      table = new SheetTable(event.sheet, event.merges, options);
    } else if (table) yield* table.add(event.rows);
  }
  if (table) yield* table.end();
}
