import type { NoticeLevel } from '@linli/core/kernel';
import { kernelProblem } from '@linli/core/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { instant, milliseconds } from '../compute/store.ts';

export interface PostedNotice {
  readonly id: string;
  readonly serial: string;
  readonly inForce: boolean;
}

/** Throws `thing.unknown` when there is no such notice at that place. */
export async function getScanned(
  tx: Tx,
  streetId: string,
  scanned: { readonly code: string; readonly level: NoticeLevel; readonly targetId: string },
): Promise<PostedNotice> {
  const found = await sql<PostedNotice>`
    select n.id, n.serial, n.ended_at is null as "inForce"
    from notice n join street s on s.id = n.street_id
    where n.street_id = ${streetId} and s.prefix = left(${scanned.code}, 4) and n.code = substr(${scanned.code}, 5)
      and n.level = ${scanned.level} and n.target_id = ${scanned.targetId}`.execute(tx);
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

/** The first one to say so counts. */
export async function insertPosting(
  tx: Tx,
  streetId: string,
  noticeId: string,
  by: { readonly accountId: string; readonly now: number },
): Promise<void> {
  await sql`insert into notice_posting (street_id, notice_id, at, account_id)
    values (${streetId}, ${noticeId}, ${instant(by.now)}, ${by.accountId})
    on conflict (street_id, notice_id) do nothing`.execute(tx);
}

/** Also for a poster nobody had confirmed: it was found hanging, and is down now. */
export async function putTakenDown(
  tx: Tx,
  streetId: string,
  noticeId: string,
  by: { readonly accountId: string; readonly now: number },
): Promise<void> {
  await sql`
    insert into notice_take_down as t (street_id, notice_id, event_id, opened_at, done_at, done_by)
    select street_id, id, event_id, least(ended_at, ${instant(by.now)}), ${instant(by.now)}, ${by.accountId} from notice
    where street_id = ${streetId} and id = ${noticeId}
    on conflict (street_id, notice_id) do update set done_at = greatest(t.opened_at, excluded.done_at),
      done_by = excluded.done_by where t.done_at is null`.execute(tx);
}

export interface TakeDownRow {
  readonly noticeId: string;
  /** With the street's prefix. */
  readonly code: string;
  readonly serial: string;
  readonly level: NoticeLevel;
  readonly targetId: string;
  readonly name: string;
  readonly trail: readonly string[];
  readonly openedAt: number;
  readonly doneAt: number | null;
}

/** Open ones first, oldest first; then those done, newest first. */
export async function findTakeDowns(
  tx: Tx,
  streetId: string,
  eventId: string,
  limit: number,
): Promise<TakeDownRow[]> {
  const found = await sql<TakeDownRow>`
    select n.id as "noticeId", s.prefix || n.code as code, n.serial, n.level, n.target_id as "targetId", n.name, n.trail,
      ${milliseconds('t.opened_at')} as "openedAt", ${milliseconds('t.done_at')} as "doneAt"
    from notice_take_down t
    join notice n on n.street_id = t.street_id and n.id = t.notice_id
    join street s on s.id = t.street_id
    where t.street_id = ${streetId} and t.event_id = ${eventId}
    order by t.done_at is not null, case when t.done_at is null then t.opened_at end, t.done_at desc, n.serial
    limit ${limit}`.execute(tx);
  return found.rows;
}
