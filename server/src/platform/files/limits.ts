const MiB = 1024 * 1024;

/** What a file may ask of the server. Each is checked on what is really there, not on what the file says. */
export interface FileLimits {
  readonly fileBytes: number;
  /** Parts in the archive. */
  readonly parts: number;
  /** Bytes of all parts together, unpacked. */
  readonly unpackedBytes: number;
  /** Unpacked bytes for one packed byte, judged once a part is larger than `ratioFromBytes`. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
  readonly sheets: number;
  /** Per sheet, by row number. */
  readonly rows: number;
  /** Per sheet, by the last column with content. */
  readonly columns: number;
  /** In all sheets together, blank ones included. */
  readonly cells: number;
  /** UTF-16 units, as Excel counts. */
  readonly cellText: number;
  readonly sharedTexts: number;
  /** Size of the part that holds them, unpacked. */
  readonly sharedTextBytes: number;
  readonly merges: number;
  /** Number formats and cell styles; Excel itself stops at 65,490. */
  readonly styles: number;
  readonly xmlDepth: number;
  /** UTF-16 units between two XML events: bounds one tag, one text, one comment. */
  readonly xmlToken: number;
  /** Time the reader itself may work; the consumer's own time does not count. */
  readonly milliseconds: number;
  /** Heap of the reading thread, MiB. */
  readonly heap: number;
}

export const fileLimits: FileLimits = {
  fileBytes: 50 * MiB,
  parts: 2_000,
  unpackedBytes: 600 * MiB,
  ratio: 200,
  ratioFromBytes: MiB,
  sheets: 500,
  rows: 1_048_576,
  columns: 512,
  cells: 20_000_000,
  cellText: 32_767,
  sharedTexts: 5_000_000,
  sharedTextBytes: 200 * MiB,
  merges: 250_000,
  styles: 100_000,
  xmlDepth: 64,
  xmlToken: MiB,
  milliseconds: 120_000,
  heap: 96,
};
