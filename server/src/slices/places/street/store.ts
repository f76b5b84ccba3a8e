import { shortCode, uuidv7 } from '@linli/core/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import type { House } from '../../../platform/house.ts';
import { searchKey } from '../search-key.ts';

export interface NewStreet {
  readonly streetId: string;
  readonly name: string;
  /** 12-digit code ending in 000, checked by `checkStreetCode`; null where it is not known. */
  readonly code: string | null;
  readonly sample: boolean;
}

/** The street's own row. Its prefix opens its public links; drawn again when another street has it. */
export async function insertStreet(tx: Tx, house: Pick<House, 'random'>, street: NewStreet): Promise<void> {
  const { streetId, name, code, sample } = street;
  for (;;) {
    const done = await sql`
      insert into street (id, prefix, name, code, sample)
      values (${streetId}, ${shortCode(4, house.random)}, ${name}, ${code}, ${sample})
      on conflict (prefix) do nothing`.execute(tx);
    if (done.numAffectedRows === 1n) return;
  }
}

/** The place at the root of the tree, with the first row of its history. */
export async function insertRoot(
  tx: Tx,
  house: Pick<House, 'clock' | 'random'>,
  street: NewStreet,
): Promise<void> {
  const { streetId, name, code } = street;
  await sql`
    with root as (
      insert into place (street_id, id, kind, name, search, code, short_code, path, opened_on)
      select s.id, s.id, 'street', ${name}::text, ${searchKey(name)}, ${code}, ${shortCode(5, house.random)}, array[s.id],
        (to_timestamp(${house.clock() / 1000}::double precision) at time zone s.time_zone)::date
      from street s where s.id = ${streetId}
      returning *
    )
    insert into place_history (street_id, place_id, version, command_id, change, after)
    select street_id, id, 1, ${uuidv7(house.clock(), house.random)}, 'added', jsonb_build_object(
      'id', id, 'parentId', null, 'kind', kind, 'name', name, 'code', code, 'shortCode', short_code, 'sort', sort,
      'floors', null, 'heightM', null, 'reportsAs', null, 'managed', null, 'path', to_jsonb(path), 'openedOn', opened_on,
      'closedOn', null, 'mergedInto', null, 'isCell', false, 'dwellings', 0, 'version', 1, 'gridId', null)
    from root`.execute(tx);
}
