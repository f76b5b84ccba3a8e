import type { Day } from '@linli/core/kernel';
import { type ReportLevel, reportLevels } from '@linli/core/kernel';
import {
  type Board,
  type BoardRow,
  computeStatuses,
  type FindingEffect,
  type NodeStatus,
  reportsProblem,
  type StatusNode,
} from '@linli/core/reports';
import type { Tx } from '../../../platform/db/tx.ts';
import { type EventOnDay, getEventOn } from '../../events/index.ts';
import { findSpine, type SpineNode } from '../../places/index.ts';
import { type DayReport, findDayReports } from '../entries/store.ts';
import { findFindingsOn } from '../findings/store.ts';

export interface Asked {
  readonly tx: Tx;
  readonly streetId: string;
  /** Milliseconds. */
  readonly now: number;
}

/** The statuses of a street on one day of an event, as known at a moment, with what they follow from. */
export interface DayStatuses {
  readonly event: EventOnDay;
  readonly day: Day;
  /** Milliseconds. */
  readonly moment: number;
  /** Wholes before their parts, siblings in walking order. */
  readonly nodes: readonly SpineNode[];
  readonly statuses: ReadonlyMap<string, NodeStatus>;
  /** Those that were filed, by target. */
  readonly reports: ReadonlyMap<string, DayReport>;
  readonly findings: readonly {
    readonly targetId: string;
    readonly kind: string;
    readonly effect: FindingEffect;
  }[];
}

/**
 * Computed when asked, from the day's rows and the open findings alone; stored nowhere. `moment`: a moment of the past, or
 * null for now; what was recorded later is not known then, so a past moment reads the same for ever. Throws
 * `thing.unknown`, and `reports.day_not_open` for a day before the event or to come.
 */
export async function statusesAt(
  { tx, streetId, now }: Asked,
  eventId: string,
  day: Day,
  moment: number | null = null,
): Promise<DayStatuses> {
  const at = Math.min(moment ?? now, now);
  const event = await getEventOn(tx, streetId, eventId, day, at);
  if (day < event.startedOn || day > event.today) throw reportsProblem('reports.day_not_open');
  const live = at === now && at < event.dayEnd;
  const until = Math.min(at, event.dayEnd - 1);
  const ref = { streetId, eventId, day };
  const [nodes, reports, found] = await Promise.all([
    findSpine(tx, streetId, { day, moment: live ? null : until }),
    findDayReports(tx, ref, at),
    findFindingsOn(tx, ref, at, until),
  ]);
  const effects = new Map(event.params.findings.map(({ key, effect }) => [key, effect]));
  const findings = found.map(({ targetId, kind }) => ({
    targetId,
    kind,
    effect: effects.get(kind) ?? 'none',
  }));
  const statuses = computeStatuses(
    owing(nodes, event.params.reporting),
    new Map(reports.map(({ targetId, state }) => [targetId, state])),
    findings,
  );
  const byTarget = new Map(reports.map((report) => [report.targetId, report]));
  return { event, day, moment: at, nodes, statuses, reports: byTarget, findings };
}

export function isReportLevel(level: string): level is ReportLevel {
  return (reportLevels as readonly string[]).includes(level);
}

function owing(nodes: readonly SpineNode[], reporting: readonly ReportLevel[]): StatusNode[] {
  const levels: readonly string[] = reporting;
  return nodes.map(({ id, level, wholes }) => ({ id, level, wholes, owes: levels.includes(level) }));
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

export function boardOf({ event, day, moment, nodes, statuses, reports, findings }: DayStatuses): Board {
  const position = new Map(nodes.map(({ id }, index) => [id, index]));
  const reporting: readonly string[] = event.params.reporting;
  const own = new Map<string, number>();
  for (const { targetId } of findings) own.set(targetId, (own.get(targetId) ?? 0) + 1);
  const rows = nodes.map(({ id, level, name, wholes }): BoardRow => {
    const found = statuses.get(id);
    const report = reports.get(id);
    return {
      ...{ id, level, name },
      wholes: wholes.flatMap((whole) => position.get(whole) ?? []),
      status: found?.status ?? 'pending',
      state: reporting.includes(level) ? (report?.state ?? 'due') : null,
      late: report?.late ?? false,
      normal: report?.normal ?? true,
      findings: own.get(id) ?? 0,
      figures: level === 'cell' || !found ? null : figuresOf(found),
    };
  });
  const { id: eventId, rehearsal, cutOffAt } = event;
  return { eventId, rehearsal, day, at: iso(moment), cutOffAt: iso(cutOffAt), rows };
}

function figuresOf({ reasons }: NodeStatus) {
  return {
    owed: reasons.owed,
    confirmed: reasons.confirmed,
    missing: reasons.missing.length,
    unconfirmed: reasons.unconfirmed.length,
    returned: reasons.returned.length,
    attention: reasons.attention.length,
    unclear: reasons.unclear.length,
  };
}
