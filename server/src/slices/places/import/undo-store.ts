import type { Day } from '@linli/core/kernel';
import type { Doors, ImportMade, ImportUse, Place } from '@linli/core/places';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { placeColumns } from '../tree/store.ts';

/** Places that a command wrote: as they were (null: it made them) and as it left them, parents first. */
export async function findWritten(
  tx: Tx,
  streetId: string,
  commandId: string,
): Promise<{ before: Place | null; after: Place }[]> {
  const found = await sql<{ before: Place | null; after: Place }>`
    select h.after, b.after as before
    from place_history h
    left join place_history b on b.street_id = h.street_id and b.place_id = h.place_id and b.version = h.version - 1
    where h.street_id = ${streetId} and h.command_id = ${commandId}
    order by jsonb_array_length(h.after -> 'path'), h.place_id`.execute(tx);
  return found.rows;
}

/** The places that a command wrote, and others, as they are now. */
export async function findNow(
  tx: Tx,
  streetId: string,
  commandId: string,
  others: readonly string[],
): Promise<Map<string, Place>> {
  const found = await sql<Place>`
    select ${placeColumns}, m.grid_id as "gridId"
    from place p
    left join grid_member m on m.street_id = p.street_id and m.cell_id = p.id and m.ends = 'infinity'
    where p.street_id = ${streetId} and (p.id = any(${others}::uuid[]) or p.id in (
      select place_id from place_history where street_id = ${streetId} and command_id = ${commandId}))`.execute(
    tx,
  );
  return new Map(found.rows.map((place) => [place.id, place]));
}

/** The most obstacles that are looked up; a person reads fewer. */
const mostUses = 200;

/**
 * What points to the places and grids that an import made, or came under them since.
 * `reshaped`: buildings that were there and whose cells it changed; a unit added since would be left without a rule.
 */
export async function findUses(
  tx: Tx,
  streetId: string,
  commandId: string,
  made: ImportMade,
  reshaped: readonly string[],
): Promise<{ id: string; name: string; use: ImportUse }[]> {
  const gridIds = made.grids.map(({ id }) => id);
  const moved = made.cells.map(({ cellId }) => cellId);
  const found = await sql<{ id: string; name: string; use: ImportUse }>`
    with written as materialized (
      select place_id as id, version = 1 as made from place_history
      where street_id = ${streetId} and command_id = ${commandId}
    ), fresh as materialized (
      select p.id, p.name, p.dwellings from place p join written w on w.id = p.id and w.made where p.street_id = ${streetId}
    ), aliased as materialized (
      select unnest(${made.aliases}::uuid[]) as id
    ), doored as materialized (
      select unnest(${made.doors.map(({ placeId }) => placeId)}::uuid[]) as id
    ), moved as materialized (
      select unnest(${moved}::uuid[]) as id
    )
    select distinct id, name, use from (
      select u.id, u.name, 'child' as use from place c
      join place u on u.street_id = c.street_id and u.id = c.parent_id
      where c.street_id = ${streetId} and (c.parent_id = any(${reshaped}::uuid[]) and c.closed_on is null
        or c.parent_id in (select id from fresh)) and not exists (select from written w where w.id = c.id)
      union all
      select f.id, f.name, 'node' from fresh f join line_node n on n.street_id = ${streetId} and n.place_id = f.id
      union all
      select f.id, f.name, 'merged' from fresh f join place p on p.street_id = ${streetId} and p.merged_into = f.id
      union all
      select f.id, f.name, 'sector' from fresh f
      join sector_member m on m.street_id = ${streetId} and m.compound_id = f.id and m.sector_id is not null
      union all
      select f.id, f.name, 'alias' from fresh f join place_alias a on a.street_id = ${streetId} and a.place_id = f.id
      where not exists (select from aliased m where m.id = a.id)
      union all
      select f.id, f.name, 'doors' from fresh f
      where not exists (select from doored m where m.id = f.id)
        and exists (select from dwelling d where d.street_id = ${streetId} and d.place_id = f.id)
      union all
      select g.id, g.name, 'node' from grid g join line_node n on n.street_id = g.street_id and n.grid_id = g.id
      where g.street_id = ${streetId} and g.id = any(${gridIds}::uuid[])
      union all
      select g.id, g.name, 'changed' from grid g
      where g.street_id = ${streetId} and g.id = any(${gridIds}::uuid[]) and g.version > 1
      union all
      select g.id, g.name, 'cells' from grid g join grid_member m on m.street_id = g.street_id and m.grid_id = g.id
      where g.street_id = ${streetId} and g.id = any(${gridIds}::uuid[])
        and not exists (select from fresh f where f.id = m.cell_id)
        and not exists (select from moved o where o.id = m.cell_id)
    ) as uses
    limit ${mostUses}`.execute(tx);
  return [...found.rows, ...(await findChangedDoors(tx, streetId, made.doors))];
}

/** Places whose doors are no longer exactly those the import entered. */
async function findChangedDoors(
  tx: Tx,
  streetId: string,
  doors: readonly Doors[],
): Promise<{ id: string; name: string; use: ImportUse }[]> {
  if (doors.length === 0) return [];
  const found = await sql<{ id: string; name: string; use: ImportUse }>`
    select p.id, p.name, 'doors' as use
    from json_to_recordset(${JSON.stringify(doors)}::json) as e ("placeId" uuid, floors integer, "perFloor" integer)
    join place p on p.street_id = ${streetId} and p.id = e."placeId"
    join lateral (
      select count(*) as found, count(*) filter (where d.closed_on is null and d.use = 'unknown'
        and d.floor between 1 and e.floors and d.door ~ '^[0-9]{3,5}$'
        and d.door = d.floor || right(d.door, 2) and right(d.door, 2)::integer between 1 and e."perFloor") as same
      from dwelling d where d.street_id = p.street_id and d.place_id = p.id
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
