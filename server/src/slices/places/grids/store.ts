import { type Day, kernelProblem } from '@linli/core/kernel';
import type { Grid, Plan, Written } from '@linli/core/places';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { gridChain, setMemberships } from '../dated/store.ts';

export async function insertGrids(
  tx: Tx,
  streetId: string,
  today: Day,
  grids: readonly (Grid & { readonly sort?: number })[],
): Promise<void> {
  if (grids.length === 0) return;
  await sql`
    insert into grid (street_id, id, community_id, name, sort, opened_on)
    select ${streetId}, id, "communityId", name, coalesce(sort, 0), ${today}
    from jsonb_to_recordset(${JSON.stringify(grids)}::jsonb)
      as row (id uuid, "communityId" uuid, name text, sort integer)`.execute(tx);
}

/** Each cell is in that grid from `day` on; null: it is no cell any more. */
export function setGrids(tx: Tx, streetId: string, day: Day, cells: Plan['cells']): Promise<void> {
  const rows = cells.map(({ cellId, gridId }) => ({ memberId: cellId, setId: gridId }));
  return setMemberships(tx, streetId, gridChain, day, rows);
}

/** Closes the grids of communities that are closed themselves. */
export async function closeGrids(
  tx: Tx,
  streetId: string,
  today: Day,
  communityIds: readonly string[],
): Promise<void> {
  if (communityIds.length === 0) return;
  await sql`
    update grid set closed_on = ${today}, version = version + 1
    where street_id = ${streetId} and closed_on is null
      and community_id = any(${communityIds}::uuid[])`.execute(tx);
}

export interface GridRecord extends Grid {
  readonly closedOn: Day | null;
  readonly version: number;
}

/** Throws `thing.unknown`. */
export async function getGrid(tx: Tx, streetId: string, id: string): Promise<GridRecord> {
  const found = await sql<GridRecord>`
    select id, community_id as "communityId", name, closed_on as "closedOn", version
    from grid where street_id = ${streetId} and id = ${id}`.execute(tx);
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

/** Throws `version.stale`. */
export async function updateGrid(
  tx: Tx,
  streetId: string,
  grid: {
    readonly id: string;
    readonly version: number;
    readonly name: string;
    readonly closedOn: Day | null;
  },
): Promise<Written> {
  const done = await sql<Written>`
    update grid set name = ${grid.name}, closed_on = ${grid.closedOn}, version = version + 1
    where street_id = ${streetId} and id = ${grid.id} and version = ${grid.version}
    returning id, version`.execute(tx);
  const row = done.rows[0];
  if (!row) throw kernelProblem('version.stale');
  return row;
}

/** How many of these are open cells of the community. */
export async function countCells(
  tx: Tx,
  streetId: string,
  communityId: string,
  ids: readonly string[],
): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*) as count from place
    where street_id = ${streetId} and id = any(${ids}::uuid[]) and community_id = ${communityId} and is_cell`.execute(
    tx,
  );
  return found.rows[0]?.count ?? 0;
}

/** Cells in the grid on `day` or dated to join it later. */
export async function countMembersFrom(tx: Tx, streetId: string, gridId: string, day: Day): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(distinct cell_id) as count from grid_member
    where street_id = ${streetId} and grid_id = ${gridId} and ends > ${day}`.execute(tx);
  return found.rows[0]?.count ?? 0;
}

/** The grids these cells are in now or will be. */
export async function findGridsOf(
  tx: Tx,
  streetId: string,
  cellIds: readonly string[],
  day: Day,
): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select distinct grid_id as id from grid_member
    where street_id = ${streetId} and cell_id = any(${cellIds}::uuid[]) and ends > ${day}
      and grid_id is not null`.execute(tx);
  return found.rows.map((row) => row.id);
}
