import { type Day, kernelProblem, type Random, shortCode } from '@linli/core/kernel';
import type { Grid, Place, PlaceWrite, Plan } from '@linli/core/places';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { closeGrids, insertGrids, setGrids } from '../grids/store.ts';
import { moveAttached } from '../lines/store.ts';
import { searchKey } from '../search-key.ts';
import { leaveSectors } from '../sectors/store.ts';

/** Who writes when, under which command. */
export interface Stamp {
  readonly streetId: string;
  readonly commandId: string;
  readonly accountId: string | null;
  readonly reason: string | null;
  readonly today: Day;
}

/**
 * Changes of one street's tree wait for one another on its root row: rules see the tree whole, and what they decide
 * still holds when it is written. Reads and other slices' writes do not wait. Throws `thing.unknown`. `now`: milliseconds.
 */
export async function lockTree(tx: Tx, streetId: string, now: number): Promise<{ today: Day }> {
  const found = await sql<{ today: Day }>`
    select (to_timestamp(${now / 1000}::double precision) at time zone s.time_zone)::date as today
    from place p join street s on s.id = p.street_id
    where p.street_id = ${streetId} and p.id = ${streetId}
    for no key update of p`.execute(tx);
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

/** A place as the rules know it, of `place p`, but for its grid. */
export const placeColumns = sql`p.id, p.parent_id as "parentId", p.kind, p.name, p.code, p.short_code as "shortCode", p.sort, p.floors,
  p.height_m as "heightM", p.reports_as as "reportsAs", p.managed, p.path, p.opened_on as "openedOn",
  p.closed_on as "closedOn", p.merged_into as "mergedInto", p.is_cell as "isCell", p.dwellings, p.version`;

/**
 * What a rule must see: the named places with their ancestors and compounds, and of `whole` ones everything below (of
 * the street: its children). Closed places only when they are named.
 */
export async function findSurroundings(
  tx: Tx,
  streetId: string,
  named: readonly string[],
  whole: readonly string[],
): Promise<Place[]> {
  const found = await sql<Place>`
    with named as (
      select id, path, compound_id from place where street_id = ${streetId} and id = any(${named}::uuid[])
    ), wanted as (
      select unnest(path) as id from named
      union
      select p.id from named n join place p on p.street_id = ${streetId} and p.compound_id = n.compound_id
      where p.closed_on is null
      union
      select p.id from place p
      where p.street_id = ${streetId} and p.closed_on is null
        and (p.community_id = any(${whole}::uuid[]) or p.parent_id = any(${whole}::uuid[]))
    )
    select ${placeColumns}, m.grid_id as "gridId"
    from wanted w
    join place p on p.street_id = ${streetId} and p.id = w.id
    left join grid_member m on m.street_id = p.street_id and m.cell_id = p.id and m.ends = 'infinity'`.execute(
    tx,
  );
  return found.rows;
}

/** The open grids of the communities the named places are in. */
export async function findGridsAround(tx: Tx, streetId: string, named: readonly string[]): Promise<Grid[]> {
  const found = await sql<Grid>`
    select g.id, g.community_id as "communityId", g.name
    from grid g
    where g.street_id = ${streetId} and g.closed_on is null and g.community_id in (
      select community_id from place where street_id = ${streetId} and id = any(${named}::uuid[]))
    order by g.sort, g.name`.execute(tx);
  return found.rows;
}

/** As many codes for public pages that this street does not use yet. */
export async function freeShortCodes(
  tx: Tx,
  streetId: string,
  random: Random,
  count: number,
): Promise<string[]> {
  const free = new Set<string>();
  while (free.size < count) {
    const drawn = Array.from({ length: count - free.size }, () => shortCode(5, random));
    const taken = await sql<{ code: string }>`
      select short_code as code from place
      where street_id = ${streetId} and short_code = any(${drawn}::text[])`.execute(tx);
    const used = new Set(taken.rows.map((row) => row.code));
    for (const code of drawn) if (!used.has(code)) free.add(code);
  }
  return [...free];
}

/** Names of doors that both places have, ten at most. */
export async function findSameDoors(tx: Tx, streetId: string, one: string, other: string): Promise<string[]> {
  const found = await sql<{ door: string }>`
    select a.door from dwelling a
    join dwelling b on b.street_id = a.street_id and b.place_id = ${other} and b.door = a.door and b.closed_on is null
    where a.street_id = ${streetId} and a.place_id = ${one} and a.closed_on is null
    order by a.door limit 10`.execute(tx);
  return found.rows.map((row) => row.door);
}

/**
 * Carries a plan out as it stands. Its statements are sent together and run in this order: each relies on the ones
 * before. Answers how many dwellings moved.
 */
export async function carryOut(tx: Tx, stamp: Stamp, plan: Plan): Promise<number> {
  const { streetId, today } = stamp;
  const kept = plan.places.filter((write) => write.change !== 'removed');
  const removed = plan.places.filter((write) => write.change === 'removed').map((write) => write.after.id);
  const closed = kept.filter((write) => write.after.closedOn === today).map((write) => write.after);
  const merged = mergedOf(kept);
  const closedOf = (kind: string) => closed.filter((place) => place.kind === kind).map((place) => place.id);
  const [, , , , moved] = await Promise.all([
    insertPlaces(tx, streetId, kept),
    insertGrids(tx, streetId, today, plan.newGrids),
    updatePlaces(tx, streetId, kept),
    updatePaths(tx, streetId, plan.paths),
    moveDwellings(tx, streetId, plan.dwellings),
    closeDwellings(tx, streetId, today, closed),
    insertAliases(tx, streetId, plan.aliases),
    moveAliases(tx, streetId, merged),
    moveAttached(tx, streetId, merged),
    setGrids(tx, streetId, today, plan.cells),
    leaveSectors(tx, streetId, today, closedOf('compound')),
    closeGrids(tx, streetId, today, closedOf('community')),
    insertHistory(tx, stamp, plan.places),
    deletePlaces(tx, streetId, removed),
  ]);
  return moved;
}

const shape = sql`(id uuid, "parentId" uuid, kind text, name text, code text, "shortCode" text, sort integer,
  floors smallint, "heightM" numeric, "reportsAs" text, managed boolean, path uuid[], "openedOn" date, "closedOn" date,
  "mergedInto" uuid, "isCell" boolean, dwellings integer, version integer, search text)`;

function rowsOf(writes: readonly PlaceWrite[]): string {
  return JSON.stringify(writes.map(({ after }) => ({ ...after, search: searchKey(after.name) })));
}

async function insertPlaces(tx: Tx, streetId: string, writes: readonly PlaceWrite[]): Promise<void> {
  const added = writes.filter(({ after }) => after.version === 1);
  if (added.length === 0) return;
  await sql`
    insert into place (street_id, id, parent_id, kind, name, code, short_code, sort, floors, height_m, reports_as, managed,
      path, opened_on, is_cell, dwellings, search)
    select ${streetId}, id, "parentId", kind, name, code, "shortCode", sort, floors, "heightM", "reportsAs", managed,
      path, "openedOn", "isCell", dwellings, search
    from jsonb_to_recordset(${rowsOf(added)}::jsonb) as row ${shape}`.execute(tx);
}

async function updatePlaces(tx: Tx, streetId: string, writes: readonly PlaceWrite[]): Promise<void> {
  const changed = writes.filter(({ after }) => after.version > 1);
  if (changed.length === 0) return;
  const done = await sql`
    update place p set parent_id = row."parentId", name = row.name, code = row.code, sort = row.sort, floors = row.floors,
      height_m = row."heightM", reports_as = row."reportsAs", managed = row.managed, path = row.path,
      closed_on = row."closedOn", merged_into = row."mergedInto", is_cell = row."isCell", dwellings = row.dwellings,
      version = row.version, search = row.search
    from jsonb_to_recordset(${rowsOf(changed)}::jsonb) as row ${shape}
    where p.street_id = ${streetId} and p.id = row.id and p.version = row.version - 1`.execute(tx);
  if (Number(done.numAffectedRows) !== changed.length) throw kernelProblem('version.stale');
  const root = changed.find(({ after }) => after.kind === 'street')?.after;
  if (!root) return;
  await sql`update street set name = ${root.name}, code = ${root.code} where id = ${streetId}`.execute(tx);
}

async function updatePaths(tx: Tx, streetId: string, paths: Plan['paths']): Promise<void> {
  if (paths.length === 0) return;
  const moved = paths.map(({ from, to }) => ({ id: from.at(-1), level: from.length, to }));
  await sql`
    update place p set path = m.to || p.path[m.level + 1:]
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m (id uuid, level integer, "to" uuid[])
    where p.street_id = ${streetId} and (p.compound_id = m.id or p.building_id = m.id) and p.path[:m.level] <> m.to`.execute(
    tx,
  );
}

async function moveDwellings(tx: Tx, streetId: string, moves: Plan['dwellings']): Promise<number> {
  if (moves.length === 0) return 0;
  const done = await sql`
    update dwelling d set place_id = m.to
    from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m ("from" uuid, "to" uuid, ids uuid[])
    where d.street_id = ${streetId} and d.place_id = m.from and d.closed_on is null
      and (m.ids is null or d.id = any(m.ids))`.execute(tx);
  return Number(done.numAffectedRows);
}

async function closeDwellings(tx: Tx, streetId: string, today: Day, closed: readonly Place[]): Promise<void> {
  if (closed.length === 0) return;
  await sql`
    update dwelling set closed_on = ${today}
    where street_id = ${streetId} and closed_on is null
      and place_id = any(${closed.map((place) => place.id)}::uuid[])`.execute(tx);
}

/** An alias that is there already is not written twice. */
async function insertAliases(tx: Tx, streetId: string, aliases: Plan['aliases']): Promise<void> {
  if (aliases.length === 0) return;
  const rows = aliases.map((alias) => ({ ...alias, search: searchKey(alias.name) }));
  await sql`
    insert into place_alias (street_id, id, place_id, name, search)
    select ${streetId}, id, "placeId", name, search
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, "placeId" uuid, name text, search text)
    on conflict (street_id, place_id, name) do nothing`.execute(tx);
}

interface Merged {
  readonly from: string;
  readonly to: string;
}

function mergedOf(writes: readonly PlaceWrite[]): Merged[] {
  return writes.flatMap(({ change, after }) => {
    return change === 'merged' && after.mergedInto ? [{ from: after.id, to: after.mergedInto }] : [];
  });
}

/** What a merged place was also called leads to the place it was merged into. */
async function moveAliases(tx: Tx, streetId: string, merged: readonly Merged[]): Promise<void> {
  if (merged.length === 0) return;
  await sql`
    update place_alias a set place_id = m.to
    from jsonb_to_recordset(${JSON.stringify(merged)}::jsonb) as m ("from" uuid, "to" uuid)
    where a.street_id = ${streetId} and a.place_id = m.from and not exists (
      select from place_alias b where b.street_id = a.street_id and b.place_id = m.to and b.name = a.name)`.execute(
    tx,
  );
}

async function insertHistory(tx: Tx, stamp: Stamp, writes: readonly PlaceWrite[]): Promise<void> {
  if (writes.length === 0) return;
  await sql`
    insert into place_history (street_id, place_id, version, command_id, account_id, reason, change, after)
    select ${stamp.streetId}, (after ->> 'id')::uuid, (after ->> 'version')::integer, ${stamp.commandId},
      ${stamp.accountId}::uuid, ${stamp.reason}::text, change, after
    from jsonb_to_recordset(${JSON.stringify(writes)}::jsonb) as row (change text, after jsonb)`.execute(tx);
}

/** Its chain of grids and its aliases go with it; whatever else points to it refuses. */
async function deletePlaces(tx: Tx, streetId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    with grids as (
      delete from grid_member where street_id = ${streetId} and cell_id = any(${ids}::uuid[])
    ), sectors as (
      delete from sector_member where street_id = ${streetId} and compound_id = any(${ids}::uuid[])
    ), aliases as (
      delete from place_alias where street_id = ${streetId} and place_id = any(${ids}::uuid[])
    )
    delete from place where street_id = ${streetId} and id = any(${ids}::uuid[])`.execute(tx);
}
