import { Worker } from 'node:worker_threads';
import { type FileLimits, fileLimits } from './limits.ts';
import type { ReaderMessage, ReadTask } from './messages.ts';
import { fileProblem } from './problems.ts';
import { rowsOf } from './rows.ts';
import type { ReadProgress, SpreadsheetEvent } from './sheet.ts';

export interface ReadOptions {
  /** As the person named it: decides whether text may be a table, and names the sheet of a CSV. Never opened. */
  readonly fileName: string;
  readonly limits?: Partial<FileLimits>;
  /** Also read the sheets that are hidden. Without it they are only listed. */
  readonly hiddenSheets?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** MiB; new strings live here, so it bounds garbage and not what a file may need. */
const youngHeap = 16;

function startReader(task: ReadTask): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: task,
    // The thread reads what strangers wrote: it gets no settings, no keys and no way to be configured from outside.
    env: {},
    execArgv: [],
    argv: [],
    resourceLimits: {
      maxOldGenerationSizeMb: task.limits.heap,
      maxYoungGenerationSizeMb: youngHeap,
      stackSizeMb: 2,
    },
  });
}

/** The messages of a thread as one queue, with its end, its time and its cancelling. */
class Mailbox {
  private readonly queue: ReaderMessage[] = [];
  private failure: { readonly reason: unknown } | null = null;
  private wake: (() => void) | null = null;
  private milliseconds: number;
  private readonly signal: AbortSignal | undefined;
  private readonly onAbort: () => void;

  constructor(worker: Worker, milliseconds: number, signal: AbortSignal | undefined) {
    this.milliseconds = milliseconds;
    this.signal = signal;
    this.onAbort = () => {
      void worker.terminate();
      this.fail(signal?.reason);
    };
    worker.on('message', (message: ReaderMessage) => {
      this.queue.push(message);
      this.stir();
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      this.fail(
        fileProblem(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'file.too_heavy' : 'file.reader_stopped'),
      );
    });
    worker.on('exit', () => this.fail(fileProblem('file.reader_stopped')));
    signal?.addEventListener('abort', this.onAbort, { once: true });
  }

  close(): void {
    this.signal?.removeEventListener('abort', this.onAbort);
  }

  /** The next message. The time allowed runs only while someone waits here. */
  async next(): Promise<ReaderMessage> {
    const started = performance.now();
    const timer = setTimeout(() => this.fail(fileProblem('file.too_slow')), this.milliseconds);
    try {
      while (true) {
        const message = this.queue.shift();
        if (message) return message;
        if (this.failure) throw this.failure.reason;
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
      this.milliseconds = Math.max(1, this.milliseconds - (performance.now() - started));
    }
  }

  private fail(reason: unknown): void {
    this.failure ??= { reason };
    this.stir();
  }

  private stir(): void {
    this.wake?.();
    this.wake = null;
  }
}

/**
 * Reads an Excel workbook (.xlsx) or a text table (CSV, TSV) in a thread of its own and streams what it holds. Nothing
 * of the file touches the disk. The file is judged before the first row leaves; a later fault in it still throws, so
 * whoever stores rows does so in one transaction.
 *
 * Leaving the loop early, or aborting the signal, kills the thread at once.
 *
 * @param file the bytes (copied to the thread) or the path of a file (cheaper for large ones)
 * @throws Problem `file.*` of `fileProblems`; the signal's reason when aborted
 */
export async function* readSpreadsheet(
  file: Uint8Array | string,
  options: ReadOptions,
): AsyncGenerator<SpreadsheetEvent, void, undefined> {
  const { fileName, signal, onProgress } = options;
  signal?.throwIfAborted();
  const limits: FileLimits = { ...fileLimits, ...options.limits };
  if (typeof file !== 'string' && file.byteLength > limits.fileBytes) {
    throw fileProblem('file.too_large', { limit: Math.floor(limits.fileBytes / 1024 / 1024) });
  }
  const worker = startReader({ file, fileName, limits, hiddenSheets: options.hiddenSheets ?? false });
  const mailbox = new Mailbox(worker, limits.milliseconds, signal);
  try {
    for (;;) {
      const message = await mailbox.next();
      signal?.throwIfAborted();
      if (message.type === 'done') return;
      if (message.type === 'refused') throw fileProblem(message.code, message.params);
      if (message.type === 'progress' || message.type === 'rows') onProgress?.(message.progress);
      if (message.type === 'rows') {
        yield { type: 'rows', sheet: message.sheet, rows: rowsOf(message.batch) };
        worker.postMessage('taken');
      } else if (message.type !== 'progress') yield message;
    }
  } finally {
    mailbox.close();
    await worker.terminate();
  }
}
