import { Worker } from 'node:worker_threads';
import type { PosterFacts } from './layout.ts';
import type { PosterOffice, Sheets, Typeset } from './sheets.ts';

/** After this long without work the thread ends and gives back its fonts, some 100 MB. */
const idleMs = 30_000;

interface Waiting {
  readonly resolve: (pdf: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** Typesets posters in a thread of its own, so that requests never wait for it. */
export class Typesetter {
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #next = 1;
  readonly #waiting = new Map<number, Waiting>();

  /** One page for each poster, as a PDF of its own. Some hundred pages at a time keep it small. */
  typeset(pages: readonly PosterFacts[], office: PosterOffice): Promise<Uint8Array> {
    clearTimeout(this.#idle);
    const worker = this.#worker ?? this.#start();
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, pages, office } satisfies Sheets);
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { env: {}, execArgv: [] });
    worker.unref();
    worker.on('message', (answer: Typeset) => this.#settle(answer));
    worker.on('error', (error) =>
      this.#fail(worker, error instanceof Error ? error : new Error(String(error))),
    );
    worker.on('exit', () => this.#fail(worker, new Error('the typesetter ended')));
    this.#worker = worker;
    return worker;
  }

  #settle(answer: Typeset): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('pdf' in answer) waiting?.resolve(answer.pdf);
    else waiting?.reject(new Error(answer.failed));
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => void this.close(), idleMs);
    this.#idle.unref();
  }

  #fail(worker: Worker, error: Error): void {
    if (this.#worker === worker) this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
