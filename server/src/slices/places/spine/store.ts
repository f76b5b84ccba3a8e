import type { Day, StatusLevel } from '@linli/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';

/** A place or set that has a status, with the wholes it is directly part of. */
export interface SpineNode {
  readonly id: string;
  readonly level: StatusLevel;
  readonly name: string;
  readonly wholes: readonly string[];
}

/**
 * The tree as it stands (`moment` null), or as it stood at a moment of the past (milliseconds) by the places' history.
 * Sets are dated by whole days: a cell moved to another grid counts for that one on the whole day.
 */
export interface SpineTime {
  readonly day: Day;
  readonly moment: number | null;
}

/** Five sets in five statements that travel together: wholes before their parts, siblings in walking order. */
export async function findSpine(tx: Tx, streetId: string, time: SpineTime): Promise<SpineNode[]> {
  const tree = treeAt(streetId, time);
  const found = await Promise.all(
    [places, sectors, grids, compounds, cells].map((rows) => rows(streetId, time, tree).execute(tx)),
  );
  const nodes = found.flatMap(({ rows }) => rows);
  const there = new Set(nodes.map(({ id }) => id));
  // A cell whose compound is of another day would point at nothing; what it is part of is still known.
  return nodes.map(({ wholes, ...node }) => ({
    ...node,
    wholes: wholes.filter((id): id is string => id !== null && there.has(id)),
  }));
}

type Rows = RawBuilder<Omit<SpineNode, 'wholes'> & { readonly wholes: readonly (string | null)[] }>;

/** `id, parent_id, kind, name, sort, is_cell` of the open places of the time asked for, as a table. */
function treeAt(streetId: string, { day, moment }: SpineTime): RawBuilder<unknown> {
  if (moment === null) {
    return sql`(select id, parent_id, kind, name, sort, is_cell from place
      where street_id = ${streetId} and closed_on is null)`;
  }
  // A place recorded after the day it opened on was there before its first record.
  return sql`(
    select image.place_id as id, (image.after ->> 'parentId')::uuid as parent_id, image.after ->> 'kind' as kind,
      image.after ->> 'name' as name, (image.after ->> 'sort')::integer as sort, (image.after ->> 'isCell')::boolean as is_cell,
      (image.after ->> 'gridId')::uuid as grid_id
    from (
      select distinct on (h.place_id) h.place_id, h.change, h.after
      from place_history h join street s on s.id = h.street_id
      where h.street_id = ${streetId} and (h.at <= to_timestamp(${moment / 1000}::double precision)
        or (h.version = 1 and (h.after ->> 'openedOn')::date <= ${day}
          and (h.after ->> 'openedOn')::date < (h.at at time zone s.time_zone)::date))
      order by h.place_id, h.version desc
    ) image
    where image.change <> 'removed' and image.after ->> 'closedOn' is null)`;
}

function places(_streetId: string, _time: SpineTime, tree: RawBuilder<unknown>): Rows {
  return sql`
    select p.id, p.kind as level, p.name, array[p.parent_id] as wholes
    from ${tree} p where p.kind in ('street', 'community')
    order by p.kind <> 'street', p.sort, p.name, p.id`;
}

function sectors(streetId: string, { day }: SpineTime): Rows {
  return sql`
    select s.id, 'sector' as level, s.name, array[s.street_id] as wholes
    from sector s
    where s.street_id = ${streetId} and s.opened_on <= ${day} and (s.closed_on is null or s.closed_on > ${day})
    order by s.sort, s.name, s.id`;
}

function grids(streetId: string, { day }: SpineTime, tree: RawBuilder<unknown>): Rows {
  return sql`
    select g.id, 'grid' as level, g.name, array[g.community_id] as wholes
    from grid g join ${tree} c on c.id = g.community_id
    where g.street_id = ${streetId} and exists (
      select from grid_member m where m.street_id = g.street_id and m.grid_id = g.id
        and m.starts <= ${day} and m.ends > ${day})
    order by c.sort, c.name, c.id, g.sort, g.name, g.id`;
}

function compounds(streetId: string, { day }: SpineTime, tree: RawBuilder<unknown>): Rows {
  return sql`
    with tree as materialized (select * from ${tree} t where t.kind in ('community', 'compound'))
    select p.id, 'compound' as level, p.name, array[p.parent_id, m.sector_id] as wholes
    from tree p join tree c on c.id = p.parent_id
    left join sector_member m on m.street_id = ${streetId} and m.compound_id = p.id
      and m.starts <= ${day} and m.ends > ${day}
    where p.kind = 'compound'
    order by c.sort, c.name, c.id, p.sort, p.name, p.id`;
}

function cells(streetId: string, time: SpineTime, tree: RawBuilder<unknown>): Rows {
  const { day, moment } = time;
  if (moment === null) {
    return sql`
      select p.id, 'cell' as level, case when p.kind = 'unit' then b.name || p.name else p.name end as name,
        array[p.compound_id, m.grid_id] as wholes
      from place p
      join place b on b.street_id = p.street_id and b.id = p.building_id
      join grid_member m on m.street_id = p.street_id and m.cell_id = p.id
        and m.starts <= ${day} and m.ends > ${day}
      where p.street_id = ${streetId} and p.is_cell
      order by p.compound_id, b.sort, b.name, b.id, p.sort, p.name, p.id`;
  }
  // A cell closed on that very day was in the grid it left; one that was also new, in the one it was first put into.
  return sql`
    with tree as materialized (select * from ${tree} t where t.kind in ('building', 'unit'))
    select p.id, 'cell' as level, case when p.kind = 'unit' then b.name || p.name else p.name end as name,
      array[b.parent_id, coalesce(m.grid_id, p.grid_id)] as wholes
    from tree p
    join tree b on b.id = case when p.kind = 'unit' then p.parent_id else p.id end
    left join lateral (
      select m.grid_id from grid_member m
      where m.street_id = ${streetId} and m.cell_id = p.id and m.starts <= ${day} and m.grid_id is not null
      order by m.starts desc limit 1
    ) m on true
    where p.is_cell
    order by b.parent_id, b.sort, b.name, b.id, p.sort, p.name, p.id`;
}
