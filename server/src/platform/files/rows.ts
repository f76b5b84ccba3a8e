import { blankCell, type Cell, type CellKind, cellKinds, type Row } from './sheet.ts';

/**
 * Rows on their way between threads. Flat arrays are copied several times faster than as many small objects:
 * `widths[i]` cells belong to row `numbers[i]`, in order.
 */
export interface RowBatch {
  readonly numbers: Uint32Array;
  readonly widths: Uint16Array;
  readonly kinds: Uint8Array;
  readonly texts: readonly string[];
}

const batchCells = 8_192;
const kindNumber = Object.fromEntries(cellKinds.map((kind, index) => [kind, index])) as Record<
  CellKind,
  number
>;

export interface RowSinkOptions {
  readonly send: (batch: RowBatch) => void;
  /** Resolves when the consumer is ready for more; undefined when it is ready now. */
  readonly ready: () => Promise<void> | undefined;
  readonly onBytes: (bytes: number) => void;
}

/** Gathers cells into rows and rows into batches, and holds the reader back when the consumer is behind. */
export class RowSink {
  private readonly options: RowSinkOptions;
  private rowNumber = 0;
  private rowTexts: string[] = [];
  private rowKinds: number[] = [];
  private numbers: number[] = [];
  private widths: number[] = [];
  private kinds: number[] = [];
  private texts: string[] = [];

  constructor(options: RowSinkOptions) {
    this.options = options;
  }

  startRow(number: number): void {
    this.rowNumber = number;
    this.rowTexts = [];
    this.rowKinds = [];
  }

  put(column: number, text: string, kind: CellKind): void {
    while (this.rowTexts.length < column) {
      this.rowTexts.push('');
      this.rowKinds.push(0);
    }
    this.rowTexts[column] = text;
    this.rowKinds[column] = kindNumber[kind];
  }

  /** A row that got no cell is dropped. */
  endRow(): void {
    const { rowTexts, rowKinds } = this;
    if (rowTexts.length === 0) return;
    this.numbers.push(this.rowNumber);
    this.widths.push(rowTexts.length);
    for (let column = 0; column < rowTexts.length; column += 1) {
      this.texts.push(rowTexts[column] ?? '');
      this.kinds.push(rowKinds[column] ?? 0);
    }
    this.rowTexts = [];
    this.rowKinds = [];
    if (this.texts.length >= batchCells) this.flush();
  }

  flush(): void {
    if (this.numbers.length === 0) return;
    this.options.send({
      numbers: Uint32Array.from(this.numbers),
      widths: Uint16Array.from(this.widths),
      kinds: Uint8Array.from(this.kinds),
      texts: this.texts,
    });
    this.numbers = [];
    this.widths = [];
    this.kinds = [];
    this.texts = [];
  }

  drained(): Promise<void> | undefined {
    return this.options.ready();
  }

  /** Passes the bytes on and reports how many went by. */
  async *counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.options.onBytes(chunk.length);
      yield chunk;
    }
  }
}

/** The rows of a batch as the consumer sees them. */
export function rowsOf(batch: RowBatch): Row[] {
  const rows: Row[] = [];
  let at = 0;
  batch.numbers.forEach((number, index) => {
    const cells: Cell[] = [];
    for (const end = at + (batch.widths[index] ?? 0); at < end; at += 1) {
      const kind = cellKinds[batch.kinds[at] ?? 0] ?? 'blank';
      cells.push(kind === 'blank' ? blankCell : { text: batch.texts[at] ?? '', kind });
    }
    rows.push({ number, cells });
  });
  return rows;
}
