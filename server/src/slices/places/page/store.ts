import type { PlaceKind } from '@linli/core/places';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';

/** What may be public of a place: its name, where it lies, and how to reach the pages around it. */
export interface PublicPlace {
  readonly id: string;
  readonly kind: PlaceKind;
  readonly name: string;
  readonly code: string | null;
  readonly shortCode: string;
  readonly isCell: boolean;
  readonly closed: boolean;
  readonly grid: string | null;
  readonly successor: string | null;
  readonly trail: readonly { readonly name: string; readonly shortCode: string }[];
  readonly parts: readonly { readonly name: string; readonly shortCode: string }[];
}

/** The street whose public links begin with this prefix. */
export async function findStreetByPrefix(tx: Tx, prefix: string): Promise<{ id: string } | null> {
  const found = await sql<{ id: string }>`select id from street where prefix = ${prefix}`.execute(tx);
  return found.rows[0] ?? null;
}

/**
 * One statement, whatever the place. `parts` stop at the cell: nothing finer is public, so a unit that does not report
 * is in no list.
 */
export async function findPublicPlace(
  tx: Tx,
  streetId: string,
  shortCode: string,
): Promise<PublicPlace | null> {
  const found = await sql<PublicPlace>`
    select p.id, p.kind, p.name, p.code, p.short_code as "shortCode", p.is_cell as "isCell",
      p.closed_on is not null as closed, g.name as grid, s.short_code as successor,
      coalesce((
        select json_agg(json_build_object('name', a.name, 'shortCode', a.short_code) order by array_position(p.path, a.id))
        from place a where a.street_id = p.street_id and a.id = any(p.path) and a.id <> p.id), '[]') as trail,
      coalesce((
        select json_agg(json_build_object('name', c.name, 'shortCode', c.short_code) order by c.sort, c.name)
        from place c where c.street_id = p.street_id and c.parent_id = p.id and c.closed_on is null
          and (c.kind <> 'unit' or c.is_cell)), '[]') as parts
    from place p
    left join grid_member m on m.street_id = p.street_id and m.cell_id = p.id and m.ends = 'infinity'
    left join grid g on g.street_id = m.street_id and g.id = m.grid_id
    left join place s on s.street_id = p.street_id and s.id = p.merged_into
    where p.street_id = ${streetId} and p.short_code = ${shortCode}`.execute(tx);
  return found.rows[0] ?? null;
}
