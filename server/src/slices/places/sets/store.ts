import type { GridDetail, GridRow, SectorList } from '@linli/core/places';
import { type RawBuilder, sql } from 'kysely';
import { type Asked, todayOf } from '../reads/store.ts';

/**
 * Every open place that is a cell or holds dwellings, with the cell it counts for: itself, or, in a building that
 * reports as a whole, the building.
 */
function counted(streetId: string): RawBuilder<unknown> {
  return sql`
    select case when p.is_cell then p.id else p.building_id end as cell_id, p.compound_id, p.is_cell, p.dwellings
    from place p
    where p.street_id = ${streetId} and p.closed_on is null and (p.is_cell or p.dwellings > 0)`;
}

type CountedGrid = Omit<GridRow, 'warning'>;

function gridRows(asked: Asked, where: RawBuilder<unknown>): RawBuilder<CountedGrid> {
  return sql<CountedGrid>`
    with counts as materialized (
      select m.grid_id, count(*) filter (where c.is_cell) as cells, sum(c.dwellings) as dwellings
      from (${counted(asked.streetId)}) c
      join grid_member m on m.street_id = ${asked.streetId} and m.cell_id = c.cell_id
        and m.starts <= ${todayOf(asked)} and m.ends > ${todayOf(asked)}
      group by m.grid_id
    )
    select g.id, g.community_id as "communityId", p.name as "communityName", g.name, g.sort, g.opened_on as "openedOn",
      g.closed_on as "closedOn", g.version, coalesce(c.cells, 0) as cells, coalesce(c.dwellings, 0) as dwellings
    from grid g
    join place p on p.street_id = g.street_id and p.id = g.community_id
    left join counts c on c.grid_id = g.id
    where g.street_id = ${asked.streetId} and ${where}
    order by p.sort, p.name, p.id, g.sort, g.name, g.id`;
}

/** The open grids of a community, or of the whole street. One statement. */
export async function findGrids(asked: Asked, communityId: string | undefined): Promise<CountedGrid[]> {
  const community = communityId ?? null;
  const where = sql`g.closed_on is null and (${community}::uuid is null or g.community_id = ${community}::uuid)`;
  return (await gridRows(asked, where).execute(asked.tx)).rows;
}

export async function findGrid(asked: Asked, id: string): Promise<CountedGrid | null> {
  return (await gridRows(asked, sql`g.id = ${id}`).execute(asked.tx)).rows[0] ?? null;
}

/** The cells in a grid today, in the order one walks them. */
export async function findMembers(asked: Asked, gridId: string): Promise<GridDetail['members']> {
  const found = await sql<GridDetail['members'][number]>`
    with members as (
      select m.cell_id, m.starts, m.ends from grid_member m
      where m.street_id = ${asked.streetId} and m.grid_id = ${gridId}
        and m.starts <= ${todayOf(asked)} and m.ends > ${todayOf(asked)}
    ), doors as (
      select c.cell_id, sum(c.dwellings) as dwellings
      from (${counted(asked.streetId)}) c where c.cell_id in (select cell_id from members)
      group by c.cell_id
    )
    select p.id, p.kind, p.name, k.id as "compoundId", k.name as "compoundName", b.name as "buildingName",
      d.dwellings, m.starts as since, case when m.ends <> 'infinity' then m.ends end as until
    from members m
    join place p on p.street_id = ${asked.streetId} and p.id = m.cell_id
    join place k on k.street_id = p.street_id and k.id = p.compound_id
    join place b on b.street_id = p.street_id and b.id = p.building_id
    join doors d on d.cell_id = p.id
    order by k.sort, k.name, k.id, b.sort, b.name, b.id, p.sort, p.name, p.id`.execute(asked.tx);
  return found.rows;
}

/** The open sectors with their compounds of today. One statement. */
export async function findSectors(asked: Asked): Promise<SectorList['rows']> {
  const found = await sql<SectorList['rows'][number]>`
    with counts as materialized (
      select c.compound_id, count(*) filter (where c.is_cell) as cells, sum(c.dwellings) as dwellings
      from (${counted(asked.streetId)}) c group by c.compound_id
    )
    select s.id, s.name, s.sort, s.version, coalesce(sum(c.cells), 0)::bigint as cells,
      coalesce(sum(c.dwellings), 0)::bigint as dwellings,
      coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'communityId', o.id, 'communityName', o.name)
        order by o.sort, o.name, k.sort, k.name) filter (where k.id is not null), '[]') as compounds
    from sector s
    left join sector_member m on m.street_id = s.street_id and m.sector_id = s.id
      and m.starts <= ${todayOf(asked)} and m.ends > ${todayOf(asked)}
    left join place k on k.street_id = s.street_id and k.id = m.compound_id
    left join place o on o.street_id = s.street_id and o.id = k.community_id
    left join counts c on c.compound_id = k.id
    where s.street_id = ${asked.streetId} and s.closed_on is null
    group by s.street_id, s.id
    order by s.sort, s.name, s.id`.execute(asked.tx);
  return found.rows;
}
