/** What a cell holds. A formula counts as its stored result. */
export const cellKinds = ['blank', 'text', 'number', 'date', 'boolean', 'error'] as const;
export type CellKind = (typeof cellKinds)[number];

/**
 * One cell. `text` is exact for texts; a number is written plainly (no exponent, a point as decimal mark, padded with
 * zeros where its format says only zeros); a date is `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM:SS` or `HH:MM:SS`; a boolean is
 * `TRUE` or `FALSE`; an error its name (`#REF!`), `#CALC!` for a formula that was never calculated; a blank is `''`.
 */
export interface Cell {
  readonly text: string;
  readonly kind: CellKind;
}

export const blankCell: Cell = Object.freeze({ text: '', kind: 'blank' });

/** A row with content. `number` is what the person sees at its left in Excel; rows without content do not appear. */
export interface Row {
  readonly number: number;
  /** By column from A; trailing blanks are cut. */
  readonly cells: readonly Cell[];
}

export interface SheetInfo {
  /** From 0, in the order of the tabs. */
  readonly index: number;
  readonly name: string;
  readonly hidden: boolean;
}

/** Merged cells: rows as the person sees them (from 1), columns from 0; both ends belong to it. */
export interface MergedRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export type SpreadsheetFormat = 'xlsx' | 'csv';
export type CsvEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/**
 * What a reader tells, in this order: `workbook` once, then for each sheet read `sheet` and its `rows` in batches.
 * A sheet's merged ranges come before its rows.
 */
export type SpreadsheetEvent =
  | {
      readonly type: 'workbook';
      readonly format: SpreadsheetFormat;
      /** Only a CSV has one to guess. */
      readonly encoding: CsvEncoding | null;
      readonly sheets: readonly SheetInfo[];
    }
  | { readonly type: 'sheet'; readonly sheet: SheetInfo; readonly merges: readonly MergedRange[] }
  | { readonly type: 'rows'; readonly sheet: SheetInfo; readonly rows: readonly Row[] };

/** How far the reader is. Bytes are unpacked bytes; `checking` unpacks once to judge the file before any row leaves. */
export interface ReadProgress {
  readonly stage: 'checking' | 'reading';
  readonly bytes: number;
  readonly totalBytes: number;
  readonly rows: number;
}
