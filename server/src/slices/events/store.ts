import type { AuthorisingDocument, EventKind, EventMode, EventParams } from '@linli/core/events';
import { type Day, kernelProblem } from '@linli/core/kernel';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Tx } from '../../platform/db/tx.ts';

export type Document = z.infer<typeof AuthorisingDocument>;

export interface EventRecord {
  readonly id: string;
  readonly kind: EventKind;
  readonly packId: string;
  readonly name: string;
  readonly rehearsal: boolean;
  readonly mode: EventMode;
  readonly startedOn: Day;
  /** Moments as milliseconds. */
  readonly activatedAt: number;
  readonly endedAt: number | null;
  /** Of the newest parameters. */
  readonly version: number;
}

/** An event as it concerns one of its days. */
export interface EventOnDay extends EventRecord {
  readonly timeZone: string;
  /** The street's day at the moment asked. */
  readonly today: Day;
  /** The day asked for; today when none was. */
  readonly day: Day;
  /** Those in force at the moment asked, or at the end of `day` when that is over. */
  readonly params: EventParams;
  /** When `day`'s reports fall due, and when the day ends; milliseconds. */
  readonly cutOffAt: number;
  readonly dayEnd: number;
}

const milliseconds = (column: string) =>
  sql`(extract(epoch from ${sql.ref(column)}) * 1000)::double precision`;

const eventColumns = sql`e.id, e.kind, e.pack_id as "packId", e.name, e.rehearsal, e.mode, e.started_on as "startedOn",
  ${milliseconds('e.activated_at')} as "activatedAt", ${milliseconds('e.ended_at')} as "endedAt", e.version`;

/**
 * The event with the parameters that hold for `day`, seen from `moment`. A change of the parameters counts for the day it
 * was made on and from then on; earlier days keep theirs. `day` null: today. One statement. Throws `thing.unknown`.
 */
export async function getEventOn(
  tx: Tx,
  streetId: string,
  id: string,
  day: Day | null,
  moment: number,
): Promise<EventOnDay> {
  const seen = sql`to_timestamp(${moment / 1000}::double precision)`;
  const found = await sql<EventOnDay>`
    select ${eventColumns}, s.time_zone as "timeZone", t.today, d.day, p.params,
      extract(epoch from (d.day + (p.params ->> 'cutOff')::time) at time zone s.time_zone)::double precision * 1000
        as "cutOffAt",
      extract(epoch from d.ends)::double precision * 1000 as "dayEnd"
    from event e join street s on s.id = e.street_id
    cross join lateral (select (${seen} at time zone s.time_zone)::date as today) t
    cross join lateral (
      select coalesce(${day}::date, t.today) as day,
        (coalesce(${day}::date, t.today) + 1)::timestamp at time zone s.time_zone as ends
    ) d
    cross join lateral (
      select v.params from event_params v
      where v.street_id = e.street_id and v.event_id = e.id and (v.version = 1 or v.at <= least(${seen}, d.ends))
      order by v.version desc limit 1
    ) p
    where e.street_id = ${streetId} and e.id = ${id}`.execute(tx);
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

/** Active first, then newest first. */
export async function findEvents(tx: Tx, streetId: string): Promise<EventRecord[]> {
  const found = await sql<EventRecord>`
    select ${eventColumns} from event e where e.street_id = ${streetId}
    order by e.mode <> 'emergency', e.activated_at desc, e.id`.execute(tx);
  return found.rows;
}

/** The events that run at present, rehearsals among them. */
export async function findActiveEvents(tx: Tx, streetId: string): Promise<EventRecord[]> {
  const found = await sql<EventRecord>`
    select ${eventColumns} from event e where e.street_id = ${streetId} and e.mode = 'emergency'
    order by e.activated_at, e.id`.execute(tx);
  return found.rows;
}

export interface EventExtras {
  readonly document: Document;
  readonly endDocument: Document | null;
  readonly params: EventParams;
  readonly history: readonly {
    readonly version: number;
    readonly at: number;
    readonly accountId: string;
    readonly reason: string | null;
  }[];
}

/** One event with everything that is kept of it. Throws `thing.unknown`. */
export async function getEvent(tx: Tx, streetId: string, id: string): Promise<EventRecord & EventExtras> {
  const found = await sql<EventRecord & EventExtras>`
    select ${eventColumns}, e.document, e.end_document as "endDocument", p.params,
      (select jsonb_agg(jsonb_build_object('version', v.version, 'at', ${milliseconds('v.at')},
          'accountId', v.account_id, 'reason', v.reason) order by v.version desc)
        from event_params v where v.street_id = e.street_id and v.event_id = e.id) as history
    from event e
    join event_params p on p.street_id = e.street_id and p.event_id = e.id and p.version = e.version
    where e.street_id = ${streetId} and e.id = ${id}`.execute(tx);
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

interface Author {
  readonly streetId: string;
  readonly accountId: string;
  /** Milliseconds. */
  readonly now: number;
  readonly reason: string | null;
}

const at = (now: number) => sql`to_timestamp(${now / 1000}::double precision)`;

/** The database refuses a second active one of its kind (`events.already_active`). */
export async function insertEvent(
  tx: Tx,
  author: Author,
  event: Pick<EventRecord, 'id' | 'kind' | 'packId' | 'name' | 'rehearsal'> & {
    readonly document: Document;
    readonly params: EventParams;
  },
): Promise<void> {
  await sql`
    with made as (
      insert into event (street_id, id, kind, pack_id, name, rehearsal, started_on, activated_at, activated_by, document)
      select s.id, ${event.id}, ${event.kind}, ${event.packId}, ${event.name}, ${event.rehearsal},
        (${at(author.now)} at time zone s.time_zone)::date, ${at(author.now)}, ${author.accountId},
        ${JSON.stringify(event.document)}::jsonb
      from street s where s.id = ${author.streetId}
      returning street_id, id
    )
    insert into event_params (street_id, event_id, version, at, account_id, reason, params)
    select street_id, id, 1, ${at(author.now)}, ${author.accountId}, ${author.reason}, ${JSON.stringify(event.params)}::jsonb
    from made`.execute(tx);
}

/** Throws `version.stale` when `was` is not the newest version of an active event. */
export async function insertParams(
  tx: Tx,
  author: Author,
  event: { readonly id: string; readonly was: number; readonly params: EventParams },
): Promise<number> {
  const done = await sql<{ version: number }>`
    with event as (
      update event set version = version + 1
      where street_id = ${author.streetId} and id = ${event.id} and version = ${event.was} and mode = 'emergency'
      returning street_id, id, version
    )
    insert into event_params (street_id, event_id, version, at, account_id, reason, params)
    select street_id, id, version, ${at(author.now)}, ${author.accountId}, ${author.reason},
      ${JSON.stringify(event.params)}::jsonb
    from event returning version`.execute(tx);
  const row = done.rows[0];
  if (!row) throw kernelProblem('version.stale');
  return row.version;
}

/** False when it was not active. */
export async function endEvent(tx: Tx, author: Author, id: string, document: Document): Promise<boolean> {
  const done = await sql`
    update event set mode = 'standdown', ended_at = ${at(author.now)}, ended_by = ${author.accountId},
      end_document = ${JSON.stringify(document)}::jsonb
    where street_id = ${author.streetId} and id = ${id} and mode = 'emergency'`.execute(tx);
  return done.numAffectedRows === 1n;
}
