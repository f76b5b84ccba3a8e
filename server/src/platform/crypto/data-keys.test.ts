import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../testing/database.ts';
import { openPool } from '../db/pool.ts';
import { inTransaction, type Tx } from '../db/tx.ts';
import { DataKeys, keyIdOf, openUnder, sealUnder } from './data-keys.ts';
import { keyKeeper } from './master-key.ts';

let database: TestDatabase;
let pool: pg.Pool;
let keys: DataKeys;
let streetId: string;
let now = Date.UTC(2026, 10, 23);
const clock = () => now;

beforeAll(async () => {
  database = await testDatabase();
  pool = openPool(database.appUrl, 4);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(() => {
  keys = new DataKeys(database.keys, clock, randomBytes);
  streetId = randomUUID();
});

const inStreet = <T>(work: (tx: Tx) => Promise<T>) =>
  inTransaction(pool, 'write', { streets: [streetId] }, work);

async function openIn(keeper: DataKeys, aad: string, sealed: Buffer): Promise<string> {
  return inStreet(async (tx) => openUnder(await keeper.byId(tx, streetId, keyIdOf(sealed)), aad, sealed));
}

describe('what does not open', () => {
  let sealed: Buffer;
  beforeEach(async () => {
    const key = await inStreet((tx) => keys.of(tx, { streetId, purpose: 'ledger' }));
    sealed = sealUnder(key, 'resident.name:1', '张三');
  });

  test('a value put in another place', async () => {
    await expect(openIn(keys, 'resident.name:2', sealed)).rejects.toMatchObject({ code: 'sealed.damaged' });
  });

  test('a value of another street', async () => {
    streetId = randomUUID();
    await expect(openIn(keys, 'resident.name:1', sealed)).rejects.toMatchObject({ code: 'key.unknown' });
  });

  test('a value under another master key', async () => {
    const other = new DataKeys(keyKeeper(randomBytes(32)), clock, randomBytes);
    await expect(openIn(other, 'resident.name:1', sealed)).rejects.toMatchObject({
      code: 'key.other_master',
    });
  });

  test('a value too short to be one', () => {
    expect(() => keyIdOf(sealed.subarray(0, 16))).toThrow(
      expect.objectContaining({ code: 'sealed.damaged' }),
    );
  });
});

describe('a destroyed key', () => {
  const eventId = randomUUID();

  test('opens nothing any more, here at once and in another process within a minute', async () => {
    const elsewhere = new DataKeys(database.keys, clock, randomBytes);
    const key = await inStreet((tx) => keys.of(tx, { streetId, purpose: 'care', eventId }));
    const sealed = sealUnder(key, 'a', '张三');
    expect(await openIn(elsewhere, 'a', sealed)).toBe('张三');
    expect(await inStreet((tx) => keys.destroyEvent(tx, streetId, eventId))).toBe(1);
    await expect(openIn(keys, 'a', sealed)).rejects.toMatchObject({ code: 'key.destroyed', status: 410 });
    now += 60_001;
    await expect(openIn(elsewhere, 'a', sealed)).rejects.toMatchObject({ code: 'key.destroyed' });
  });

  test("leaves the street's own keys and other events alone", async () => {
    const own = { streetId, purpose: 'care' };
    const other = { streetId, purpose: 'care', eventId: randomUUID() };
    const livingIds = () =>
      inStreet(async (tx) => [(await keys.of(tx, own)).id, (await keys.of(tx, other)).id]);
    const before = await livingIds();
    await inStreet((tx) => keys.of(tx, { streetId, purpose: 'care', eventId }));
    expect(await inStreet((tx) => keys.destroyEvent(tx, streetId, eventId))).toBe(1);
    expect(await livingIds()).toEqual(before);
  });

  test('is followed by a new one when the event goes on', async () => {
    const use = { streetId, purpose: 'care', eventId };
    const first = await inStreet((tx) => keys.of(tx, use));
    await inStreet((tx) => keys.destroyEvent(tx, streetId, eventId));
    expect((await inStreet((tx) => keys.of(tx, use))).id).not.toBe(first.id);
  });

  test('cannot be brought back, and no key can be deleted, by the application', async () => {
    await inStreet((tx) => keys.of(tx, { streetId, purpose: 'care', eventId }));
    await expect(inStreet((tx) => sql`delete from data_key`.execute(tx))).rejects.toMatchObject({
      code: '42501',
    });
    await expect(inStreet((tx) => sql`update data_key set purpose = 'x'`.execute(tx))).rejects.toMatchObject({
      code: '42501',
    });
  });
});

describe('a living key', () => {
  test('is one and the same when four transactions ask for it first at once', async () => {
    const use = { streetId, purpose: 'ledger' };
    const made = await Promise.all([1, 2, 3, 4].map(() => inStreet((tx) => keys.of(tx, use))));
    expect(new Set(made.map((key) => key.id)).size).toBe(1);
  });

  test('is not remembered from a transaction that rolled back', async () => {
    const use = { streetId, purpose: 'ledger' };
    let lost = '';
    const failed = inStreet(async (tx) => {
      lost = (await keys.of(tx, use)).id;
      await keys.of(tx, use);
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    expect((await inStreet((tx) => keys.of(tx, use))).id).not.toBe(lost);
  });

  test('seals what the database cannot read', async () => {
    const sealed = await inStreet(async (tx) => {
      const key = await keys.of(tx, { streetId, purpose: 'ledger' });
      return { key, value: sealUnder(key, 'resident.name:1', '张三') };
    });
    expect(await openIn(keys, 'resident.name:1', sealed.value)).toBe('张三');
    const owner = new pg.Client(database.ownerUrl);
    await owner.connect();
    await owner.query(`set linli.streets = '${streetId}'`);
    const { rows } = await owner.query('select wrapped from linli.data_key');
    await owner.end();
    expect(rows).toHaveLength(1);
    expect(rows[0].wrapped.includes(sealed.key.key)).toBe(false);
    expect(sealed.value.includes(Buffer.from('张三'))).toBe(false);
  });
});
