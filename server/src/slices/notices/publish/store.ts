import type { Day } from '@linli/core/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { type DayRef, instant } from '../compute/store.ts';
import type { NoticeFacts } from '../notice.ts';

/**
 * Publishing waits for findings that are being written, and they for it: a place is never published as clear beside a
 * finding that neither of the two saw. `shared`: withdrawals do not wait for one another.
 */
export async function lockNotices(tx: Tx, streetId: string, how: 'alone' | 'shared'): Promise<void> {
  const key = sql`hashtextextended(${`notices:${streetId}`}, 0)`;
  await (how === 'alone'
    ? sql`select pg_advisory_xact_lock(${key})`
    : sql`select pg_advisory_xact_lock_shared(${key})`
  ).execute(tx);
}

/** The highest number given on that day; 0: none. */
export async function lastNo(tx: Tx, streetId: string, day: Day, rehearsal: boolean): Promise<number> {
  const found = await sql<{ no: number }>`
    select coalesce(max(no), 0) as no from notice
    where street_id = ${streetId} and day = ${day} and rehearsal = ${rehearsal}`.execute(tx);
  return found.rows[0]?.no ?? 0;
}

export interface NewNotice extends NoticeFacts {
  readonly id: string;
  readonly targetId: string;
  readonly no: number;
  readonly name: string;
  readonly trail: readonly string[];
  readonly wholes: readonly string[];
  readonly sentence: string;
  readonly lasting: string | null;
  /** base64 */
  readonly signature: string;
  readonly replaces: string | null;
}

/** Ends what stood there and writes what stands there now: two statements, however many. */
export async function insertNotices(
  tx: Tx,
  { streetId, eventId, day }: DayRef,
  author: { readonly accountId: string; readonly now: number; readonly rehearsal: boolean },
  notices: readonly NewNotice[],
): Promise<void> {
  const { accountId, now, rehearsal } = author;
  const replaced = notices.flatMap(({ replaces }) => (replaces === null ? [] : [replaces]));
  await Promise.all([
    sql`update notice set ended_at = ${instant(now)}, end_kind = 'replaced', ended_by = ${accountId}
      where street_id = ${streetId} and id = any(${replaced}::uuid[]) and ended_at is null`.execute(tx),
    sql`
      insert into notice (street_id, id, event_id, day, level, target_id, code, no, serial, name, trail, place, wholes, status,
        title, sentence, lasting, lasting_days, as_of, published_at, published_by, kid, signature, rehearsal, replaces)
      select ${streetId}, id, ${eventId}, ${day}, level, "targetId", code, no, serial, name,
        array(select jsonb_array_elements_text(trail)), place, array(select jsonb_array_elements_text(wholes)::uuid), status,
        title, sentence, lasting, "lastingDays", to_timestamp("asOf" / 1000), ${instant(now)}, ${accountId}, kid,
        decode(signature, 'base64'), ${rehearsal}, replaces
      from jsonb_to_recordset(${JSON.stringify(notices)}::jsonb) as row (id uuid, level text, "targetId" uuid, code text,
        no integer, serial text, name text, trail jsonb, place text, wholes jsonb, status text, title text, sentence text,
        lasting text, "lastingDays" integer, "asOf" double precision, kid text, signature text, replaces uuid)`.execute(
      tx,
    ),
  ]);
}
