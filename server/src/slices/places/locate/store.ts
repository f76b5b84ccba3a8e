import type { ScopeTarget } from '@linli/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import type { LocateTarget, TargetRef } from '../../../platform/house.ts';

type Located = Pick<ScopeTarget, 'path' | 'gridId' | 'sectorId'>;

/**
 * Where a thing lies today, in one look-up by keys. A place lies in the grid of the cell it belongs to; a building whose
 * units are the cells, in their grid when they share one; anything above a building in none.
 */
export const locate: LocateTarget = async (tx: Tx, streetId: string, ref: TargetRef) => {
  if (ref.kind === 'street') return { streetId, path: [streetId], gridId: null, sectorId: null };
  const found = await queries[ref.kind](streetId, ref.id).execute(tx);
  const row = found.rows[0];
  return row ? { streetId, ...row } : null;
};

const today = sql`(now() at time zone s.time_zone)::date`;

const queries = {
  place: placeQuery,
  grid: (streetId: string, id: string): RawBuilder<Located> => sql<Located>`
    select array[street_id, community_id] as path, id as "gridId", null::uuid as "sectorId"
    from grid where street_id = ${streetId} and id = ${id}`,
  sector: (streetId: string, id: string): RawBuilder<Located> => sql<Located>`
    select array[street_id] as path, null::uuid as "gridId", id as "sectorId"
    from sector where street_id = ${streetId} and id = ${id}`,
};

function placeQuery(streetId: string, id: string): RawBuilder<Located> {
  return sql<Located>`
    select p.path,
      (select case when count(distinct m.grid_id) = 1 then min(m.grid_id::text)::uuid end
        from place c
        join grid_member m on m.street_id = c.street_id and m.cell_id = c.id and m.starts <= ${today} and m.ends > ${today}
        where c.street_id = p.street_id and c.building_id = p.building_id and c.is_cell
          and (c.id = p.id or not p.is_cell)) as "gridId",
      (select m.sector_id from sector_member m
        where m.street_id = p.street_id and m.compound_id = p.compound_id
          and m.starts <= ${today} and m.ends > ${today}) as "sectorId"
    from place p join street s on s.id = p.street_id
    where p.street_id = ${streetId} and p.id = ${id}`;
}
