import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../testing/database.ts';
import { openPool } from './pool.ts';
import { inTransaction } from './tx.ts';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await testDatabase();
  pool = openPool(database.appUrl, 2);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

test('a connection that dies in the middle of work fails that work and nothing else', async () => {
  const faults: unknown[] = [];
  const note = (error: unknown) => faults.push(error);
  process.on('uncaughtExceptionMonitor', note);
  const killer = new pg.Client(database.appUrl);
  await killer.connect();

  const work = inTransaction(pool, 'write', { streets: [] }, async (tx) => {
    const found = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await killer.query('select pg_terminate_backend($1)', [found.rows[0]?.pid]);
    await sql`select pg_sleep(5)`.execute(tx);
  });
  await expect(work).rejects.toThrow();

  const after = await inTransaction(pool, 'read', { streets: [] }, (tx) =>
    sql<{ one: number }>`select 1 as one`.execute(tx),
  );
  expect(after.rows).toEqual([{ one: 1 }]);
  await killer.end();
  process.off('uncaughtExceptionMonitor', note);
  expect(faults).toEqual([]);
});
