import { type Day, kernelProblem } from '@linli/core/kernel';
import type { DwellingList, DwellingUse, Written } from '@linli/core/places';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';

export interface NewDwelling {
  readonly dwellingId: string;
  readonly floor: number;
  readonly door: string;
  readonly use: DwellingUse;
}

/** The place, when it may hold dwellings: an open unit, or an open building without open units. Null otherwise. */
export async function findHolder(tx: Tx, streetId: string, placeId: string): Promise<Written | null> {
  const found = await sql<Written>`
    select p.id, p.version from place p
    where p.street_id = ${streetId} and p.id = ${placeId} and p.closed_on is null
      and (p.kind = 'unit' or (p.kind = 'building' and not exists (
        select from place u where u.street_id = p.street_id and u.parent_id = p.id and u.closed_on is null)))`.execute(
    tx,
  );
  return found.rows[0] ?? null;
}

/** Rows and the place's count in one statement. */
export async function insertDwellings(
  tx: Tx,
  streetId: string,
  placeId: string,
  dwellings: readonly NewDwelling[],
): Promise<void> {
  await sql`
    with made as (
      insert into dwelling (street_id, id, place_id, floor, door, use)
      select ${streetId}, "dwellingId", ${placeId}, floor, door, use
      from jsonb_to_recordset(${JSON.stringify(dwellings)}::jsonb)
        as row ("dwellingId" uuid, floor smallint, door text, use text)
      returning id
    )
    update place set dwellings = dwellings + (select count(*) from made)
    where street_id = ${streetId} and id = ${placeId}`.execute(tx);
}

/** Fields left out stay. Throws `thing.unknown`. */
export async function updateDwelling(
  tx: Tx,
  streetId: string,
  id: string,
  placeId: string,
  fields: {
    readonly floor?: number | undefined;
    readonly door?: string | undefined;
    readonly use?: string | undefined;
  },
): Promise<Written> {
  const done = await sql<Written>`
    with changed as (
      update dwelling set floor = coalesce(${fields.floor ?? null}::smallint, floor),
        door = coalesce(${fields.door ?? null}::text, door), use = coalesce(${fields.use ?? null}::text, use)
      where street_id = ${streetId} and id = ${id} and place_id = ${placeId} and closed_on is null
      returning place_id
    )
    select p.id, p.version from changed c join place p on p.street_id = ${streetId} and p.id = c.place_id`.execute(
    tx,
  );
  return gotten(done.rows[0]);
}

/** The row and the place's count in one statement. Throws `thing.unknown`. */
export async function closeDwelling(
  tx: Tx,
  streetId: string,
  id: string,
  placeId: string,
  today: Day,
): Promise<Written> {
  const done = await sql<Written>`
    with closed as (
      update dwelling set closed_on = ${today}
      where street_id = ${streetId} and id = ${id} and place_id = ${placeId} and closed_on is null
      returning place_id
    )
    update place p set dwellings = p.dwellings - 1 from closed c
    where p.street_id = ${streetId} and p.id = c.place_id
    returning p.id, p.version`.execute(tx);
  return gotten(done.rows[0]);
}

function gotten(row: Written | undefined): Written {
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

/** Open dwellings of the place and all below it, in the order one walks them; `limit` at most. */
export async function findDwellings(
  tx: Tx,
  streetId: string,
  placeId: string,
  limit: number,
): Promise<DwellingList['rows']> {
  const found = await sql<DwellingList['rows'][number]>`
    select d.id, d.place_id as "placeId", d.floor, d.door, d.use
    from place p
    join place h on h.street_id = p.street_id
      and (p.kind = 'street' or h.id = p.id or h.community_id = p.id or h.compound_id = p.id or h.building_id = p.id)
    left join place b on b.street_id = p.street_id and b.id = h.building_id
    join dwelling d on d.street_id = p.street_id and d.place_id = h.id and d.closed_on is null
    where p.street_id = ${streetId} and p.id = ${placeId}
    order by b.sort, b.name, b.id, h.sort, h.name, h.id, d.floor, d.door
    limit ${limit}`.execute(tx);
  return found.rows;
}
