import type { ProblemParams } from '@linli/core/kernel';
import type { FileLimits } from './limits.ts';
import type { FileProblemCode } from './problems.ts';
import type { RowBatch } from './rows.ts';
import type { CsvEncoding, MergedRange, ReadProgress, SheetInfo, SpreadsheetFormat } from './sheet.ts';

/** What the reading thread is given. */
export interface ReadTask {
  readonly file: Uint8Array | string;
  readonly fileName: string;
  readonly limits: FileLimits;
  readonly hiddenSheets: boolean;
}

/** What the reading thread says; every `rows` waits for one `taken` beyond the few that may be under way. */
export type ReaderMessage =
  | {
      readonly type: 'workbook';
      readonly format: SpreadsheetFormat;
      readonly encoding: CsvEncoding | null;
      readonly sheets: readonly SheetInfo[];
    }
  | { readonly type: 'sheet'; readonly sheet: SheetInfo; readonly merges: readonly MergedRange[] }
  | {
      readonly type: 'rows';
      readonly sheet: SheetInfo;
      readonly batch: RowBatch;
      readonly progress: ReadProgress;
    }
  | { readonly type: 'progress'; readonly progress: ReadProgress }
  | { readonly type: 'refused'; readonly code: FileProblemCode; readonly params: ProblemParams }
  | { readonly type: 'done' };

export const batchesUnderWay = 4;
