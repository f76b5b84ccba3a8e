import type pg from 'pg';
import { inTransaction } from '../db/tx.ts';
import type { Log } from '../log/log.ts';
import { installationStreet } from './entry.ts';
import { sealNext } from './seal.ts';

/** How long an audit row may stay outside the chain. */
const everyMs = 2_000;

/** A row becomes final when slower transactions have ended; a street is looked at this often before it rests. */
const looks = 3;

/** Seals what was written, street by street, in the background; at the start also what a killed process left. */
export class Sealer {
  readonly #pool: pg.Pool;
  readonly #log: Log;
  readonly #waiting = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(pool: pg.Pool, log: Log) {
    this.#pool = pool;
    this.#log = log;
  }

  /** A street has new audit rows. */
  mark(streetId: string): void {
    this.#waiting.set(streetId, looks);
  }

  async start(): Promise<void> {
    const streets = await this.#pool.query<{ id: string }>('select id from street');
    for (const { id } of streets.rows) this.mark(id);
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.#sweep());
    }, everyMs);
    this.#timer.unref();
  }

  /** Seals what is waiting, then stops. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
    await this.#sweep();
  }

  async #sweep(): Promise<void> {
    // Sign-ins and the like are not marked by anyone.
    this.#waiting.set(installationStreet, looks);
    for (const [streetId, left] of [...this.#waiting]) {
      try {
        const sealed = await inTransaction(this.#pool, 'write', { streets: [streetId] }, (tx) =>
          sealNext(tx, streetId),
        );
        if (sealed > 0) this.mark(streetId);
        else if (left > 1) this.#waiting.set(streetId, left - 1);
        else this.#waiting.delete(streetId);
      } catch (error) {
        this.#log.warn({ err: error }, 'sealing waits');
        return;
      }
    }
  }
}
