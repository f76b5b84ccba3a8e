import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Tx } from '../db/tx.ts';
import type { Log } from '../log/log.ts';

/** A handler must be safe to repeat: a job whose process dies is given out again. */
export type JobHandler = (data: Record<string, unknown>) => Promise<void>;

/**
 * Work that outlives the request. A job is stored in the transaction of the data that caused it: both happen or
 * neither. Its data hold identifiers only.
 */
export class Jobs {
  readonly #boss: PgBoss;
  readonly #handlers = new Map<string, { handle: JobHandler; every: string | null }>();
  #started = false;

  constructor(pool: pg.Pool, log: Log) {
    this.#boss = new PgBoss({
      db: { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) },
      schema: 'pgboss',
      migrate: false,
      createSchema: false,
    });
    this.#boss.on('error', (error) => log.error({ err: error }, 'jobs'));
  }

  /** Names a handler; `every`: also run it by this cron line (UTC). Before `start`. */
  on(name: string, handle: JobHandler, every: string | null = null): void {
    this.#handlers.set(name, { handle, every });
  }

  async start(): Promise<void> {
    await this.#boss.start();
    this.#started = true;
    for (const [name, { handle, every }] of this.#handlers) {
      await this.#boss.createQueue(name, { retryLimit: 5, retryBackoff: true });
      await this.#boss.work<Record<string, unknown>>(name, async (jobs) => {
        for (const job of jobs) await handle(job.data);
      });
      if (every) await this.#boss.schedule(name, every);
    }
  }

  /** Stores a job in the caller's transaction. */
  async enqueue(tx: Tx, name: string, data: Record<string, unknown>): Promise<void> {
    await this.#boss.send(name, data, {
      db: {
        executeSql: async (text: string, values: unknown[] = []) =>
          tx.executeQuery(CompiledQuery.raw(text, values)),
      },
    });
  }

  async stop(): Promise<void> {
    if (this.#started) await this.#boss.stop({ graceful: true, timeout: 5_000 });
  }
}
