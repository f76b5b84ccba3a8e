import type { Day, NoticeLevel, Status } from '@linli/core/kernel';
import type { NoticeState } from '@linli/core/notices';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { milliseconds } from '../compute/store.ts';
import type { NoticeFacts } from '../notice.ts';

/** A notice as the office sees it; moments in milliseconds. */
export interface NoticeRecord extends NoticeFacts {
  readonly id: string;
  readonly eventId: string;
  readonly targetId: string;
  readonly prefix: string;
  readonly name: string;
  readonly trail: readonly string[];
  readonly wholes: readonly string[];
  readonly sentence: string;
  readonly lasting: string | null;
  readonly publishedAt: number;
  readonly state: NoticeState;
  readonly endedAt: number | null;
  readonly endedReason: string | null;
  readonly postedAt: number | null;
  readonly takenDownAt: number | null;
  readonly signature: Buffer;
}

const columns = sql`n.id, n.event_id as "eventId", n.target_id as "targetId", s.prefix, n.code, n.serial, n.day, n.level,
  n.name, n.trail, n.wholes, n.place, n.status, n.title, n.sentence, n.lasting, n.lasting_days as "lastingDays",
  ${milliseconds('n.as_of')} as "asOf", ${milliseconds('n.published_at')} as "publishedAt", n.kid, n.signature,
  n.rehearsal, coalesce(n.end_kind, 'current') as state, ${milliseconds('n.ended_at')} as "endedAt",
  n.end_reason as "endedReason", ${milliseconds('p.at')} as "postedAt", ${milliseconds('t.done_at')} as "takenDownAt"`;

const joined = sql`notice n join street s on s.id = n.street_id
  left join notice_posting p on p.street_id = n.street_id and p.notice_id = n.id
  left join notice_take_down t on t.street_id = n.street_id and t.notice_id = n.id`;

/** Below a place, itself included; the street's own id: all of them, sectors too. */
function under(streetId: string, underId: string): RawBuilder<unknown> {
  return underId === streetId
    ? sql`true`
    : sql`(n.target_id = ${underId} or ${underId}::uuid = any(n.wholes))`;
}

const order = sql`order by cardinality(n.wholes), n.no, n.id`;

export async function findNotices(
  tx: Tx,
  streetId: string,
  wanted: {
    readonly eventId: string;
    readonly day: Day;
    readonly level?: NoticeLevel | undefined;
    readonly underId?: string | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<NoticeRecord[]> {
  const level = wanted.level === undefined ? sql`true` : sql`n.level = ${wanted.level}`;
  const within = wanted.underId === undefined ? sql`true` : under(streetId, wanted.underId);
  const after =
    wanted.after === undefined
      ? sql`true`
      : sql`(cardinality(n.wholes), n.no, n.id) > (select cardinality(l.wholes), l.no, l.id from notice l
          where l.street_id = ${streetId} and l.id = ${wanted.after})`;
  const found = await sql<NoticeRecord>`
    select ${columns} from ${joined}
    where n.street_id = ${streetId} and n.event_id = ${wanted.eventId} and n.day = ${wanted.day}
      and ${level} and ${within} and ${after}
    ${order} limit ${wanted.limit}`.execute(tx);
  return found.rows;
}

/** By the whole code, the street's prefix included; null: no such notice in this street. */
export async function findByCode(tx: Tx, streetId: string, code: string): Promise<NoticeRecord | null> {
  const found = await sql<NoticeRecord>`
    select ${columns} from ${joined}
    where n.street_id = ${streetId} and s.prefix = ${code.slice(0, 4)} and n.code = ${code.slice(4)}`.execute(
    tx,
  );
  return found.rows[0] ?? null;
}

/** What can be printed under a place: the notices in force of the event's newest day there, in walking order. */
export async function findPrintable(
  tx: Tx,
  streetId: string,
  eventId: string,
  underId: string,
): Promise<NoticeRecord[]> {
  const found = await sql<NoticeRecord>`
    select ${columns} from ${joined}
    where n.street_id = ${streetId} and n.event_id = ${eventId} and n.ended_at is null and ${under(streetId, underId)}
      and n.day = (select max(l.day) from notice l
        where l.street_id = ${streetId} and l.event_id = ${eventId} and l.ended_at is null)
    order by n.no`.execute(tx);
  return found.rows;
}

/** In no order that matters; what is not there is left out. */
export async function findByIds(tx: Tx, streetId: string, ids: readonly string[]): Promise<NoticeRecord[]> {
  const found = await sql<NoticeRecord>`
    select ${columns} from ${joined}
    where n.street_id = ${streetId} and n.id = any(${ids}::uuid[])`.execute(tx);
  return found.rows;
}

export interface DayRow {
  readonly day: Day;
  readonly computedAt: number;
  readonly publishedAt: number | null;
  readonly published: number;
  readonly withdrawn: number;
  readonly counts: Readonly<Record<Status, number>>;
}

export async function findDays(tx: Tx, streetId: string, eventId: string): Promise<DayRow[]> {
  const found = await sql<DayRow>`
    select d.day, ${milliseconds('d.computed_at')} as "computedAt", ${milliseconds('n.published_at')} as "publishedAt",
      coalesce(n.published, 0) as published, coalesce(n.withdrawn, 0) as withdrawn,
      jsonb_build_object('clear', d.clear, 'pending', d.pending, 'attention', d.attention) as counts
    from (
      select day, max(computed_at) as computed_at, count(*) filter (where status = 'clear') as clear,
        count(*) filter (where status = 'pending') as pending, count(*) filter (where status = 'attention') as attention
      from notice_draft where street_id = ${streetId} and event_id = ${eventId} group by day
    ) d
    left join (
      select day, max(published_at) as published_at, count(*) as published,
        count(*) filter (where end_kind = 'withdrawn') as withdrawn
      from notice where street_id = ${streetId} and event_id = ${eventId} group by day
    ) n on n.day = d.day
    order by d.day desc limit 400`.execute(tx);
  return found.rows;
}

/** When the day was last published; milliseconds, null: not yet. */
export async function lastPublished(
  tx: Tx,
  streetId: string,
  eventId: string,
  day: Day,
): Promise<number | null> {
  const found = await sql<{ at: number | null }>`
    select extract(epoch from max(published_at))::double precision * 1000 as at from notice
    where street_id = ${streetId} and event_id = ${eventId} and day = ${day}`.execute(tx);
  return found.rows[0]?.at ?? null;
}
