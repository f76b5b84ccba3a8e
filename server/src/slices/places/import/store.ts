import { type Day, kernelProblem } from '@linli/core/kernel';
import type {
  Doors,
  ImportCells,
  ImportDetail,
  ImportMade,
  ImportRow,
  ImportState,
  ImportTree,
  Place,
  RowProblem,
} from '@linli/core/places';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { todayOf } from '../reads/store.ts';
import { placeColumns } from '../tree/store.ts';

/** One row as it is kept; `problems` empty: it is good. */
export interface KeptRow extends ImportCells {
  readonly problems: readonly Omit<RowProblem, 'row'>[];
}

/** The part of an import that its check found and that does not change any more. */
export type ImportSummary = Omit<
  ImportDetail,
  'importId' | 'kind' | 'state' | 'fileName' | 'at' | 'accountId'
>;

export interface NewImport extends Pick<ImportRow, 'importId' | 'kind' | 'fileName' | 'accountId'> {
  readonly fileHash: Buffer;
  readonly summary: ImportSummary;
}

/** The calendar day in the street's time zone. `now`: milliseconds. */
export async function findToday(tx: Tx, streetId: string, now: number): Promise<Day> {
  const found = await sql<{ today: Day }>`select ${todayOf({ tx, streetId, now })} as today`.execute(tx);
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row.today;
}

/**
 * The grid of each cell from its last dated change on. Read by itself and not joined: of rows that came a moment ago the
 * database knows no counts, and would go through all of them once for each place.
 */
export async function findLastGrids(tx: Tx, streetId: string): Promise<Map<string, string>> {
  const found = await sql<{ cellId: string; gridId: string }>`
    select cell_id as "cellId", grid_id as "gridId" from grid_member
    where street_id = ${streetId} and ends = 'infinity' and grid_id is not null`.execute(tx);
  return new Map(found.rows.map(({ cellId, gridId }) => [cellId, gridId]));
}

/** Everything open in the street's tree. */
export async function findOpenTree(tx: Tx, streetId: string, today: Day): Promise<ImportTree> {
  const [places, gridOf, aliases, grids, sectors] = await Promise.all([
    sql<Omit<Place, 'gridId'>>`
      select ${placeColumns} from place p
      where p.street_id = ${streetId} and p.closed_on is null
      order by p.sort, p.name, p.id`.execute(tx),
    findLastGrids(tx, streetId),
    sql<ImportTree['aliases'][number]>`
      select place_id as "placeId", name from place_alias where street_id = ${streetId} order by id`.execute(
      tx,
    ),
    sql<ImportTree['grids'][number]>`
      select id, community_id as "communityId", name from grid
      where street_id = ${streetId} and closed_on is null order by sort, name`.execute(tx),
    sql<ImportTree['sectors'][number]>`
      select compound_id as "compoundId", sector_id as "sectorId" from sector_member
      where street_id = ${streetId} and sector_id is not null and starts <= ${today} and ends > ${today}`.execute(
      tx,
    ),
  ]);
  const inGrids = places.rows.map((place) => Object.assign(place, { gridId: gridOf.get(place.id) ?? null }));
  return { streetId, places: inGrids, aliases: aliases.rows, grids: grids.rows, sectors: sectors.rows };
}

/** Rows in one part: what is read and written at once stays a few milliseconds of work. */
const rowsInPart = 500;

/** Keeps a check; an earlier one of the same import gives way to it. */
export async function storeCheck(
  tx: Tx,
  streetId: string,
  made: NewImport,
  rows: readonly KeptRow[],
): Promise<void> {
  const { importId, kind, fileName, fileHash, accountId, summary } = made;
  await sql`delete from place_import_part where street_id = ${streetId} and import_id = ${importId}`.execute(
    tx,
  );
  await sql`
    insert into place_import (street_id, id, kind, file_name, file_hash, state, summary, created_by)
    values (${streetId}, ${importId}, ${kind}, ${fileName}, ${fileHash}, 'checked', ${JSON.stringify(summary)}::jsonb,
      ${accountId})
    on conflict (street_id, id) do update
      set summary = excluded.summary, file_name = excluded.file_name, created_at = now()`.execute(tx);
  for (let part = 0; part * rowsInPart < rows.length; part += 1) {
    const kept = JSON.stringify(rows.slice(part * rowsInPart, (part + 1) * rowsInPart));
    await sql`
      insert into place_import_part (street_id, import_id, part, rows)
      values (${streetId}, ${importId}, ${part}, ${kept}::jsonb)`.execute(tx);
  }
}

/** Days that a check nobody carried out is kept. */
const keptDays = 30;

export async function dropOldChecks(tx: Tx, streetId: string): Promise<void> {
  await sql`
    with old as (
      select id from place_import
      where street_id = ${streetId} and state = 'checked' and created_at < now() - make_interval(days => ${keptDays})
    )
    delete from place_import_part where street_id = ${streetId} and import_id in (select id from old)`.execute(
    tx,
  );
  await sql`
    delete from place_import
    where street_id = ${streetId} and state = 'checked' and created_at < now() - make_interval(days => ${keptDays})`.execute(
    tx,
  );
}

/** The rows of an import part by part, in the order of the file. */
export async function* rowsOfImport(
  tx: Tx,
  streetId: string,
  importId: string,
): AsyncGenerator<readonly KeptRow[], void, undefined> {
  for (let part = 0; ; part += 1) {
    const found = await sql<{ rows: KeptRow[] }>`
      select rows from place_import_part
      where street_id = ${streetId} and import_id = ${importId} and part = ${part}`.execute(tx);
    const row = found.rows[0];
    if (!row) return;
    yield row.rows;
  }
}

export interface ImportRecord extends Omit<ImportRow, 'at' | 'counts'> {
  readonly at: Date;
  readonly summary: ImportSummary;
  readonly made: ImportMade | null;
  readonly commandId: string | null;
}

const importColumns = sql`id as "importId", kind, state, file_name as "fileName", created_by as "accountId",
  created_at as at, command_id as "commandId"`;

/** Throws `thing.unknown`. */
export async function getImport(
  tx: Tx,
  streetId: string,
  importId: string,
  lock: 'lock' | 'look' = 'look',
): Promise<ImportRecord> {
  const forUpdate = lock === 'lock' ? sql`for update` : sql``;
  const found = await sql<ImportRecord>`
    select ${importColumns}, summary, made from place_import
    where street_id = ${streetId} and id = ${importId} ${forUpdate}`.execute(tx);
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

/** Imports of the very same file, the newest of each state first. */
export async function findByHash(
  tx: Tx,
  streetId: string,
  fileHash: Buffer,
): Promise<Pick<ImportRecord, 'importId' | 'state' | 'accountId'>[]> {
  const found = await sql<Pick<ImportRecord, 'importId' | 'state' | 'accountId'>>`
    select ${importColumns} from place_import
    where street_id = ${streetId} and file_hash = ${fileHash} order by created_at desc`.execute(tx);
  return found.rows;
}

const mostListed = 50;

export async function findImports(
  tx: Tx,
  streetId: string,
): Promise<(Omit<ImportRecord, 'summary' | 'made'> & Pick<ImportRow, 'counts'>)[]> {
  const found = await sql<Omit<ImportRecord, 'summary' | 'made'> & Pick<ImportRow, 'counts'>>`
    select ${importColumns}, summary -> 'counts' as counts from place_import
    where street_id = ${streetId} order by created_at desc, id desc limit ${mostListed}`.execute(tx);
  return found.rows;
}

export async function setState(
  tx: Tx,
  streetId: string,
  importId: string,
  state: ImportState,
  committed?: { readonly commandId: string; readonly made: ImportMade },
): Promise<void> {
  const made = committed ? JSON.stringify(committed.made) : null;
  await sql`
    update place_import set state = ${state}, command_id = coalesce(${committed?.commandId ?? null}, command_id),
      made = coalesce(${made}::jsonb, made)
    where street_id = ${streetId} and id = ${importId}`.execute(tx);
}

/** The first grids of new cells; `setGrids` is for cells that have been in one. */
export async function insertFirstGrids(
  tx: Tx,
  streetId: string,
  today: Day,
  cells: readonly { readonly cellId: string; readonly gridId: string | null }[],
): Promise<void> {
  if (cells.length === 0) return;
  await sql`
    insert into grid_member (street_id, cell_id, starts, grid_id)
    select ${streetId}, "cellId", ${today}, "gridId"
    from json_to_recordset(${JSON.stringify(cells)}::json) as row ("cellId" uuid, "gridId" uuid)`.execute(tx);
}

/** Tells the database how many rows there are now; without it, thousands of new ones cost it minutes. */
export async function refreshCounts(tx: Tx): Promise<void> {
  await sql`select refresh_place_counts()`.execute(tx);
}

/** Holders of doors in one statement. */
const holdersAtOnce = 2_000;

/**
 * Enters doors by rule: `101` is door 1 on floor 1. The ids are UUIDv7 that share a moment: its first 15 letters, then
 * what `gen_random_uuid` drew.
 */
export async function insertDoors(
  tx: Tx,
  streetId: string,
  moment: string,
  doors: readonly Doors[],
): Promise<void> {
  for (let from = 0; from < doors.length; from += holdersAtOnce) {
    const part = JSON.stringify(doors.slice(from, from + holdersAtOnce));
    await sql`
      insert into dwelling (street_id, id, place_id, floor, door)
      select ${streetId}, overlay(gen_random_uuid()::text placing ${moment}::text from 1 for 15)::uuid, d."placeId",
        floor, floor || lpad(door::text, 2, '0')
      from json_to_recordset(${part}::json) as d ("placeId" uuid, floors integer, "perFloor" integer),
        generate_series(1, d.floors) as floor, generate_series(1, d."perFloor") as door`.execute(tx);
  }
}
