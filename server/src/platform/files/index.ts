export { type FileLimits, fileLimits } from './limits.ts';
export { type FileProblemCode, fileProblem, fileProblems } from './problems.ts';
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
