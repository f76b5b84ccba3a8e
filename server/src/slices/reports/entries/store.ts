import type { Answers, Day, ReportLevel } from '@linli/core/kernel';
import {
  dueReport,
  type NewEntry,
  type ReportNow,
  type ReportStep,
  type ReportTarget,
} from '@linli/core/reports';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';

/** One day of one event. */
export interface DayRef {
  readonly streetId: string;
  readonly eventId: string;
  readonly day: Day;
}

export const instant = (milliseconds: number) => sql`to_timestamp(${milliseconds / 1000}::double precision)`;
export const milliseconds = (column: string) =>
  sql`(extract(epoch from ${sql.ref(column)}) * 1000)::double precision`;

const levelsOf = (targets: readonly ReportTarget[]) => targets.map(({ level }) => level);
const idsOf = (targets: readonly ReportTarget[]) => targets.map(({ targetId }) => targetId);

type StandingRow = Omit<ReportNow, keyof ReportTarget | 'nextNo'> & { no: number; last: number };

/** How each of these reports stands at a moment (milliseconds), in their order. Two look-ups by key each. */
export async function findStanding(
  tx: Tx,
  { streetId, eventId, day }: DayRef,
  moment: number,
  targets: readonly ReportTarget[],
): Promise<ReportNow[]> {
  if (targets.length === 0) return [];
  const found = await sql<StandingRow>`
    select t.no, l.no as last, l.step as state, l.normal, l.late, ${milliseconds('l.at')} as at, l.account_id as "accountId",
      f.answers, ${milliseconds('f.at')} as "filedAt", f.account_id as "filedBy"
    from unnest(${levelsOf(targets)}::text[], ${idsOf(targets)}::uuid[]) with ordinality as t (level, id, no)
    cross join lateral (
      select e.no, e.step, e.normal, e.late, e.at, e.account_id from report_entry e
      where e.street_id = ${streetId} and e.event_id = ${eventId} and e.day = ${day} and e.level = t.level
        and e.target_id = t.id and e.at <= ${instant(moment)}
      order by e.no desc limit 1
    ) l
    cross join lateral (
      select e.answers, e.at, e.account_id from report_entry e
      where e.street_id = ${streetId} and e.event_id = ${eventId} and e.day = ${day} and e.level = t.level
        and e.target_id = t.id and e.at <= ${instant(moment)} and e.step = 'filed'
      order by e.no desc limit 1
    ) f`.execute(tx);
  const byNo = new Map(found.rows.map(({ no, last, ...row }) => [no, { ...row, nextNo: last + 1 }]));
  return targets.map((target, index) => {
    const { level, targetId } = target;
    const row = byNo.get(index + 1);
    return row ? { level, targetId, ...row } : dueReport(target);
  });
}

export interface EntryAuthor extends DayRef {
  readonly accountId: string;
  /** Milliseconds. */
  readonly now: number;
  readonly reason: string | null;
}

export interface WrittenFinding {
  readonly id: string;
  readonly targetId: string;
  readonly kind: string;
}

/**
 * Writes entries with the findings they tell, in one statement however many. An entry whose number someone else wrote
 * meanwhile is left out, its findings too; a finding that is open already is not opened again. Entries go in one order
 * whoever sends them, so that two commands wait for one another instead of locking up.
 */
export async function insertEntries(
  tx: Tx,
  author: EntryAuthor,
  entries: readonly (NewEntry & { readonly entryId: string; readonly deviceAt?: string | null })[],
  findings: readonly { readonly findingId: string; readonly entryId: string; readonly kind: string }[] = [],
): Promise<{ readonly written: ReadonlySet<string>; readonly findings: readonly WrittenFinding[] }> {
  if (entries.length === 0) return { written: new Set(), findings: [] };
  const { streetId, eventId, day, accountId, now, reason } = author;
  const done = await sql<{ written: string[]; findings: WrittenFinding[] }>`
    with written as (
      insert into report_entry (street_id, id, event_id, day, level, target_id, no, step, answers, normal, late, at,
        device_at, account_id, reason)
      select ${streetId}, "entryId", ${eventId}, ${day}, level, "targetId", no, step, answers, normal, late,
        ${instant(now)}, "deviceAt", ${accountId}, ${reason}
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as row ("entryId" uuid, level text, "targetId" uuid,
        no integer, step text, answers jsonb, normal boolean, late boolean, "deviceAt" timestamptz)
      order by level, "targetId"
      on conflict (street_id, event_id, day, level, target_id, no) do nothing
      returning id, level, target_id
    ), opened as (
      insert into finding (street_id, id, event_id, level, target_id, kind, day, opened_at, opened_by, entry_id)
      select ${streetId}, f."findingId", ${eventId}, w.level, w.target_id, f.kind, ${day}, ${instant(now)}, ${accountId}, w.id
      from jsonb_to_recordset(${JSON.stringify(findings)}::jsonb) as f ("findingId" uuid, "entryId" uuid, kind text)
      join written w on w.id = f."entryId"
      order by w.target_id, f.kind
      on conflict (street_id, event_id, target_id, kind) where closed_at is null do nothing
      returning id, target_id, kind
    )
    select coalesce((select array_agg(id) from written), '{}') as written,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'targetId', target_id, 'kind', kind)) from opened), '[]')
        as findings`.execute(tx);
  const row = done.rows[0];
  return { written: new Set(row?.written), findings: row?.findings ?? [] };
}

/** A report as the board needs it. */
export interface DayReport {
  readonly level: ReportLevel;
  readonly targetId: string;
  readonly state: ReportStep;
  readonly late: boolean;
  readonly normal: boolean;
}

/**
 * Every report of a day that is not due any more, as it stood at a moment. Reads that day's rows and no others. One row
 * for each way a report can stand: the driver takes thousands of small rows slower than the database gathers them.
 */
export async function findDayReports(
  tx: Tx,
  { streetId, eventId, day }: DayRef,
  moment: number,
): Promise<DayReport[]> {
  const found = await sql<Omit<DayReport, 'targetId'> & { ids: string }>`
    select level, state, late, normal, string_agg(target_id::text, ' ') as ids
    from (
      select distinct on (level, target_id) level, target_id, step as state, late, normal
      from report_entry
      where street_id = ${streetId} and event_id = ${eventId} and day = ${day} and at <= ${instant(moment)}
      order by level desc, target_id desc, no desc
    ) latest
    group by level, state, late, normal`.execute(tx);
  return found.rows.flatMap(({ ids, ...report }) =>
    ids.split(' ').map((targetId) => ({ ...report, targetId })),
  );
}

export interface EntryRow {
  readonly id: string;
  readonly no: number;
  readonly step: ReportStep;
  readonly at: number;
  readonly deviceAt: number | null;
  readonly answers: Answers;
  readonly accountId: string;
  readonly reason: string | null;
  readonly late: boolean;
}

/** The whole history of one report, oldest first. */
export async function findEntries(
  tx: Tx,
  { streetId, eventId, day }: DayRef,
  { level, targetId }: ReportTarget,
): Promise<EntryRow[]> {
  const found = await sql<EntryRow>`
    select id, no, step, ${milliseconds('at')} as at, ${milliseconds('device_at')} as "deviceAt", answers,
      account_id as "accountId", reason, late
    from report_entry
    where street_id = ${streetId} and event_id = ${eventId} and day = ${day} and level = ${level}
      and target_id = ${targetId}
    order by no`.execute(tx);
  return found.rows;
}

export interface ChangeRow extends DayReport {
  readonly no: number;
  readonly at: number;
  readonly accountId: string;
}

/** What was done to a day's reports after a moment, newest first. */
export async function findChanges(
  tx: Tx,
  { streetId, eventId, day }: DayRef,
  since: number,
  limit: number,
): Promise<ChangeRow[]> {
  const found = await sql<ChangeRow>`
    select level, target_id as "targetId", step as state, late, normal, no, ${milliseconds('at')} as at,
      account_id as "accountId"
    from report_entry
    where street_id = ${streetId} and event_id = ${eventId} and day = ${day} and at > ${instant(since)}
    order by at desc, level, target_id, no desc limit ${limit}`.execute(tx);
  return found.rows;
}

/** How many days back a form looks for what was last reported. */
const daysBack = 14;

/** What was last filed for each target on an earlier day of the event, by target. */
export async function findLastAnswers(
  tx: Tx,
  { streetId, eventId, day }: DayRef,
  targets: readonly ReportTarget[],
): Promise<Map<string, Answers>> {
  if (targets.length === 0) return new Map();
  const found = await sql<{ id: string; answers: Answers }>`
    select t.id, e.answers
    from unnest(${levelsOf(targets)}::text[], ${idsOf(targets)}::uuid[]) as t (level, id)
    cross join lateral (
      select e.answers from generate_series(1, ${daysBack}::integer) as back (days)
      join report_entry e on e.street_id = ${streetId} and e.event_id = ${eventId} and e.day = ${day}::date - back.days
        and e.level = t.level and e.target_id = t.id and e.step = 'filed'
      order by e.day desc, e.no desc limit 1
    ) e`.execute(tx);
  return new Map(found.rows.map(({ id, answers }) => [id, answers]));
}
