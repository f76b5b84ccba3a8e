import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId, type TestApp, testApp } from '../../../testing/http.ts';
import { type SmallStreet, smallStreet } from '../../../testing/places.ts';

// Hand-written SQL as the application's own role: whatever code may do wrong, the database keeps every cell in exactly
// one grid on every day from its first.

let app: TestApp;
let at: SmallStreet;
let client: pg.Client;
beforeAll(async () => {
  app = await testApp();
  client = new pg.Client(app.appUrl);
  await client.connect();
  // The street's zone, so that current_date is its day.
  await client.query("set time zone 'Asia/Shanghai'");
});
afterAll(async () => {
  await client.end();
  await app.close();
});
beforeEach(async () => {
  at = await smallStreet(app);
  // Ten days of history, so that there is a past to break.
  await write('update linli.grid_member set starts = current_date - 10 where cell_id = $1', [at.low]);
});

async function write(
  ...statements: [string, unknown[]] | [string, unknown[], string, unknown[]]
): Promise<void> {
  await client.query(`begin; set local linli.streets = '${at.streetId}'`);
  try {
    for (let index = 0; index < statements.length; index += 2) {
      const done = await client.query(statements[index] as string, statements[index + 1] as unknown[]);
      expect(done.rowCount).toBeGreaterThan(0);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

const refused = (constraint: string) => expect.objectContaining({ constraint });
const insert = (values: string) =>
  `insert into linli.grid_member (street_id, cell_id, starts, ends, after_end, grid_id) values ($1, $2, ${values}, $3)`;

describe('the chain of grids', () => {
  it('refuses a cell that leaves its grid for none', async () => {
    const end = write('update linli.grid_member set ends = current_date where cell_id = $1', [at.low]);
    await expect(end).rejects.toEqual(refused('place_cell_fkey'));
    const none = write('update linli.grid_member set grid_id = null where cell_id = $1', [at.low]);
    await expect(none).rejects.toEqual(refused('place_cell_fkey'));
    const gone = write('delete from linli.grid_member where cell_id = $1', [at.low]);
    await expect(gone).rejects.toEqual(refused('place_cell_fkey'));
  });

  it('refuses a new cell without a grid', async () => {
    const cell = write('update linli.place set is_cell = true where id = $1', [at.high]);
    await expect(cell).rejects.toEqual(refused('place_cell_fkey'));
  });

  it('refuses a gap', async () => {
    const gap = write(
      'update linli.grid_member set ends = current_date - 3 where cell_id = $1',
      [at.low],
      insert("current_date - 1, 'infinity', current_date - 1"),
      [at.streetId, at.low, at.grid],
    );
    await expect(gap).rejects.toEqual(refused('grid_member_chain_fkey'));
    const loose = write(
      'update linli.grid_member set ends = current_date - 3 where cell_id = $1',
      [at.low],
      insert("current_date - 1, 'infinity', current_date - 3"),
      [at.streetId, at.low, at.grid],
    );
    await expect(loose).rejects.toEqual(refused('grid_member_after_check'));
  });

  it('refuses two grids on one day', async () => {
    const both = write(insert("current_date, 'infinity', null"), [at.streetId, at.low, at.grid]);
    await expect(both).rejects.toEqual(refused('grid_member_ends_key'));
    const first = write(insert('current_date - 5, current_date - 2, null'), [at.streetId, at.low, at.grid]);
    await expect(first).rejects.toEqual(refused('grid_member_after_key'));
    const overlap = write(insert('current_date - 5, current_date - 2, current_date - 5'), [
      at.streetId,
      at.low,
      at.grid,
    ]);
    await expect(overlap).rejects.toEqual(refused('grid_member_chain_fkey'));
  });

  it('refuses a branch: two periods after one', async () => {
    const second = newId();
    await at.does('places.add-grid', { gridId: second, communityId: at.community, name: '第2网格' });
    await at.does('places.assign-cells', { gridId: second, cellIds: [at.low] });
    const branch = write(insert('current_date, current_date + 5, current_date'), [
      at.streetId,
      at.low,
      at.grid,
    ]);
    await expect(branch).rejects.toEqual(expect.objectContaining({ code: '23505' }));
  });

  it('keeps the past when a command moves the cell', async () => {
    const second = newId();
    await at.does('places.add-grid', { gridId: second, communityId: at.community, name: '第2网格' });
    await at.does('places.assign-cells', { gridId: second, cellIds: [at.low] });
    await client.query(`begin; set local linli.streets = '${at.streetId}'`);
    const { rows } = await client.query(
      `select grid_id, count(*)::int as days from linli.grid_member m,
         generate_series(current_date - 10, current_date + 5, interval '1 day') as d (day)
       where m.cell_id = $1 and m.starts <= d.day and m.ends > d.day group by grid_id order by days desc`,
      [at.low],
    );
    await client.query('rollback');
    expect(rows).toHaveLength(2);
    expect(rows[0].days + rows[1].days).toBe(16);
  });
});

describe('the tables', () => {
  it('show nothing of a street that the transaction does not name', async () => {
    const { rows } = await client.query('select count(*)::int as rows from linli.place');
    expect(rows).toEqual([{ rows: 0 }]);
  });

  it('keep the history as it was written', async () => {
    const change = write("update linli.place_history set after = '{}' where place_id = $1", [at.low]);
    await expect(change).rejects.toMatchObject({ code: '42501' });
  });
});
