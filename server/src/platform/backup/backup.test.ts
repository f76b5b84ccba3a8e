import { randomBytes, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase, type TestDatabase, testDatabase } from '../../../testing/database.ts';
import { keyKeeper } from '../crypto/master-key.ts';
import { verifyBackup } from './read.ts';
import { type RestoreBackup, restoreBackup } from './restore.ts';
import { type WriteBackup, writeBackup } from './write.ts';

const root = mkdtempSync(join(tmpdir(), 'linli-backup-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const street = randomUUID();
const place = randomUUID();
const event = randomUUID();
const oddText = 'tab\t newline\n return\r backslash\\ \\N \\. "quote" \'单引号\' 张三 𠮷 ';

let source: TestDatabase;
let folder: string;
let keysDir: string;

beforeAll(async () => {
  source = await testDatabase();
  await asOwner(source, async (client) => {
    await client.query(
      'insert into installation (id, epoch) values (gen_random_uuid(), gen_random_uuid()) on conflict do nothing',
    );
    await client.query(`insert into street (id, prefix, name) values ($1, 'abcd', '测试街道')`, [street]);
    await client.query(
      `insert into place (street_id, id, parent_id, kind, name, short_code, path, opened_on)
       values ($1, $1, null, 'street', '测试街道', 'aaaa2222', array[$1::uuid], '2026-01-01'),
              ($1, $2, $1, 'community', '测试社区', 'bbbb2222', array[$1::uuid, $2::uuid], '2026-01-01')`,
      [street, place],
    );
    await client.query(
      `insert into audit (street_id, action, target_kind, reason, details)
       select $1, 'test', 'street', $2, jsonb_build_object('n', n) from generate_series(1, 1000) n`,
      [street, oddText],
    );
    await client.query(
      `insert into data_key (street_id, id, purpose, event_id, wrapped)
       values ($1, gen_random_uuid(), 'ledger', null, '\\x01'), ($1, gen_random_uuid(), 'care', $2, '\\x02')`,
      [street, event],
    );
  });
});
afterAll(() => source.drop());

let target: TestDatabase;
beforeEach(async () => {
  target = await emptyDatabase();
  folder = mkdtempSync(join(root, 't'));
  keysDir = join(folder, 'keys');
  mkdirSync(keysDir);
});
afterEach(() => target.drop());

async function asOwner<T>(database: TestDatabase, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(database.ownerUrl);
  await client.connect();
  try {
    await client.query(`set search_path = linli; set linli.streets = '${street}'`);
    return await work(client);
  } finally {
    await client.end();
  }
}

const rows = (database: TestDatabase, text: string) =>
  asOwner(database, async (client) => (await client.query(text)).rows);

const file = () => join(folder, 'office.backup');

const write = (order: Partial<WriteBackup> = {}) =>
  writeBackup({
    url: source.ownerUrl,
    keysDir,
    lock: { kind: 'master', keys: source.keys },
    file: file(),
    createdAt: '2026-11-23T08:00:00Z',
    ...order,
  });

const reading = () => ({ file: file(), keysDir, keys: source.keys, passphrase: null });

const restore = (order: Partial<RestoreBackup> = {}) =>
  restoreBackup({
    ...reading(),
    ownerUrl: target.ownerUrl,
    app: { passwordOf: () => 'x' },
    withoutEventKeys: false,
    ...order,
  });

describe('writing is refused', () => {
  test('over a file that is there, which stays as it was', async () => {
    writeFileSync(file(), 'mine');
    await expect(write()).rejects.toMatchObject({ code: 'backup.exists' });
    expect(readFileSync(file(), 'utf8')).toBe('mine');
  });

  test('under a short passphrase, or where there is no folder; nothing is left behind', async () => {
    const lock = { kind: 'passphrase', passphrase: 'too short' } as const;
    await expect(write({ lock })).rejects.toMatchObject({ code: 'backup.weak_passphrase' });
    const nowhere = join(folder, 'no', 'where');
    await expect(write({ file: nowhere })).rejects.toMatchObject({ code: 'backup.no_place' });
    expect(readdirSync(folder)).toEqual(['keys']);
  });

  test('when a table could hide rows from this role', async () => {
    await rows(source, 'create table secret (id int primary key)');
    await rows(
      source,
      'alter table secret enable row level security; alter table secret force row level security',
    );
    try {
      await expect(write()).rejects.toMatchObject({
        code: 'backup.hidden_rows',
        text: { en: expect.stringContaining('secret') },
      });
      expect(existsSync(file())).toBe(false);
    } finally {
      await rows(source, 'drop table secret');
    }
  });
});

describe('reading is refused', () => {
  test('for what is no backup, is missing, or comes from a later format', async () => {
    await expect(verifyBackup(reading())).rejects.toMatchObject({ code: 'backup.no_file' });
    for (const text of ['', 'PK\u0003\u0004 something else entirely', 'LINLIBAK']) {
      writeFileSync(file(), text);
      await expect(verifyBackup(reading())).rejects.toMatchObject({ code: 'backup.not_one' });
    }
    const header = Buffer.from(JSON.stringify({ version: 2 }));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(header.length);
    writeFileSync(file(), Buffer.concat([Buffer.from('LINLIBAK'), length, header]));
    await expect(verifyBackup(reading())).rejects.toMatchObject({ code: 'backup.other_format' });
  });

  test('under another master key, or none, or another passphrase', async () => {
    await write();
    const other = keyKeeper(randomBytes(32));
    await expect(verifyBackup({ ...reading(), keys: other })).rejects.toMatchObject({
      code: 'backup.other_master',
    });
    await expect(verifyBackup({ ...reading(), keys: null })).rejects.toMatchObject({
      code: 'backup.other_master',
    });
    rmSync(file());
    await write({ lock: { kind: 'passphrase', passphrase: '一二三四五六七八九十甲乙' } });
    await expect(verifyBackup(reading())).rejects.toMatchObject({ code: 'backup.needs_passphrase' });
    await expect(verifyBackup({ ...reading(), passphrase: 'wrong wrong wrong' })).rejects.toMatchObject({
      code: 'backup.wrong_passphrase',
    });
    await expect(
      verifyBackup({ ...reading(), passphrase: '一二三四五六七八九十甲乙' }),
    ).resolves.toMatchObject({
      createdAt: '2026-11-23T08:00:00Z',
    });
  });

  test('when it is cut short, longer, or altered anywhere; and nothing is restored', async () => {
    await write();
    const whole = readFileSync(file());
    const damaged = [
      whole.subarray(0, -1),
      whole.subarray(0, whole.length / 2),
      Buffer.concat([whole, Buffer.of(0)]),
    ];
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 40)) {
      const altered = Buffer.from(whole);
      altered[at] = (altered[at] ?? 0) ^ 0x10;
      damaged.push(altered);
    }
    for (const bytes of damaged) {
      writeFileSync(file(), bytes);
      await expect(verifyBackup(reading())).rejects.toMatchObject({
        code: expect.stringMatching(/^backup\./),
      });
    }
    writeFileSync(file(), whole.subarray(0, -1));
    await expect(restore()).rejects.toMatchObject({ code: 'backup.damaged' });
    writeFileSync(file(), whole);
    await restore();
  });
});

describe('restoring is refused', () => {
  test('over data, which stay as they were', async () => {
    await write();
    await expect(restore({ ownerUrl: source.ownerUrl })).rejects.toMatchObject({ code: 'restore.not_empty' });
    expect(await rows(source, 'select count(*)::int as n from audit')).toEqual([{ n: 1000 }]);
    expect(
      await rows(source, `select relforcerowsecurity as forced from pg_class where relname = 'audit'`),
    ).toEqual([{ forced: true }]);
  });

  test('into a database that a server is using', async () => {
    await write();
    const server = new pg.Client({ connectionString: target.ownerUrl, application_name: 'linli' });
    await server.connect();
    await expect(restore()).rejects.toMatchObject({ code: 'restore.in_use' });
    await server.end();
  });

  test('without the keys of its events, unless they are given up for good', async () => {
    await write();
    rmSync(join(keysDir, 'event-keys.json'));
    await expect(restore()).rejects.toMatchObject({ code: 'restore.keys_missing' });
    await restore({ withoutEventKeys: true });
    expect(await rows(target, `select wrapped from data_key where purpose = 'care'`)).toEqual([
      { wrapped: null },
    ]);
  });
});

describe('a restored database', () => {
  test('holds every row as it was, the keys of events from the keys folder, and a new epoch', async () => {
    const written = await write();
    expect(written).toMatchObject({ keysChanged: true });
    expect(await verifyBackup(reading())).toMatchObject({ rows: written.rows, tables: written.tables });
    expect(await restore()).toMatchObject({ rows: written.rows, tables: written.tables });
    const all = `select
      (select jsonb_agg(to_jsonb(a) - 'xid' order by seq) from audit a) as audit,
      (select jsonb_agg(p order by id) from place p) as places,
      (select jsonb_agg(k order by id) from data_key k) as keys,
      (select jsonb_agg(s order by id) from street s) as streets`;
    expect(await rows(target, all)).toEqual(await rows(source, all));
    expect((await rows(target, 'select reason from audit limit 1'))[0]?.reason).toBe(oddText);
    const epoch = 'select id, epoch from installation';
    const [before, after] = [(await rows(source, epoch))[0], (await rows(target, epoch))[0]];
    expect(after?.id).toBe(before?.id);
    expect(after?.epoch).not.toBe(before?.epoch);
  });

  test('keeps its links, its forced policies, and goes on numbering', async () => {
    await write();
    await restore();
    const state = `select
      (select count(*)::int from pg_constraint where contype = 'f' and convalidated and connamespace = 'linli'::regnamespace) as links,
      (select array_agg(relname::text order by relname) from pg_class where relforcerowsecurity) as forced`;
    expect(await rows(target, state)).toEqual(await rows(source, state));
    const next = `insert into audit (street_id, action, target_kind) values ('${street}', 'next', 'street') returning seq`;
    expect(Number((await rows(target, next))[0]?.seq)).toBe(1001);
    expect(await rows(target, `select distinct xid::text from audit where action = 'test'`)).toEqual([
      { xid: '0' },
    ]);
  });

  test('is one moment of the source, although rows were written all the while', async () => {
    let running = true;
    const writing = asOwner(source, async (client) => {
      while (running) {
        await client.query('begin');
        await client.query(
          `insert into audit (street_id, action, target_kind) values ($1, 'pair', 'street')`,
          [street],
        );
        await client.query(
          `insert into change (street_id, kind, target_id, operation) values ($1, 'pair', $1, 'added')`,
          [street],
        );
        await client.query('commit');
      }
    });
    await expect.poll(() => rows(source, `select 1 from change limit 1`)).toHaveLength(1);
    await write();
    running = false;
    await writing;
    await restore();
    const [found] = await rows(
      target,
      `select (select count(*)::int from audit where action = 'pair') as audit, (select count(*)::int from change) as changes`,
    );
    expect(found?.changes).toBeGreaterThan(0);
    expect(found?.audit).toBe(found?.changes);
  });

  test('does not bring back a key that was destroyed after the backup', async () => {
    await write();
    await rows(
      source,
      `update data_key set wrapped = null, destroyed_at = now() where event_id = '${event}'`,
    );
    const later = await write({ file: join(folder, 'later.backup') });
    expect(later.keysChanged).toBe(true);
    await restore();
    expect(
      await rows(
        target,
        `select wrapped, destroyed_at is not null as gone from data_key where purpose = 'care'`,
      ),
    ).toEqual([{ wrapped: null, gone: true }]);
  });

  test('may take the place of one that was only started', async () => {
    await write();
    await restore();
    await rows(target, 'drop schema linli cascade');
    await restore();
    expect(await rows(target, 'select count(*)::int > 0 as there from audit')).toEqual([{ there: true }]);
  });
});

test('a backup shows nothing of what is in it', async () => {
  await write();
  const bytes = readFileSync(file());
  for (const secret of ['测试街道', '张三', street, event])
    expect(bytes.includes(Buffer.from(secret))).toBe(false);
});
