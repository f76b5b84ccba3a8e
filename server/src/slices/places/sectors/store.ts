import { type Day, kernelProblem } from '@linli/core/kernel';
import type { Written } from '@linli/core/places';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { sectorChain, setMemberships } from '../dated/store.ts';

export interface SectorRecord {
  readonly id: string;
  readonly name: string;
  readonly closedOn: Day | null;
  readonly version: number;
}

export async function insertSector(
  tx: Tx,
  streetId: string,
  today: Day,
  sector: { readonly id: string; readonly name: string; readonly sort: number },
): Promise<void> {
  await sql`
    insert into sector (street_id, id, name, sort, opened_on)
    values (${streetId}, ${sector.id}, ${sector.name}, ${sector.sort}, ${today})`.execute(tx);
}

/** Throws `thing.unknown`. */
export async function getSector(tx: Tx, streetId: string, id: string): Promise<SectorRecord> {
  const found = await sql<SectorRecord>`
    select id, name, closed_on as "closedOn", version from sector
    where street_id = ${streetId} and id = ${id}`.execute(tx);
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

/** Throws `version.stale`. */
export async function updateSector(tx: Tx, streetId: string, sector: SectorRecord): Promise<Written> {
  const done = await sql<Written>`
    update sector set name = ${sector.name}, closed_on = ${sector.closedOn}, version = version + 1
    where street_id = ${streetId} and id = ${sector.id} and version = ${sector.version}
    returning id, version`.execute(tx);
  const row = done.rows[0];
  if (!row) throw kernelProblem('version.stale');
  return row;
}

/** Each compound is in that sector from `day` on; null: in none. */
export function setSector(
  tx: Tx,
  streetId: string,
  day: Day,
  sectorId: string | null,
  compoundIds: readonly string[],
): Promise<void> {
  const rows = compoundIds.map((memberId) => ({ memberId, setId: sectorId }));
  return setMemberships(tx, streetId, sectorChain, day, rows);
}

/** Closed compounds are in no sector any more. */
export async function leaveSectors(
  tx: Tx,
  streetId: string,
  day: Day,
  compoundIds: readonly string[],
): Promise<void> {
  if (compoundIds.length === 0) return;
  const found = await sql<{ id: string }>`
    select compound_id as id from sector_member
    where street_id = ${streetId} and compound_id = any(${compoundIds}::uuid[]) and ends = 'infinity'`.execute(
    tx,
  );
  const members = found.rows.map((row) => row.id);
  await setSector(tx, streetId, day, null, members);
}

export async function countCompounds(tx: Tx, streetId: string, ids: readonly string[]): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*) as count from place
    where street_id = ${streetId} and id = any(${ids}::uuid[]) and kind = 'compound' and closed_on is null`.execute(
    tx,
  );
  return found.rows[0]?.count ?? 0;
}

/** Compounds in the sector on `day` or dated to join it later. */
export async function countMembersFrom(
  tx: Tx,
  streetId: string,
  sectorId: string,
  day: Day,
): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(distinct compound_id) as count from sector_member
    where street_id = ${streetId} and sector_id = ${sectorId} and ends > ${day}`.execute(tx);
  return found.rows[0]?.count ?? 0;
}

/** The sectors these compounds are in now or will be. */
export async function findSectorsOf(
  tx: Tx,
  streetId: string,
  ids: readonly string[],
  day: Day,
): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select distinct sector_id as id from sector_member
    where street_id = ${streetId} and compound_id = any(${ids}::uuid[]) and ends > ${day}
      and sector_id is not null`.execute(tx);
  return found.rows.map((row) => row.id);
}
