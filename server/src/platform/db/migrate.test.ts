import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase, type TestDatabase } from '../../../testing/database.ts';
import { type MigrateOptions, migrate } from './migrate.ts';
import { migrationsFolder } from './migrations.ts';
import { withDatabase, withLogin } from './url.ts';

const root = mkdtempSync(join(tmpdir(), 'linli-migrations-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await emptyDatabase();
  folder = mkdtempSync(join(root, 'm'));
});
afterEach(() => database.drop());

const app = { passwordOf: (role: string) => `password of ${role}` };
const file = (name: string, sql: string) => writeFileSync(join(folder, `${name}.sql`), sql);
const run = (options: Partial<MigrateOptions> = {}) =>
  migrate(database.ownerUrl, { app, folder, ...options });

async function query(url: string, text: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe('a database that is refused', () => {
  test('one that a newer release has upgraded', async () => {
    file('0001_first', 'create table first (id int)');
    file('0002_second', 'create table second (id int)');
    await run();
    rmSync(join(folder, '0002_second.sql'));
    await expect(run()).rejects.toMatchObject({
      code: 'database.newer',
      text: { en: expect.stringContaining('0002_second') },
    });
  });

  test('one whose migration was edited after it ran; other line ends are no edit', async () => {
    file('0001_first', 'create table first (\nid int\n)');
    await run();
    file('0001_first', 'create table first (\r\nid int\r\n)');
    await expect(run()).resolves.toMatchObject({ ran: [] });
    file('0001_first', 'create table first (id bigint)');
    await expect(run()).rejects.toMatchObject({ code: 'database.migration_edited' });
  });

  test('one that has run a later migration than a new file', async () => {
    file('0002_second', 'create table second (id int)');
    await run();
    file('0001_first', 'create table first (id int)');
    await expect(run()).rejects.toMatchObject({ code: 'database.migration_missing' });
  });

  test('one that cannot be reached, without its password in the sentence', async () => {
    const url = 'postgresql://me:secret@127.0.0.1:1/linli';
    const refused = migrate(url, { app, folder });
    await expect(refused).rejects.toMatchObject({ code: 'database.unreachable' });
    await expect(refused).rejects.not.toMatchObject({ text: { en: expect.stringContaining('secret') } });
  });

  test('one with another encoding', async () => {
    const name = `linli_latin_${Date.now()}`;
    await query(
      database.ownerUrl,
      `create database ${name} encoding 'SQL_ASCII' locale_provider libc lc_collate 'C' lc_ctype 'C' template template0`,
    );
    try {
      await expect(migrate(withDatabase(database.ownerUrl, name), { app, folder })).rejects.toMatchObject({
        code: 'database.encoding',
      });
    } finally {
      await query(database.ownerUrl, `drop database ${name}`);
    }
  });
});

describe('a migration', () => {
  test('that fails is taken back whole, and names its file and line', async () => {
    file('0001_first', 'create table first (id int)');
    file('0002_second', 'create table second (id int);\n\ncreate table first (id int);\n');
    await expect(run()).rejects.toMatchObject({
      code: 'database.migration_failed',
      text: { en: expect.stringContaining('0002_second failed at line 3 (42P07') },
    });
    const [found] = await query(
      database.ownerUrl,
      `select to_regclass('linli.first') is not null as first, to_regclass('linli.second') as second`,
    );
    expect(found).toEqual({ first: true, second: null });
  });

  test('runs once, in order, in schema linli, when three processes start at once', async () => {
    file('0001_first', 'create table first (id int); insert into first values (1)');
    file('0002_second', 'insert into first values (2)');
    const ran = (await Promise.all([run(), run(), run()])).map((migrated) => migrated.ran.length);
    expect(ran.sort()).toEqual([0, 0, 2]);
    expect(await query(database.ownerUrl, 'select id from linli.first order by id')).toEqual([
      { id: 1 },
      { id: 2 },
    ]);
  });

  test('sees the rows of every street, although row-level security binds the owner', async () => {
    const street = '018f0000-0000-7000-8000-000000000001';
    file(
      '0001_first',
      `create table street (id uuid);
       insert into street values ('${street}');
       create table thing (street_id uuid, n int);
       insert into thing values ('${street}', 1);
       alter table thing enable row level security;
       alter table thing force row level security;
       create policy thing_street on thing using (street_id::text = any(string_to_array(current_setting('linli.streets', true), ',')));`,
    );
    file('0002_second', 'update thing set n = 2; create table found as select n from thing');
    await run();
    expect(await query(database.ownerUrl, 'select n from linli.found')).toEqual([{ n: 2 }]);
  });

  test('stops where a restored backup asks it to', async () => {
    file('0001_first', 'create table first (id int)');
    file('0002_second', 'create table second (id int)');
    expect((await run({ upTo: '0001_first' })).ran).toEqual(['0001_first']);
    expect((await run()).ran).toEqual(['0002_second']);
  });

  test('is named NNNN_words.sql, and each number is used once', async () => {
    file('first', 'select 1');
    await expect(run()).rejects.toThrow('NNNN_words.sql');
    rmSync(join(folder, 'first.sql'));
    file('0001_first', 'select 1');
    file('0001_second', 'select 1');
    await expect(run()).rejects.toThrow('NNNN_words.sql');
  });
});

describe("the application's login", () => {
  beforeEach(() => file('0001_first', 'create table first (id int); grant select on first to linli_app'));

  test('is refused when it is the owner', async () => {
    await expect(run({ app: { url: database.ownerUrl } })).rejects.toMatchObject({
      code: 'database.app_role_too_strong',
    });
  });

  test('is refused when it is no member of linli_app, with the statement that helps', async () => {
    const role = `linli_lone_${Date.now()}`;
    await query(database.ownerUrl, `create role ${role} login password 'x'`);
    try {
      await expect(run({ app: { url: withLogin(database.ownerUrl, role, 'x') } })).rejects.toMatchObject({
        code: 'database.app_role_not_member',
        text: { zh: expect.stringContaining(`grant linli_app to "${role}"`) },
      });
    } finally {
      await query(database.ownerUrl, `drop role ${role}`);
    }
  });

  test('must be given when the owner may not create roles, with the statements that make it', async () => {
    const role = `linli_plain_${Date.now()}`;
    const database2 = `${role}_db`;
    await query(database.ownerUrl, `create role ${role} login password 'x'`);
    await query(database.ownerUrl, `grant ${role} to current_user`);
    await query(database.ownerUrl, `create database ${database2} owner ${role}`);
    try {
      const url = withDatabase(withLogin(database.ownerUrl, role, 'x'), database2);
      await expect(migrate(url, { app, folder })).rejects.toMatchObject({
        code: 'database.roles_missing',
        text: { en: expect.stringContaining(`create role "${database2}_service" login`) },
      });
    } finally {
      await query(database.ownerUrl, `drop database ${database2}`);
      await query(database.ownerUrl, `drop role ${role}`);
    }
  });

  test('is made for the database, may use what migrations grant, and takes a new password', async () => {
    const { appUrl } = await run();
    expect(
      await query(appUrl, 'select current_user, count(*)::int as n from linli.first group by 1'),
    ).toEqual([]);
    await expect(query(appUrl, 'insert into linli.first values (1)')).rejects.toMatchObject({
      code: '42501',
    });
    const other = await run({ app: { passwordOf: () => 'another' } });
    expect(other.appUrl).not.toBe(appUrl);
    await expect(query(appUrl, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect(await query(other.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('and the owner are the only ones who may connect', async () => {
    await run();
    const [found] = await query(
      database.ownerUrl,
      `select has_database_privilege('public', current_database(), 'connect') as open`,
    );
    expect(found).toEqual({ open: false });
  });
});

test('the migrations of this release run, from nothing, on this server', async () => {
  const names = readdirSync(migrationsFolder).map((name) => name.replace('.sql', ''));
  const migrated = await migrate(database.ownerUrl, { app });
  expect(migrated.ran).toEqual(names.sort());
});
