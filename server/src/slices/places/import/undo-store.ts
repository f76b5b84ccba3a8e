import type { Day } from '@linli/core/kernel';
import type { Doors, ImportMade, ImportUse, Place } from '@linli/core/places';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { placeColumns, type Stamp } from '../tree/store.ts';
import { findLastGrids } from './store.ts';

/** Places that a command wrote: as they were (null: it made them) and as it left them, parents first. */
export async function findWritten(
  tx: Tx,
  streetId: string,
  commandId: string,
): Promise<{ before: Place | null; after: Place }[]> {
  const found = await sql<{ before: Place | null; after: Place }>`
    select h.after, case when h.version > 1 then (
      select b.after from place_history b
      where b.street_id = h.street_id and b.place_id = h.place_id and b.version = h.version - 1) end as before
    from place_history h
    where h.street_id = ${streetId} and h.command_id = ${commandId}
    order by jsonb_array_length(h.after -> 'path'), h.place_id`.execute(tx);
  return found.rows;
}

/** Places as they are now. */
export async function findNow(tx: Tx, streetId: string, ids: readonly string[]): Promise<Map<string, Place>> {
  const [found, gridOf] = await Promise.all([
    sql<Omit<Place, 'gridId'>>`
      select ${placeColumns} from place p
      where p.street_id = ${streetId} and p.id in (select unnest(${ids}::uuid[]))`.execute(tx),
    findLastGrids(tx, streetId),
  ]);
  return new Map(
    found.rows.map((place) => [place.id, Object.assign(place, { gridId: gridOf.get(place.id) ?? null })]),
  );
}

/** The most obstacles that are looked up; a person reads fewer. */
const mostUses = 200;

/** What an import wrote, as `findUses` asks for it. */
export interface Left {
  /** Places it made. */
  readonly fresh: readonly string[];
  /** Places it made or changed. */
  readonly written: readonly string[];
  /** Buildings that were there and whose cells it changed; a unit added since would be left without a rule. */
  readonly reshaped: readonly string[];
  readonly made: ImportMade;
}

/**
 * What points to the places and grids that an import made, or came under them since. The ids come as arrays: of a command
 * that ran a moment ago the database knows no counts, and would go through its rows once for each of them.
 */
export async function findUses(
  tx: Tx,
  streetId: string,
  { fresh, written, reshaped, made }: Left,
): Promise<{ id: string; use: ImportUse }[]> {
  const holders = made.doors.map(({ placeId }) => placeId);
  const grids = made.grids.map(({ id }) => id);
  const moved = made.cells.map(({ cellId }) => cellId);
  const found = await sql<{ id: string; use: ImportUse }>`
    with fresh as materialized (select unnest(${fresh}::uuid[]) as id),
      written as materialized (select unnest(${written}::uuid[]) as id),
      aliased as materialized (select unnest(${made.aliases}::uuid[]) as id),
      holder as materialized (select unnest(${holders}::uuid[]) as id),
      moved as materialized (select unnest(${moved}::uuid[]) as id)
    select distinct id, use from (
      select c.parent_id as id, 'child' as use from place c
      where c.street_id = ${streetId} and c.id not in (select id from written) and c.parent_id in (select id from fresh)
      union all
      select c.parent_id, 'child' from place c
      where c.street_id = ${streetId} and c.id not in (select id from written) and c.closed_on is null
        and c.parent_id = any(${reshaped}::uuid[])
      union all
      select place_id, 'node' from line_node where street_id = ${streetId} and place_id in (select id from fresh)
      union all
      select merged_into, 'merged' from place where street_id = ${streetId} and merged_into in (select id from fresh)
      union all
      select compound_id, 'sector' from sector_member
      where street_id = ${streetId} and sector_id is not null and compound_id in (select id from fresh)
      union all
      select place_id, 'alias' from place_alias
      where street_id = ${streetId} and place_id in (select id from fresh) and id not in (select id from aliased)
      union all
      select place_id, 'doors' from dwelling
      where street_id = ${streetId} and place_id in (select id from fresh) and place_id not in (select id from holder)
      union all
      select grid_id, 'node' from line_node where street_id = ${streetId} and grid_id = any(${grids}::uuid[])
      union all
      select id, 'changed' from grid where street_id = ${streetId} and id = any(${grids}::uuid[]) and version > 1
      union all
      select grid_id, 'cells' from grid_member
      where street_id = ${streetId} and grid_id = any(${grids}::uuid[])
        and cell_id not in (select id from fresh) and cell_id not in (select id from moved)
    ) as uses
    limit ${mostUses}`.execute(tx);
  return [...found.rows, ...(await findChangedDoors(tx, streetId, made.doors))];
}

/** Places whose doors are no longer exactly those the import entered. */
async function findChangedDoors(
  tx: Tx,
  streetId: string,
  doors: readonly Doors[],
): Promise<{ id: string; use: ImportUse }[]> {
  if (doors.length === 0) return [];
  const found = await sql<{ id: string; use: ImportUse }>`
    select e."placeId" as id, 'doors' as use
    from json_to_recordset(${JSON.stringify(doors)}::json) as e ("placeId" uuid, floors integer, "perFloor" integer)
    join lateral (
      select count(*) as found, count(*) filter (where d.closed_on is null and d.use = 'unknown'
        and d.floor between 1 and e.floors and d.door ~ '^[0-9]{3,5}$'
        and d.door = d.floor || right(d.door, 2) and right(d.door, 2)::integer between 1 and e."perFloor") as same
      from dwelling d where d.street_id = ${streetId} and d.place_id = e."placeId"
    ) c on c.found <> e.floors * e."perFloor" or c.same <> c.found
    limit ${mostUses}`.execute(tx);
  return found.rows;
}

export async function deleteDoors(tx: Tx, streetId: string, doors: readonly Doors[]): Promise<void> {
  if (doors.length === 0) return;
  await sql`
    delete from dwelling where street_id = ${streetId}
      and place_id = any(${doors.map(({ placeId }) => placeId)}::uuid[])`.execute(tx);
}

/**
 * Removes places with their chains of grids and other names, each with a last version of its history. In whole statements,
 * however many: the database plans the checks of all references once, while it knows how many rows there are.
 */
export async function removePlaces(tx: Tx, stamp: Stamp, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { streetId, commandId, accountId, reason, today } = stamp;
  const gone = sql`(select unnest(${ids}::uuid[]))`;
  await sql`
    insert into place_history (street_id, place_id, version, command_id, account_id, reason, change, after)
    select ${streetId}, h.place_id, h.version + 1, ${commandId}, ${accountId}::uuid, ${reason}::text, 'removed',
      h.after || jsonb_build_object('version', h.version + 1, 'closedOn', ${today}::text)
    from place p join place_history h on h.street_id = p.street_id and h.place_id = p.id and h.version = p.version
    where p.street_id = ${streetId} and p.id in ${gone}`.execute(tx);
  await sql`delete from grid_member where street_id = ${streetId} and cell_id in ${gone}`.execute(tx);
  await sql`delete from place_alias where street_id = ${streetId} and place_id in ${gone}`.execute(tx);
  await sql`delete from place where street_id = ${streetId} and id in ${gone}`.execute(tx);
}

/** Other names go; a grid goes too, or is closed where a cell's past still names it. */
export async function deleteMade(tx: Tx, streetId: string, made: ImportMade, today: Day): Promise<void> {
  await sql`
    delete from place_alias where street_id = ${streetId} and id = any(${made.aliases}::uuid[])`.execute(tx);
  const ids = made.grids.map(({ id }) => id);
  if (ids.length === 0) return;
  await sql`
    delete from grid g where g.street_id = ${streetId} and g.id = any(${ids}::uuid[])
      and not exists (select from grid_member m where m.street_id = g.street_id and m.grid_id = g.id)`.execute(
    tx,
  );
  await sql`
    update grid set closed_on = ${today}, version = version + 1
    where street_id = ${streetId} and id = any(${ids}::uuid[])`.execute(tx);
}
