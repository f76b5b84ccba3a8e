import type { RobotVendor } from '@linli/core/notices';
import { sql } from 'kysely';
import type { Tx } from '../../../../platform/db/tx.ts';
import { instant } from '../../compute/store.ts';

export interface HeldMessage {
  readonly id: string;
  readonly robotId: string;
  readonly vendor: RobotVendor;
  readonly access: Buffer;
  readonly text: string;
  readonly tries: number;
  /** It was sent before and nobody knows whether it arrived. */
  readonly repeated: boolean;
}

/** Milliseconds a sender has for one try; longer than the try itself may take. */
const holdMs = 60_000;

/**
 * Takes the next message of each robot that may speak now, and holds it. Only the first in its queue: what comes later
 * waits, so that a group never reads of a withdrawal before the publication. `perMinute`: by vendor. A hold that has run
 * out was a sender that died while sending: its message counts as one that may have arrived.
 */
export async function holdNext(
  tx: Tx,
  streetId: string,
  now: number,
  perMinute: Readonly<Record<RobotVendor, number>>,
): Promise<HeldMessage[]> {
  const found = await sql<HeldMessage>`
    with first as (
      select r.id as robot_id, r.vendor, r.access, (
        select m.id from robot_message m
        where m.street_id = r.street_id and m.robot_id = r.id and m.state = 'queued' order by m.seq limit 1) as id
      from robot r
      where r.street_id = ${streetId} and r.removed_at is null and (
        select count(*) from robot_message m
        where m.street_id = r.street_id and m.robot_id = r.id and m.sent_at > ${instant(now - 60_000)}
      ) < (${JSON.stringify(perMinute)}::jsonb ->> r.vendor)::integer
    ), mine as (
      select m.id, f.vendor, f.access
      from first f join robot_message m on m.street_id = ${streetId} and m.id = f.id
      where m.next_at <= ${instant(now)} and (m.held_until is null or m.held_until <= ${instant(now)})
      for update of m skip locked
    )
    update robot_message m set held_until = ${instant(now + holdMs)}, tries = m.tries + 1,
      repeated = m.repeated or m.held_until is not null
    from mine where m.street_id = ${streetId} and m.id = mine.id
    returning m.id, m.robot_id as "robotId", mine.vendor, mine.access, m.text, m.tries, m.repeated`.execute(
    tx,
  );
  return found.rows;
}

export async function markSent(tx: Tx, streetId: string, id: string, now: number): Promise<void> {
  await sql`update robot_message set state = 'sent', sent_at = ${instant(now)}, held_until = null, last_error = null
    where street_id = ${streetId} and id = ${id}`.execute(tx);
}

/** `again`: when to try again, or null: given up. */
export async function markFailed(
  tx: Tx,
  streetId: string,
  id: string,
  outcome: {
    readonly why: string;
    readonly again: number | null;
    readonly unsure: boolean;
    readonly counts: boolean;
  },
): Promise<void> {
  const { why, again, unsure, counts } = outcome;
  await sql`update robot_message set last_error = ${why}, held_until = null, repeated = repeated or ${unsure},
      tries = tries - ${counts ? 0 : 1}, state = ${again === null ? 'dead' : 'queued'},
      next_at = ${again === null ? sql`next_at` : instant(again)}
    where street_id = ${streetId} and id = ${id}`.execute(tx);
}

/** Streets, among those the transaction sees, in which a message is due. */
export async function findStreetsWithDue(tx: Tx, now: number): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select distinct street_id as id from robot_message
    where state = 'queued' and next_at <= ${instant(now)} and (held_until is null or held_until <= ${instant(now)})`.execute(
    tx,
  );
  return found.rows.map(({ id }) => id);
}
