import type { Day, ReportLevel, ScopeTarget, StatusLevel } from '@linli/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import type { TargetRef } from '../../../platform/house.ts';
import { type Asked, todayOf } from '../reads/store.ts';

/** A place or grid that can report, with where it lies. */
export interface Reporter extends ScopeTarget {
  readonly id: string;
  readonly level: ReportLevel;
}

/** The same with its names: its own, and those of what it lies in, from the community down. */
export interface NamedReporter extends Reporter {
  readonly name: string;
  readonly within: readonly string[];
}

/**
 * Of these targets, in their order, those that were cells, compounds and grids on `day` (null: not there, or not that on
 * that day). A grid without cells reports nothing. Grid and sector are today's, since that is what a person's scope
 * speaks of. One statement by keys: its cost does not grow with the street.
 */
export async function findReporters(
  asked: Asked,
  day: Day,
  targets: readonly { readonly level: ReportLevel; readonly targetId: string }[],
): Promise<(Reporter | null)[]> {
  const { tx, streetId } = asked;
  const today = todayOf(asked);
  const found = await sql<{ no: number } & Omit<Reporter, 'streetId'>>`
    select r.no, r.id, r.level, coalesce(p.path, array[${streetId}::uuid, g.community_id]) as path,
      case when r.level = 'grid' then g.id else here.grid_id end as "gridId", over.sector_id as "sectorId"
    from unnest(${targets.map(({ level }) => level)}::text[], ${targets.map(({ targetId }) => targetId)}::uuid[])
      with ordinality as r (level, id, no)
    left join lateral (
      select p.path, p.kind, p.compound_id, p.opened_on, p.closed_on from place p
      where r.level <> 'grid' and p.street_id = ${streetId} and p.id = r.id limit 1
    ) p on true
    left join lateral (
      select g.id, g.community_id from grid g
      where r.level = 'grid' and g.street_id = ${streetId} and g.id = r.id limit 1
    ) g on true
    left join lateral (
      select true as there from grid_member m
      where r.level = 'cell' and m.street_id = ${streetId} and m.cell_id = r.id
        and m.starts <= ${day} and m.ends > ${day} and m.grid_id is not null limit 1
    ) cell on true
    left join lateral (
      select true as there from grid_member m
      where r.level = 'grid' and m.street_id = ${streetId} and m.grid_id = r.id
        and m.starts <= ${day} and m.ends > ${day} limit 1
    ) filled on true
    left join lateral (
      select m.grid_id from grid_member m
      where r.level = 'cell' and m.street_id = ${streetId} and m.cell_id = r.id
        and m.starts <= ${today} and m.ends > ${today} limit 1
    ) here on true
    left join lateral (
      select m.sector_id from sector_member m
      where m.street_id = ${streetId} and m.compound_id = p.compound_id
        and m.starts <= ${today} and m.ends > ${today} limit 1
    ) over on true
    where cell.there or filled.there or (r.level = 'compound' and p.kind = 'compound' and p.opened_on <= ${day}
      and (p.closed_on is null or p.closed_on > ${day}))`.execute(tx);
  const byNo = new Map(found.rows.map(({ no, ...row }) => [no, { streetId, ...row }]));
  return targets.map((_target, index) => byNo.get(index + 1) ?? null);
}

/** Whether a reporter lies under something, by the columns that have an index. `p`: the place, `m`: its membership. */
function under(ref: TargetRef, place: 'p' | 'none'): RawBuilder<unknown> {
  if (ref.kind === 'street') return sql`true`;
  if (ref.kind === 'grid') return sql`m.grid_id = ${ref.id}`;
  if (ref.kind === 'sector') return place === 'p' ? sql`sm.sector_id = ${ref.id}` : sql`false`;
  return sql`(p.id = ${ref.id} or p.building_id = ${ref.id} or p.compound_id = ${ref.id} or p.community_id = ${ref.id})`;
}

type Rows = RawBuilder<Omit<NamedReporter, 'streetId'>>;

function cellsUnder(streetId: string, day: Day, ref: TargetRef): Rows {
  return sql`
    select p.id, 'cell' as level, p.path, m.grid_id as "gridId", sm.sector_id as "sectorId",
      case when p.kind = 'unit' then b.name || p.name else p.name end as name, array[c.name, k.name] as within
    from grid_member m
    join place p on p.street_id = m.street_id and p.id = m.cell_id
    join place b on b.street_id = p.street_id and b.id = p.building_id
    join place k on k.street_id = p.street_id and k.id = p.compound_id
    join place c on c.street_id = p.street_id and c.id = p.community_id
    left join sector_member sm on sm.street_id = p.street_id and sm.compound_id = p.compound_id
      and sm.starts <= ${day} and sm.ends > ${day}
    where m.street_id = ${streetId} and m.starts <= ${day} and m.ends > ${day} and m.grid_id is not null
      and ${under(ref, 'p')}
    order by c.sort, c.name, c.id, k.sort, k.name, k.id, b.sort, b.name, b.id, p.sort, p.name, p.id`;
}

function compoundsUnder(streetId: string, day: Day, ref: TargetRef): Rows {
  const reached = ref.kind === 'grid' ? sql`false` : under(ref, 'p');
  return sql`
    select p.id, 'compound' as level, p.path, null::uuid as "gridId", sm.sector_id as "sectorId", p.name,
      array[c.name] as within
    from place p
    join place c on c.street_id = p.street_id and c.id = p.community_id
    left join sector_member sm on sm.street_id = p.street_id and sm.compound_id = p.id
      and sm.starts <= ${day} and sm.ends > ${day}
    where p.street_id = ${streetId} and p.kind = 'compound' and p.opened_on <= ${day}
      and (p.closed_on is null or p.closed_on > ${day}) and ${reached}
    order by c.sort, c.name, c.id, p.sort, p.name, p.id`;
}

function gridsUnder(streetId: string, day: Day, ref: TargetRef): Rows {
  const reached = {
    street: sql`true`,
    sector: sql`false`,
    grid: sql`g.id = ${'id' in ref ? ref.id : null}::uuid`,
    place: sql`g.community_id = ${'id' in ref ? ref.id : null}::uuid`,
  }[ref.kind];
  return sql`
    select g.id, 'grid' as level, array[g.street_id, g.community_id] as path, g.id as "gridId",
      null::uuid as "sectorId", g.name, array[c.name] as within
    from grid g join place c on c.street_id = g.street_id and c.id = g.community_id
    where g.street_id = ${streetId} and ${reached} and exists (
      select from grid_member m where m.street_id = g.street_id and m.grid_id = g.id
        and m.starts <= ${day} and m.ends > ${day})
    order by c.sort, c.name, c.id, g.sort, g.name, g.id`;
}

const levels = { cell: cellsUnder, compound: compoundsUnder, grid: gridsUnder } as const;

/** Everything of these levels that lay under `ref` on `day`, level by level, in the order one walks them. */
export async function findReportersUnder(
  tx: Tx,
  streetId: string,
  day: Day,
  wanted: readonly ReportLevel[],
  ref: TargetRef,
): Promise<NamedReporter[]> {
  // The street's own id stands for the street.
  const from: TargetRef = ref.kind === 'place' && ref.id === streetId ? { kind: 'street' } : ref;
  const found = await Promise.all(wanted.map((level) => levels[level](streetId, day, from).execute(tx)));
  return found.flatMap(({ rows }) => rows.map((row) => ({ streetId, ...row })));
}

/** How a place or a set is called, and what it lies in, from the community down. */
export interface TargetName {
  readonly name: string;
  readonly within: readonly string[];
}

const kindsOf: Readonly<Record<StatusLevel, string>> = {
  cell: 'building unit',
  compound: 'compound',
  community: 'community',
  street: 'street',
  grid: '',
  sector: '',
};

/** By id; what is not there, or is of another level, is left out. */
export async function namesOfTargets(
  tx: Tx,
  streetId: string,
  targets: readonly { readonly level: StatusLevel; readonly targetId: string }[],
): Promise<Map<string, TargetName>> {
  if (targets.length === 0) return new Map();
  const found = await sql<TargetName & { id: string }>`
    select r.id, coalesce(g.name, s.name, case when p.kind = 'unit' then b.name || p.name else p.name end) as name,
      array_remove(array[case when r.level in ('cell', 'compound', 'grid') then c.name end,
        case when r.level = 'cell' then k.name end], null) as within
    from unnest(${targets.map(({ level }) => level)}::text[], ${targets.map(({ targetId }) => targetId)}::uuid[],
      ${targets.map(({ level }) => kindsOf[level])}::text[]) as r (level, id, kinds)
    left join grid g on r.level = 'grid' and g.street_id = ${streetId} and g.id = r.id
    left join sector s on r.level = 'sector' and s.street_id = ${streetId} and s.id = r.id
    left join place p on r.kinds <> '' and p.street_id = ${streetId} and p.id = r.id
      and p.kind = any(string_to_array(r.kinds, ' '))
    left join place b on b.street_id = p.street_id and b.id = p.building_id
    left join place k on k.street_id = p.street_id and k.id = p.compound_id
    left join place c on c.street_id = ${streetId} and c.id = coalesce(p.community_id, g.community_id)
    where coalesce(g.id, s.id, p.id) is not null`.execute(tx);
  return new Map(found.rows.map(({ id, name, within }) => [id, { name, within }]));
}
