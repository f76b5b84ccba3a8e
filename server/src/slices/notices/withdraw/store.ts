import type { NoticeLevel, Status } from '@linli/core/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { instant } from '../compute/store.ts';

export interface EndedNotice {
  readonly id: string;
  readonly code: string;
  readonly level: NoticeLevel;
  readonly targetId: string;
  readonly name: string;
  readonly trail: readonly string[];
  readonly wholes: readonly string[];
  readonly status: Status;
  readonly title: string;
  readonly serial: string;
  readonly rehearsal: boolean;
  /** True when a poster of it hangs. */
  readonly posted: boolean;
}

export interface Withdrawal {
  readonly streetId: string;
  readonly eventId: string;
  /** The places meant; every whole that their notices name is meant too. */
  readonly targetIds: readonly string[];
  /** Further places that are wholes of a target without a notice of its own. */
  readonly wholeIds: readonly string[];
  /** What a notice must say to be withdrawn, of targets and of wholes: one that says worse already stays true. */
  readonly ofTargets: readonly Status[];
  readonly ofWholes: readonly Status[];
  readonly reason: string;
  readonly accountId: string;
  /** Milliseconds. */
  readonly now: number;
}

/** Of these places, those with a notice of the event in force. */
export async function findInForce(
  tx: Tx,
  streetId: string,
  eventId: string,
  targetIds: readonly string[],
): Promise<Set<string>> {
  const found = await sql<{ id: string }>`
    select target_id as id from notice
    where street_id = ${streetId} and event_id = ${eventId} and target_id = any(${targetIds}::uuid[]) and ended_at is null`.execute(
    tx,
  );
  return new Set(found.rows.map(({ id }) => id));
}

/**
 * Withdraws, in one statement: the notices in force of the targets and of every whole their notices name, a take-down
 * for each poster that hangs, and the drafts they came from, so that nothing republishes them unseen.
 */
export async function endNotices(tx: Tx, given: Withdrawal): Promise<EndedNotice[]> {
  const { streetId, eventId, targetIds, wholeIds, now } = given;
  const found = await sql<EndedNotice>`
    with reach as (
      select unnest(${wholeIds}::uuid[]) as id
      union
      select unnest(n.wholes) from notice n
      where n.street_id = ${streetId} and n.event_id = ${eventId} and n.target_id = any(${targetIds}::uuid[])
        and n.ended_at is null
    ), ended as (
      update notice n set ended_at = ${instant(now)}, end_kind = 'withdrawn', end_reason = ${given.reason},
        ended_by = ${given.accountId}
      where n.street_id = ${streetId} and n.event_id = ${eventId} and n.ended_at is null and (
        (n.target_id = any(${targetIds}::uuid[]) and n.status = any(${given.ofTargets}::text[]))
        or (n.target_id in (select id from reach) and n.status = any(${given.ofWholes}::text[])))
      returning n.id, n.code, n.level, n.target_id, n.name, n.trail, n.wholes, n.status, n.title, n.serial, n.rehearsal, n.day
    ), downs as (
      insert into notice_take_down (street_id, notice_id, event_id, opened_at)
      select p.street_id, p.notice_id, ${eventId}, ${instant(now)}
      from notice_posting p join ended on ended.id = p.notice_id
      where p.street_id = ${streetId}
      on conflict (street_id, notice_id) do nothing
      returning notice_id
    ), drafts as (
      update notice_draft d set withdrawn = true, clear_days = 0
      from ended
      where d.street_id = ${streetId} and d.event_id = ${eventId} and d.day = ended.day and d.target_id = ended.target_id
    )
    select id, code, level, target_id as "targetId", name, trail, wholes, status, title, serial, rehearsal,
      id in (select notice_id from downs) as posted
    from ended order by cardinality(wholes), serial`.execute(tx);
  return found.rows;
}
