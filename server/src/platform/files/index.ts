export type { ColumnSpec, HeaderLabel, HeaderMapping } from './header.ts';
export type { FileLimits } from './limits.ts';
export { type FileProblemCode, fileProblem } from './problems.ts';
export { type ReadOptions, readSpreadsheet } from './read.ts';
export type {
  Cell,
  CellKind,
  CsvEncoding,
  MergedRange,
  ReadProgress,
  Row,
  SheetInfo,
  SpreadsheetEvent,
  SpreadsheetFormat,
} from './sheet.ts';
export { readTables, type TableEvent, type TableOptions, type TableRecord } from './table.ts';
export { writeCsv } from './write-csv.ts';
export { type TableColumn, type TableToWrite, type TableValue, writeTable } from './write-table.ts';
