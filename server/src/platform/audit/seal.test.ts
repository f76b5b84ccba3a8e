import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testFrame } from '../../../testing/house.ts';
import { inTransaction } from '../db/tx.ts';
import { recordAudit } from './entry.ts';
import { chainHolds, sealNext, verifyChain } from './seal.ts';

let frame: Awaited<ReturnType<typeof testFrame>>;
let streetId: string;
let owner: pg.Client;

beforeAll(async () => {
  frame = await testFrame();
  streetId = await frame.street();
  owner = new pg.Client({ connectionString: frame.database.ownerUrl, options: '-c search_path=linli' });
  await owner.connect();
  await owner.query(`set linli.streets = '${streetId}'`);
});
afterAll(async () => {
  await owner.end();
  await frame.close();
});

const write = (count: number) =>
  inTransaction(frame.house.pool, 'write', { streets: [streetId] }, (tx) =>
    recordAudit(
      tx,
      { streetId, accountId: null, sessionId: null },
      Array.from({ length: count }, (_none, index) => ({
        action: 'test.write',
        targetKind: 'thing',
        targetId: null,
        details: { index, 中: '文' },
      })),
    ),
  );
const seal = () =>
  inTransaction(frame.house.pool, 'write', { streets: [streetId] }, (tx) => sealNext(tx, streetId));
const verify = () =>
  inTransaction(frame.house.pool, 'read', { streets: [streetId] }, (tx) => verifyChain(tx, streetId));

/** What only the database's owner could do; the application's role is refused (see the tests of the write path). */
async function tamper(statement: string, undo: string) {
  await owner.query(statement);
  const report = await verify();
  await owner.query(undo);
  return report.broken;
}

test('rows are sealed once, in links that verify', async () => {
  await write(3);
  await write(2);
  expect(await verify()).toMatchObject({ links: 0, sealed: 0, unsealed: 5, broken: null });
  expect(await seal()).toBe(5);
  expect(await seal()).toBe(0);
  await write(1);
  expect(await seal()).toBe(1);
  expect(await verify()).toMatchObject({ links: 2, sealed: 6, unsealed: 0, broken: null });
});

test('a slow transaction is sealed after it ends, never skipped', async () => {
  const slow = new pg.Client({ connectionString: frame.database.appUrl, options: '-c search_path=linli' });
  await slow.connect();
  await slow.query(`begin; set local linli.streets = '${streetId}'`);
  await slow.query("insert into audit (street_id, action, target_kind) values ($1, 'test.slow', 'thing')", [
    streetId,
  ]);
  await write(1);
  expect(await seal()).toBe(0);
  await slow.query('commit');
  await slow.end();
  expect(await seal()).toBe(2);
  expect(await verify()).toMatchObject({ unsealed: 0, broken: null });
});

test('two servers sealing at once add one link', async () => {
  await write(4);
  const before = (await verify()).links;
  const sealed = await Promise.all([seal(), seal(), seal(), seal()]);
  expect(sealed.reduce((sum, count) => sum + count, 0)).toBe(4);
  expect(await verify()).toMatchObject({ links: before + 1, broken: null });
});

test('changing, removing or re-chaining rows is found', async () => {
  expect(
    await tamper(
      "update audit set details = '{}' where seq = 2",
      `update audit set details = '{"index": 1, "中": "文"}' where seq = 2`,
    ),
  ).toEqual({
    no: 1,
    why: 'changed',
  });
  expect(
    await tamper(
      'create table kept as select * from audit where seq = 3; delete from audit where seq = 3',
      'insert into audit overriding system value select * from kept; drop table kept',
    ),
  ).toEqual({ no: 1, why: 'missing_row' });
  expect(
    await tamper(
      'create table kept as select * from audit_seal where no = 2; delete from audit_seal where no = 2',
      'insert into audit_seal select * from kept; drop table kept',
    ),
  ).toEqual({ no: 3, why: 'missing_link' });
  expect(await verify()).toMatchObject({ broken: null });
});

test('a head that was written down proves that the past was not written anew', async () => {
  const { head } = await verify();
  const holds = (hash: string) =>
    inTransaction(frame.house.pool, 'read', { streets: [streetId] }, (tx) =>
      chainHolds(tx, streetId, head?.no ?? 0, hash),
    );
  expect(await holds(head?.hash ?? '')).toBe(true);
  expect(await holds('00'.repeat(32))).toBe(false);
});

test('after a restore the chain goes on: rows of the backup keep their links, new rows get new ones', async () => {
  await write(2);
  // What a restore does: other transaction ids, another epoch.
  await owner.query("update audit set xid = '0'");
  await owner.query('update installation set epoch = gen_random_uuid()');
  expect(await seal()).toBe(2);
  await write(1);
  expect(await seal()).toBe(1);
  expect(await verify()).toMatchObject({ unsealed: 0, broken: null });
});
