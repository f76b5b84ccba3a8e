import { sql } from 'kysely';
import { installationStreet } from '../../platform/audit/entry.ts';
import type { Tx } from '../../platform/db/tx.ts';

/** Audit action of a finished set-up. */
export const setUpAction = 'setup.opened';

/** True when the office was set up by this very command: its answer may have been lost on the way. */
export async function wasSetUpBy(tx: Tx, commandId: string): Promise<boolean> {
  const found = await sql`
    select from audit where street_id = ${installationStreet} and action = ${setUpAction} and command_id = ${commandId}
    limit 1`.execute(tx);
  return found.rows.length > 0;
}

/** True when the street is here. A sample does not stand in the way of the real street of its code, nor the other way. */
export async function streetExists(
  tx: Tx,
  street: { readonly id: string; readonly code: string | null; readonly sample: boolean },
): Promise<boolean> {
  const found = await sql`
    select from street
    where id = ${street.id} or (code = ${street.code} and sample = ${street.sample})
    limit 1`.execute(tx);
  return found.rows.length > 0;
}

/** Tells open pages that the street is there. */
export async function recordNewStreet(tx: Tx, streetId: string): Promise<void> {
  await sql`
    insert into change (street_id, kind, target_id, operation) values (${streetId}, 'street', ${streetId}, 'added')`.execute(
    tx,
  );
}
