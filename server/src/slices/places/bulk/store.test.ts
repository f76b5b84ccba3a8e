import { randomUUID } from 'node:crypto';
import { sampleStreet } from '@linli/core/sample';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../testing/database.ts';
import { openPool } from '../../../platform/db/pool.ts';
import { inTransaction } from '../../../platform/db/tx.ts';
import { type BulkStreet, bulkInsert } from './store.ts';

const day = '2026-03-01';

describe('storing a street at once', () => {
  let pool: pg.Pool;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const database = await testDatabase();
    pool = openPool(database.appUrl, 4);
    drop = database.drop;
  });
  afterAll(async () => {
    await pool.end();
    await drop();
  });

  /** Stores the street with its root row, the way a set-up does, in one transaction. */
  function store(streetId: string, street: BulkStreet, onProgress?: (done: number, total: number) => void) {
    return inTransaction(pool, 'write', { streets: [streetId] }, (tx) =>
      bulkInsert(tx, { streetId, day, commandId: randomUUID(), onProgress }, street),
    );
  }

  async function count(streetId: string, table: string): Promise<number> {
    const client = await pool.connect();
    try {
      await client.query(`begin; set local linli.streets = '${streetId}'`);
      const found = await client.query(`select count(*)::int as rows from ${table} where street_id = $1`, [
        streetId,
      ]);
      await client.query('rollback');
      return found.rows[0].rows;
    } finally {
      client.release();
    }
  }

  it('refuses a cell that is in no grid, and then keeps nothing', async () => {
    const sample = sampleStreet(1);
    const [first, ...grids] = sample.grids;
    const short = {
      ...sample,
      grids: [{ ...first, cellIds: first?.cellIds.slice(1) ?? [] }, ...grids],
    } as BulkStreet;
    await expect(store(sample.id, short)).rejects.toMatchObject({ constraint: 'place_cell_fkey' });
    expect(await count(sample.id, 'place')).toBe(0);
  });

  it('refuses a row of another street', async () => {
    const sample = sampleStreet(2);
    const write = inTransaction(pool, 'write', { streets: [randomUUID()] }, (tx) =>
      bulkInsert(tx, { streetId: sample.id, day, commandId: randomUUID() }, sample),
    );
    await expect(write).rejects.toMatchObject({ code: '42501' });
  });

  it('stores every row of the sample, with a history of each place and counts on the way', async () => {
    const sample = sampleStreet(3);
    const told: number[] = [];
    let total = 0;
    await store(sample.id, sample, (done, all) => {
      told.push(done);
      total = all;
    });
    const members = sample.grids.reduce((sum, grid) => sum + grid.cellIds.length, 0);
    const rows = {
      place: sample.places.length,
      place_history: sample.places.length,
      place_alias: sample.aliases.length,
      dwelling: sample.dwellings.length,
      grid: sample.grids.length,
      grid_member: members,
      sector: 3,
      sector_member: sample.places.filter((place) => place.kind === 'compound').length,
      line_node: sample.nodes.length,
    };
    for (const [table, expected] of Object.entries(rows))
      expect(await count(sample.id, table), table).toBe(expected);
    expect(told).toEqual([...told].sort((one, other) => one - other));
    expect(told.at(-1)).toBe(total);
    expect(total).toBe(Object.values(rows).reduce((sum, value) => sum + value, 0));
  });
});
