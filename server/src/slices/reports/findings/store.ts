import type { StatusLevel } from '@linli/core/kernel';
import { kernelProblem } from '@linli/core/kernel';
import type { FindingOutcome } from '@linli/core/reports';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { type DayRef, instant, milliseconds } from '../entries/store.ts';

export interface FindingRecord {
  readonly id: string;
  readonly level: StatusLevel;
  readonly targetId: string;
  readonly kind: string;
  readonly day: string;
  readonly openedAt: number;
  readonly openedBy: string;
  readonly entryId: string | null;
  readonly note: string | null;
  readonly closedAt: number | null;
  readonly closedBy: string | null;
  readonly outcome: FindingOutcome | null;
  readonly reason: string | null;
}

const columns = sql`id, level, target_id as "targetId", kind, day, ${milliseconds('opened_at')} as "openedAt",
  opened_by as "openedBy", entry_id as "entryId", note, ${milliseconds('closed_at')} as "closedAt",
  closed_by as "closedBy", outcome, reason`;

/**
 * The findings that weighed on a day, as known at `moment`: told of on that day or before, and not closed before the day
 * was over (`until`: the end of the day, or the moment when that is earlier). Milliseconds.
 */
export async function findFindingsOn(
  tx: Tx,
  { streetId, eventId, day }: DayRef,
  moment: number,
  until: number,
): Promise<Pick<FindingRecord, 'targetId' | 'level' | 'kind'>[]> {
  const found = await sql<Pick<FindingRecord, 'targetId' | 'level' | 'kind'>>`
    select target_id as "targetId", level, kind from finding
    where street_id = ${streetId} and event_id = ${eventId} and day <= ${day} and opened_at <= ${instant(moment)}
      and (closed_at is null or closed_at > ${instant(until)})`.execute(tx);
  return found.rows;
}

/** Kinds of findings open now, by target. */
export async function findOpenKinds(
  tx: Tx,
  streetId: string,
  eventId: string,
): Promise<Map<string, string[]>> {
  const found = await sql<{ targetId: string; kinds: string[] }>`
    select target_id as "targetId", array_agg(kind order by kind) as kinds from finding
    where street_id = ${streetId} and event_id = ${eventId} and closed_at is null
    group by target_id`.execute(tx);
  return new Map(found.rows.map(({ targetId, kinds }) => [targetId, kinds]));
}

const stateClauses: Readonly<Record<'open' | 'closed' | 'all', RawBuilder<unknown>>> = {
  open: sql`closed_at is null`,
  closed: sql`closed_at is not null`,
  all: sql`true`,
};

/** Newest first. `targetId`: only those of one place. */
export async function findFindings(
  tx: Tx,
  streetId: string,
  eventId: string,
  wanted: { readonly state: 'open' | 'closed' | 'all'; readonly targetId?: string; readonly limit: number },
): Promise<FindingRecord[]> {
  const target = wanted.targetId === undefined ? sql`true` : sql`target_id = ${wanted.targetId}`;
  const found = await sql<FindingRecord>`
    select ${columns} from finding
    where street_id = ${streetId} and event_id = ${eventId} and ${stateClauses[wanted.state]} and ${target}
    order by opened_at desc, id limit ${wanted.limit}`.execute(tx);
  return found.rows;
}

/** Throws `thing.unknown`. */
export async function getFinding(
  tx: Tx,
  streetId: string,
  eventId: string,
  id: string,
): Promise<FindingRecord> {
  const found = await sql<FindingRecord>`
    select ${columns} from finding where street_id = ${streetId} and id = ${id} and event_id = ${eventId}`.execute(
    tx,
  );
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

/** Opens it, or answers the id of the one of its kind that is open there already. */
export async function insertFinding(
  tx: Tx,
  { streetId, eventId, day }: DayRef,
  finding: Pick<FindingRecord, 'id' | 'level' | 'targetId' | 'kind' | 'openedAt' | 'openedBy' | 'note'>,
): Promise<{ readonly id: string; readonly opened: boolean }> {
  const { id, level, targetId, kind, openedAt, openedBy, note } = finding;
  const done = await sql`
    insert into finding (street_id, id, event_id, level, target_id, kind, day, opened_at, opened_by, note)
    values (${streetId}, ${id}, ${eventId}, ${level}, ${targetId}, ${kind}, ${day}, ${instant(openedAt)}, ${openedBy}, ${note})
    on conflict (street_id, event_id, target_id, kind) where closed_at is null do nothing`.execute(tx);
  if (done.numAffectedRows === 1n) return { id, opened: true };
  const standing = await sql<{ id: string }>`
    select id from finding where street_id = ${streetId} and event_id = ${eventId} and target_id = ${targetId}
      and kind = ${kind} and closed_at is null`.execute(tx);
  const row = standing.rows[0];
  if (!row) throw kernelProblem('conflict');
  return { id: row.id, opened: false };
}

/** False when it is closed already. */
export async function closeFindingRow(
  tx: Tx,
  streetId: string,
  closing: {
    readonly id: string;
    readonly at: number;
    readonly by: string;
    readonly outcome: FindingOutcome;
    readonly reason: string;
  },
): Promise<boolean> {
  const done = await sql`
    update finding set closed_at = greatest(opened_at, ${instant(closing.at)}), closed_by = ${closing.by},
      outcome = ${closing.outcome}, reason = ${closing.reason}
    where street_id = ${streetId} and id = ${closing.id} and closed_at is null`.execute(tx);
  return done.numAffectedRows === 1n;
}
