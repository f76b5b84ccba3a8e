import type { Day, NoticeLevel, Status } from '@linli/core/kernel';
import type { Draft, PastDraft } from '@linli/core/notices';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';

/** One day of one event. */
export interface DayRef {
  readonly streetId: string;
  readonly eventId: string;
  readonly day: Day;
}

export const instant = (milliseconds: number) => sql`to_timestamp(${milliseconds / 1000}::double precision)`;
export const milliseconds = (column: string): RawBuilder<number> =>
  sql`(extract(epoch from ${sql.ref(column)}) * 1000)::double precision`;

/** What was drafted for the day before, by target. */
export async function findPast(tx: Tx, { streetId, eventId, day }: DayRef): Promise<Map<string, PastDraft>> {
  const found = await sql<PastDraft & { id: string }>`
    select target_id as id, status, clear_days as "clearDays" from notice_draft
    where street_id = ${streetId} and event_id = ${eventId} and day = ${day}::date - 1`.execute(tx);
  return new Map(found.rows.map(({ id, ...past }) => [id, past]));
}

/** Places of which a notice of this day was withdrawn. */
export async function findWithdrawn(tx: Tx, { streetId, eventId, day }: DayRef): Promise<Set<string>> {
  const found = await sql<{ id: string }>`
    select distinct target_id as id from notice
    where street_id = ${streetId} and event_id = ${eventId} and day = ${day} and end_kind = 'withdrawn'`.execute(
    tx,
  );
  return new Set(found.rows.map(({ id }) => id));
}

/**
 * Writes the drafts over what was there, in one statement however many. `whole`: what is not among them has no status on
 * that day any more, and its draft goes.
 */
export async function putDrafts(
  tx: Tx,
  { streetId, eventId, day }: DayRef,
  drafts: readonly Draft[],
  given: { readonly asOf: number; readonly computedAt: number; readonly whole: boolean },
): Promise<void> {
  await sql`
    with gone as (
      delete from notice_draft
      where ${given.whole} and street_id = ${streetId} and event_id = ${eventId} and day = ${day}
        and target_id <> all(${drafts.map(({ targetId }) => targetId)}::uuid[])
    )
    insert into notice_draft (street_id, event_id, day, target_id, level, sort, name, trail, wholes, status, was, clear_days,
      title, sentence, lasting, lasting_days, as_of, computed_at)
    select ${streetId}, ${eventId}, ${day}, "targetId", level, sort, name,
      array(select jsonb_array_elements_text(trail)), array(select jsonb_array_elements_text(wholes)::uuid), status, was,
      "clearDays", title, sentence, lasting, "lastingDays", ${instant(given.asOf)}, ${instant(given.computedAt)}
    from jsonb_to_recordset(${JSON.stringify(drafts)}::jsonb) as row ("targetId" uuid, level text, sort integer, name text,
      trail jsonb, wholes jsonb, status text, was text, "clearDays" integer, title text, sentence text, lasting text,
      "lastingDays" integer)
    on conflict (street_id, event_id, day, target_id) do update set level = excluded.level, sort = excluded.sort,
      name = excluded.name, trail = excluded.trail, wholes = excluded.wholes, status = excluded.status, was = excluded.was,
      clear_days = excluded.clear_days, title = excluded.title, sentence = excluded.sentence, lasting = excluded.lasting,
      lasting_days = excluded.lasting_days, as_of = excluded.as_of, computed_at = excluded.computed_at, withdrawn = false`.execute(
    tx,
  );
}

/** A draft with what is in force at its place. */
export interface DraftRow {
  readonly targetId: string;
  readonly level: NoticeLevel;
  readonly name: string;
  readonly trail: readonly string[];
  readonly wholes: readonly string[];
  readonly status: Status;
  readonly was: Status | null;
  readonly title: string;
  readonly sentence: string;
  readonly lasting: string | null;
  readonly lastingDays: number;
  readonly withdrawn: boolean;
  /** Milliseconds. */
  readonly asOf: number;
  readonly computedAt: number;
  /** The notice of this place in force, of whichever day; null: none. */
  readonly currentId: string | null;
  /** True when that notice says the same of the same day: there is nothing to publish. */
  readonly same: boolean;
}

type Stored = Omit<DraftRow, 'currentId' | 'same'>;

interface Current extends Pick<DraftRow, 'status' | 'title' | 'lastingDays'> {
  readonly id: string;
  readonly targetId: string;
  readonly day: Day;
}

/**
 * In walking order. Two reads that are put together here: joined in the database, the first day of a new office, before
 * there are statistics, compared every draft with every notice.
 */
export async function findDrafts(tx: Tx, { streetId, eventId, day }: DayRef): Promise<DraftRow[]> {
  const [drafts, current] = await Promise.all([
    sql<Stored>`
      select target_id as "targetId", level, name, trail, wholes, status, was, title, sentence, lasting,
        lasting_days as "lastingDays", withdrawn, ${milliseconds('as_of')} as "asOf",
        ${milliseconds('computed_at')} as "computedAt"
      from notice_draft
      where street_id = ${streetId} and event_id = ${eventId} and day = ${day}
      order by sort`.execute(tx),
    sql<Current>`
      select id, target_id as "targetId", day, status, title, lasting_days as "lastingDays"
      from notice where street_id = ${streetId} and event_id = ${eventId} and ended_at is null`.execute(tx),
  ]);
  const byTarget = new Map(current.rows.map((notice) => [notice.targetId, notice]));
  return drafts.rows.map((draft) => {
    const notice = byTarget.get(draft.targetId);
    return { ...draft, currentId: notice?.id ?? null, same: notice?.day === day && saysSame(notice, draft) };
  });
}

function saysSame(notice: Current, draft: Stored): boolean {
  const { status, title, lastingDays } = notice;
  return status === draft.status && title === draft.title && lastingDays === draft.lastingDays;
}

/** Whether the day has drafts. */
export async function isComputed(tx: Tx, { streetId, eventId, day }: DayRef): Promise<boolean> {
  const found = await sql<{ computed: boolean }>`
    select exists (select from notice_draft where street_id = ${streetId} and event_id = ${eventId} and day = ${day})
      as computed`.execute(tx);
  return found.rows[0]?.computed ?? false;
}
