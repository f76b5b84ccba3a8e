import type { Day } from '@linli/core/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { type SpineGrid, type SpineNode, type SpineParts, type SpinePlace, spineOf } from './nodes.ts';

/**
 * The tree as it stands (`moment` null), or as it stood at a moment of the past (milliseconds) by the places' history.
 * Sets are dated by whole days: a cell moved to another grid counts for that one on the whole day.
 */
export interface SpineTime {
  readonly day: Day;
  readonly moment: number | null;
}

/**
 * All that has a status in a street: wholes before their parts, siblings in the order one walks them. In statements that
 * travel together.
 */
export async function findSpine(tx: Tx, streetId: string, time: SpineTime): Promise<SpineNode[]> {
  const [places, grids, cells, sectors, compounds] = await Promise.all([
    time.moment === null
      ? findPlacesNow(tx, streetId)
      : findPlacesThen(tx, streetId, { day: time.day, moment: time.moment }),
    findGrids(tx, streetId),
    findCells(tx, streetId, time),
    findSectors(tx, streetId, time.day),
    findCompounds(tx, streetId, time.day),
  ]);
  return spineOf({ places, grids, cells, sectors, compounds });
}

async function findPlacesNow(tx: Tx, streetId: string): Promise<SpinePlace[]> {
  const found = await sql<SpinePlace>`
    select id, parent_id as "parentId", kind, name, is_cell as "isCell", null as "gridId"
    from place
    where street_id = ${streetId} and closed_on is null
      and (is_cell or kind in ('street', 'community', 'compound') or reports_as = 'unit')
    order by sort, name, id`.execute(tx);
  return found.rows;
}

/** A place recorded after the day it opened on was there before its first record. */
async function findPlacesThen(
  tx: Tx,
  streetId: string,
  { day, moment }: { readonly day: Day; readonly moment: number },
): Promise<SpinePlace[]> {
  const found = await sql<SpinePlace>`
    select id, after ->> 'parentId' as "parentId", after ->> 'kind' as kind, after ->> 'name' as name,
      (after ->> 'isCell')::boolean as "isCell", after ->> 'gridId' as "gridId"
    from (
      select distinct on (h.place_id) h.place_id as id, h.change, h.after
      from place_history h join street s on s.id = h.street_id
      where h.street_id = ${streetId} and (h.at <= to_timestamp(${moment / 1000}::double precision)
        or (h.version = 1 and (h.after ->> 'openedOn')::date <= ${day}
          and (h.after ->> 'openedOn')::date < (h.at at time zone s.time_zone)::date))
      order by h.place_id, h.version desc
    ) image
    where change <> 'removed' and after ->> 'closedOn' is null
    order by (after ->> 'sort')::integer, after ->> 'name', id`.execute(tx);
  return found.rows;
}

async function findGrids(tx: Tx, streetId: string): Promise<SpineGrid[]> {
  const found = await sql<SpineGrid>`
    select id, name, community_id as "communityId" from grid where street_id = ${streetId} order by sort, name, id`.execute(
    tx,
  );
  return found.rows;
}

/**
 * Which grid each cell was in; of the past also those closed on that very day, which had left theirs by its end. One row
 * for each grid: the driver takes thousands of small rows slower than the database gathers them.
 */
async function findCells(tx: Tx, streetId: string, { day, moment }: SpineTime): Promise<SpineParts['cells']> {
  type Row = { gridId: string; ids: string };
  const found =
    moment === null
      ? await sql<Row>`
        select grid_id as "gridId", string_agg(cell_id::text, ' ') as ids from grid_member
        where street_id = ${streetId} and starts <= ${day} and ends > ${day} and grid_id is not null
        group by grid_id`.execute(tx)
      : await sql<Row>`
        select grid_id as "gridId", string_agg(cell_id::text, ' ') as ids
        from (
          select distinct on (cell_id) cell_id, grid_id from grid_member
          where street_id = ${streetId} and starts <= ${day} and grid_id is not null
          order by cell_id, starts desc
        ) latest
        group by grid_id`.execute(tx);
  return found.rows.flatMap(({ gridId, ids }) => ids.split(' ').map((id) => ({ id, gridId })));
}

async function findSectors(tx: Tx, streetId: string, day: Day): Promise<SpineParts['sectors']> {
  const found = await sql<SpineParts['sectors'][number]>`
    select id, name from sector
    where street_id = ${streetId} and opened_on <= ${day} and (closed_on is null or closed_on > ${day})
    order by sort, name, id`.execute(tx);
  return found.rows;
}

async function findCompounds(tx: Tx, streetId: string, day: Day): Promise<SpineParts['compounds']> {
  const found = await sql<SpineParts['compounds'][number]>`
    select compound_id as id, sector_id as "sectorId" from sector_member
    where street_id = ${streetId} and starts <= ${day} and ends > ${day} and sector_id is not null`.execute(
    tx,
  );
  return found.rows;
}
