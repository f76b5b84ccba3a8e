import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from './database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

test('the application may not change the tables, and row-level security binds it', async () => {
  await connected(database.appUrl, async (client) => {
    await expect(client.query('drop table linli.street')).rejects.toMatchObject({ code: '42501' });
    const { rows } = await client.query(
      'select rolsuper or rolbypassrls as strong from pg_roles where rolname = current_user',
    );
    expect(rows).toEqual([{ strong: false }]);
  });
});

test('a copy is another database each time, migrated', async () => {
  const other = await testDatabase();
  try {
    expect(other.ownerUrl).not.toBe(database.ownerUrl);
    await connected(other.ownerUrl, (client) => client.query('create table linli.extra (n int)'));
    const { rows } = await connected(database.ownerUrl, (client) =>
      client.query(
        "select to_regclass('linli.extra') as extra, count(*)::int > 0 as migrated from linli.migration",
      ),
    );
    expect(rows).toEqual([{ extra: null, migrated: true }]);
  } finally {
    await other.drop();
  }
});
