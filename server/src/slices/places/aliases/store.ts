import { kernelProblem } from '@linli/core/kernel';
import type { Written } from '@linli/core/places';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { searchKey } from '../search-key.ts';

/** The place the alias was given to. Throws `thing.unknown`. */
export async function insertAlias(
  tx: Tx,
  streetId: string,
  alias: { readonly aliasId: string; readonly placeId: string; readonly name: string },
): Promise<Written> {
  const done = await sql<Written>`
    with named as (
      select id, version from place where street_id = ${streetId} and id = ${alias.placeId} and closed_on is null
    ), made as (
      insert into place_alias (street_id, id, place_id, name, search)
      select ${streetId}, ${alias.aliasId}, id, ${alias.name}, ${searchKey(alias.name)} from named
    )
    select id, version from named`.execute(tx);
  return gotten(done.rows[0]);
}

/** The place the alias was taken from. Throws `thing.unknown`. */
export async function deleteAlias(
  tx: Tx,
  streetId: string,
  aliasId: string,
  placeId: string,
): Promise<Written> {
  const done = await sql<Written>`
    with gone as (
      delete from place_alias where street_id = ${streetId} and id = ${aliasId} and place_id = ${placeId}
      returning place_id
    )
    select p.id, p.version from gone join place p on p.street_id = ${streetId} and p.id = gone.place_id`.execute(
    tx,
  );
  return gotten(done.rows[0]);
}

function gotten(row: Written | undefined): Written {
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}
