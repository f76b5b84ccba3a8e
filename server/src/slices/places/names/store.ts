import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';

/** The names of places, grids and sectors that roles are held in, by id; one query for all. */
export async function scopeNames(
  tx: Tx,
  streetIds: readonly string[],
  scopes: readonly { readonly scopeId: string }[],
): Promise<Map<string, string>> {
  const ids = [...new Set(scopes.map((scope) => scope.scopeId))];
  if (ids.length === 0) return new Map();
  const found = await sql<{ id: string; name: string }>`
    select id, name from place where street_id = any(${streetIds}::uuid[]) and id = any(${ids}::uuid[])
    union all select id, name from grid where street_id = any(${streetIds}::uuid[]) and id = any(${ids}::uuid[])
    union all select id, name from sector where street_id = any(${streetIds}::uuid[]) and id = any(${ids}::uuid[])`.execute(
    tx,
  );
  return new Map(found.rows.map((row) => [row.id, row.name]));
}
