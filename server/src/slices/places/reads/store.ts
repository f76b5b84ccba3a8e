import { type Day, kernelProblem } from '@linli/core/kernel';
import type { PlaceHistory, PlaceKind, PlaceOnDay, PlaceRow, PlaceSearch, TreeRow } from '@linli/core/places';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { searchTerm } from '../search-key.ts';

/** The street a read is about and the moment it is asked, milliseconds. */
export interface Asked {
  readonly tx: Tx;
  readonly streetId: string;
  readonly now: number;
}

/** The calendar day in the street's time zone. */
export function todayOf({ streetId, now }: Asked): RawBuilder<Day> {
  return sql<Day>`(select (to_timestamp(${now / 1000}::double precision) at time zone time_zone)::date
    from street where id = ${streetId})`;
}

interface Position {
  readonly id: string;
  readonly kind: PlaceKind;
  readonly level: number;
}

/** Throws `thing.unknown`. */
async function getPosition({ tx, streetId }: Asked, id: string): Promise<Position> {
  const found = await sql<Position>`
    select id, kind, cardinality(path) as level from place where street_id = ${streetId} and id = ${id}`.execute(
    tx,
  );
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

/** Places from there down, itself included, by the column its kind has an index on. */
function within(position: Position): RawBuilder<unknown> {
  if (position.kind === 'street') return sql`true`;
  if (position.kind === 'unit' || position.kind === 'site') return sql`p.id = ${position.id}`;
  return sql`p.${sql.ref(`${position.kind}_id`)} = ${position.id}`;
}

/** Rows as lists show them, with counts of everything below; `level`: of the rows, the street's being 1. */
function placeRows(
  asked: Asked,
  around: Position,
  level: number,
  where: RawBuilder<unknown>,
): RawBuilder<PlaceRow> {
  return sql<PlaceRow>`
    with below as (
      select p.path[${level}::integer] as id, count(*) filter (where p.is_cell) as cells, sum(p.dwellings) as dwellings
      from place p
      where p.street_id = ${asked.streetId} and p.closed_on is null and ${within(around)}
      group by 1
    ), under as (
      select p.parent_id as id, count(*) as children
      from place p
      where p.street_id = ${asked.streetId} and p.closed_on is null and ${within(around)}
        and cardinality(p.path) = ${level}::integer + 1
      group by 1
    )
    select p.id, p.parent_id as "parentId", p.kind, p.name, p.code, p.short_code as "shortCode", p.sort, p.floors,
      p.height_m as "heightM", p.reports_as as "reportsAs", p.managed, p.is_cell as "isCell",
      p.opened_on as "openedOn", p.closed_on as "closedOn", p.version, coalesce(u.children, 0) as children,
      coalesce(b.cells, 0) as cells, coalesce(b.dwellings, 0) as dwellings, g.id as "gridId", g.name as "gridName"
    from place p
    left join below b on b.id = p.id
    left join under u on u.id = p.id
    left join grid_member m on p.is_cell and m.street_id = p.street_id and m.cell_id = p.id
      and m.starts <= ${todayOf(asked)} and m.ends > ${todayOf(asked)}
    left join grid g on g.street_id = p.street_id and g.id = m.grid_id
    where p.street_id = ${asked.streetId} and ${where}
    order by p.sort, p.name, p.id`;
}

/** One level below a place. Two statements, however many rows. Throws `thing.unknown`. */
export async function findChildren(asked: Asked, parentId: string, closed: boolean): Promise<PlaceRow[]> {
  const parent = await getPosition(asked, parentId);
  const where = sql`p.parent_id = ${parentId} and (${closed}::boolean or p.closed_on is null)`;
  return (await placeRows(asked, parent, parent.level + 1, where).execute(asked.tx)).rows;
}

/** Throws `thing.unknown`. */
export async function getPlaceRow(asked: Asked, id: string): Promise<PlaceRow> {
  const position = await getPosition(asked, id);
  const found = await placeRows(asked, position, position.level, sql`p.id = ${id}`).execute(asked.tx);
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

/** The place and `depth` levels below it, parents first; `limit` at most. Throws `thing.unknown`. */
export async function findTree(
  asked: Asked,
  underId: string,
  depth: number,
  limit: number,
): Promise<TreeRow[]> {
  const under = await getPosition(asked, underId);
  const found = await sql<TreeRow>`
    with inside as (
      select p.id, p.parent_id, p.kind, p.name, p.sort, p.is_cell, p.dwellings, p.version, p.path
      from place p where p.street_id = ${asked.streetId} and p.closed_on is null and ${within(under)}
    ), below as (
      select a.id, count(*) filter (where i.is_cell) as cells, sum(i.dwellings) as dwellings
      from inside i cross join unnest(i.path[${under.level}::integer:${under.level + depth}::integer]) as a (id)
      group by a.id
    ), children as (
      select parent_id as id, count(*) as children from inside group by parent_id
    )
    select i.id, i.parent_id as "parentId", i.kind, i.name, i.is_cell as "isCell", coalesce(c.children, 0) as children,
      b.cells, b.dwellings, i.version
    from inside i join below b on b.id = i.id left join children c on c.id = i.id
    where cardinality(i.path) <= ${under.level + depth}::integer
    order by cardinality(i.path), i.sort, i.name, i.id
    limit ${limit}`.execute(asked.tx);
  return found.rows;
}

export interface PlaceExtras {
  readonly ancestors: { readonly id: string; readonly kind: PlaceKind; readonly name: string }[];
  readonly aliases: { readonly id: string; readonly name: string }[];
  readonly ownDwellings: number;
  readonly sector: { readonly id: string; readonly name: string } | null;
  readonly mergedInto: { readonly id: string; readonly kind: PlaceKind; readonly name: string } | null;
  readonly prefix: string;
}

/** What the page of one place shows beside its row. Throws `thing.unknown`. */
export async function getPlaceExtras(asked: Asked, id: string): Promise<PlaceExtras> {
  const found = await sql<PlaceExtras>`
    select p.dwellings as "ownDwellings", s.prefix,
      (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'name', a.name) order by u.no), '[]')
        from unnest(p.path) with ordinality as u (id, no)
        join place a on a.street_id = p.street_id and a.id = u.id where a.id <> p.id) as ancestors,
      (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name) order by a.name), '[]')
        from place_alias a where a.street_id = p.street_id and a.place_id = p.id) as aliases,
      (select jsonb_build_object('id', c.id, 'name', c.name)
        from sector_member m join sector c on c.street_id = m.street_id and c.id = m.sector_id
        where m.street_id = p.street_id and m.compound_id = p.compound_id
          and m.starts <= ${todayOf(asked)} and m.ends > ${todayOf(asked)}) as sector,
      (select jsonb_build_object('id', i.id, 'kind', i.kind, 'name', i.name)
        from place i where i.street_id = p.street_id and i.id = p.merged_into) as "mergedInto"
    from place p join street s on s.id = p.street_id
    where p.street_id = ${asked.streetId} and p.id = ${id}`.execute(asked.tx);
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

/** Newest first, `limit` at most. */
export async function findHistory(
  { tx, streetId }: Asked,
  id: string,
  limit: number,
): Promise<PlaceHistory['rows']> {
  const found = await sql<PlaceHistory['rows'][number]>`
    select version, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, change, reason,
      account_id as "accountId", after
    from place_history
    where street_id = ${streetId} and place_id = ${id}
    order by version desc limit ${limit}`.execute(tx);
  return found.rows;
}

/**
 * The place as it was at the end of a day, or null when it was not there yet. The tree of that day follows from each
 * place's `parentId`; a `path` inside an image is of the moment of that change.
 */
export async function placeAsOf(tx: Tx, streetId: string, id: string, day: Day): Promise<PlaceOnDay | null> {
  const found = await sql<PlaceOnDay>`
    select h.version, h.after
    from place_history h join street s on s.id = h.street_id
    where h.street_id = ${streetId} and h.place_id = ${id}
      and h.at < (${day}::date + 1)::timestamp at time zone s.time_zone
    order by h.version desc limit 1`.execute(tx);
  return found.rows[0] ?? null;
}

/** Open places by name, alias, code, pinyin or initials; best first, `limit` at most. */
export async function findByText(
  { tx, streetId }: Asked,
  typed: string,
  limit: number,
): Promise<PlaceSearch['rows']> {
  const term = searchTerm(typed).replace(/[\\%_]/g, (letter) => `\\${letter}`);
  const anywhere = `%${term}%`;
  const found = await sql<PlaceSearch['rows'][number]>`
    with hits as (
      select p.id, null as alias, p.search from place p
      where p.street_id = ${streetId} and p.closed_on is null and (p.search like ${anywhere} or p.code like ${`${term}%`})
      union all
      select a.place_id, a.name, a.search from place_alias a
      where a.street_id = ${streetId} and a.search like ${anywhere}
    ), best as (
      select distinct on (h.id) h.id, h.alias, h.search like ${`${term}%`} as starts
      from hits h order by h.id, h.alias nulls first
    )
    select p.id, p.kind, p.name, b.alias, (
        select coalesce(jsonb_agg(a.name order by u.no), '[]')
        from unnest(p.path[2:]) with ordinality as u (id, no)
        join place a on a.street_id = p.street_id and a.id = u.id where a.id <> p.id) as path
    from best b join place p on p.street_id = ${streetId} and p.id = b.id and p.closed_on is null
    order by b.starts desc, cardinality(p.path), length(p.name), p.sort, p.name, p.id
    limit ${limit}`.execute(tx);
  return found.rows;
}
