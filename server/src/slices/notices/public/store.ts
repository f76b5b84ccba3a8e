import type { Day, Status } from '@linli/core/kernel';
import type { NoticeState } from '@linli/core/notices';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { milliseconds } from '../compute/store.ts';
import type { NoticeFacts } from '../notice.ts';

/** One day of the last 14; `withdrawn`: what was said last on it was taken back. */
export interface PastDay {
  readonly day: Day;
  readonly status: Status;
  readonly title: string;
  readonly withdrawn: boolean;
}

/** Everything a public page says of a notice; moments in milliseconds. */
export interface PublicNotice extends NoticeFacts {
  readonly prefix: string;
  readonly streetName: string;
  readonly timeZone: string;
  readonly helpline: string;
  readonly name: string;
  readonly trail: readonly string[];
  readonly sentence: string;
  readonly lasting: string | null;
  readonly publishedAt: number;
  readonly state: NoticeState;
  readonly endedAt: number | null;
  readonly signature: Buffer;
  /** The public key of `kid`, base64url; null: there is none. */
  readonly x: string | null;
  /** The street's day at the moment asked. */
  readonly today: Day;
  /** Of the notice in force at this place, the whole code; null: none is. */
  readonly currentCode: string | null;
  /** Days with a notice, newest first. */
  readonly history: readonly PastDay[];
}

const columns = (
  now: number,
) => sql`n.code, n.serial, n.day, n.level, n.name, n.trail, n.place, n.status, n.title, n.sentence,
  n.lasting, n.lasting_days as "lastingDays", ${milliseconds('n.as_of')} as "asOf",
  ${milliseconds('n.published_at')} as "publishedAt", n.kid, n.signature, n.rehearsal,
  coalesce(n.end_kind, 'current') as state, ${milliseconds('n.ended_at')} as "endedAt",
  s.prefix, s.name as "streetName", s.time_zone as "timeZone", coalesce(o.helpline, '12345') as helpline,
  (select k.x from notice_key k where k.street_id = n.street_id and k.kid = n.kid) as x,
  (to_timestamp(${now / 1000}::double precision) at time zone s.time_zone)::date as today,
  (select s.prefix || c.code from notice c
    where c.street_id = n.street_id and c.target_id = n.target_id and c.event_id = n.event_id and c.ended_at is null)
    as "currentCode",
  coalesce((select jsonb_agg(to_jsonb(h) order by h.day desc) from (
    select distinct on (d.day) d.day, d.status, d.title, d.end_kind is not distinct from 'withdrawn' as withdrawn
    from notice d
    where d.street_id = n.street_id and d.target_id = n.target_id and d.event_id = n.event_id
      and d.day > (to_timestamp(${now / 1000}::double precision) at time zone s.time_zone)::date - 14
    order by d.day, d.published_at desc, d.no desc) h), '[]') as history`;

/** One statement, by keys. */
export async function findPublicNotice(
  tx: Tx,
  streetId: string,
  code: string,
  now: number,
): Promise<PublicNotice | null> {
  const found = await sql<PublicNotice>`
    select ${columns(now)}
    from notice n join street s on s.id = n.street_id left join notice_office o on o.street_id = n.street_id
    where n.street_id = ${streetId} and n.code = ${code}`.execute(tx);
  return found.rows[0] ?? null;
}

/** What stands at a place: the last word of each real event of the last 14 days, newest first. */
export async function findAtPlace(
  tx: Tx,
  streetId: string,
  placeId: string,
  now: number,
): Promise<PublicNotice[]> {
  const found = await sql<PublicNotice>`
    select ${columns(now)}
    from (
      select distinct on (l.event_id) l.* from notice l
      where l.street_id = ${streetId} and l.target_id = ${placeId} and not l.rehearsal
      order by l.event_id, l.day desc, l.published_at desc, l.no desc
    ) n
    join street s on s.id = n.street_id left join notice_office o on o.street_id = n.street_id
    where n.day > (to_timestamp(${now / 1000}::double precision) at time zone s.time_zone)::date - 14
    order by n.published_at desc`.execute(tx);
  return found.rows;
}

/** Streets do not change their prefix, so that what was found once stays found. */
export async function findStreetOf(tx: Tx, prefix: string): Promise<string | null> {
  const found = await sql<{ id: string }>`select id from street where prefix = ${prefix}`.execute(tx);
  return found.rows[0]?.id ?? null;
}
