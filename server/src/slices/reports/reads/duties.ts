import { type Actor, type Day, may, type ReportLevel, reportLevels } from '@linli/core/kernel';
import {
  type Duties,
  type Duty,
  mostRows,
  type ReportNow,
  type ReportState,
  reportsPolicy,
  reportsProblem,
  type Under,
} from '@linli/core/reports';
import { getEventOn } from '../../events/index.ts';
import { findReportersUnder, type NamedReporter } from '../../places/index.ts';
import { findStanding } from '../entries/store.ts';
import { findOpenKinds } from '../findings/store.ts';
import { findPrefills } from '../prefill.ts';
import type { Asked } from './board.ts';

export interface DutiesWanted {
  readonly day: Day;
  readonly under: Under;
  readonly level: ReportLevel | undefined;
  readonly state: ReportState | undefined;
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** What is due, filed, confirmed or returned under a place or set, each with what its form starts with. */
export async function dutiesOf(
  asked: Asked & { readonly actor: Actor },
  eventId: string,
  { day, under, level, state }: DutiesWanted,
): Promise<Duties> {
  const { tx, streetId, now } = asked;
  const event = await getEventOn(tx, streetId, eventId, day, now);
  if (day < event.startedOn || day > event.today) throw reportsProblem('reports.day_not_open');
  const levels = reportLevels.filter(
    (one) => event.params.reporting.includes(one) && (level === undefined || one === level),
  );
  const ref = { streetId, eventId, day };
  const [reporters, open] = await Promise.all([
    findReportersUnder(tx, streetId, day, levels, under),
    findOpenKinds(tx, streetId, eventId),
  ]);
  const standing = await findStanding(tx, ref, now, reporters.map(targetOf));
  const wanted = reporters
    .map((reporter, index) => ({ reporter, report: standing[index] }))
    .filter((row): row is Row => row.report !== undefined && (!state || row.report.state === state));
  const shown = wanted.slice(0, mostRows);
  const due = shown.filter(({ report }) => report.state === 'due').map(({ report }) => report);
  const prefills = await findPrefills(tx, ref, { rules: event.params }, due, open);
  return {
    ...{ day, at: iso(now), cutOffAt: iso(event.cutOffAt), forms: event.params.forms },
    rows: shown.map((row) => dutyOf(asked.actor, row, prefills, open)),
    more: wanted.length > shown.length,
  };
}

interface Row {
  readonly reporter: NamedReporter;
  readonly report: ReportNow;
}

export const targetOf = ({ level, id: targetId }: { readonly level: ReportLevel; readonly id: string }) => ({
  level,
  targetId,
});

export function dutyOf(
  actor: Actor,
  { reporter, report }: Row,
  prefills: ReadonlyMap<string, Duty['answers']>,
  open: ReadonlyMap<string, readonly string[]>,
): Duty {
  const { level, targetId, state, nextNo: no, late, normal } = report;
  return {
    ...{ level, targetId, name: reporter.name, within: [...reporter.within], state, no, late, normal },
    answers: state === 'due' ? (prefills.get(targetId) ?? {}) : report.answers,
    open: [...(open.get(targetId) ?? [])],
    mayFile: may(actor, reportsPolicy.file, reporter),
    mayConfirm: may(actor, reportsPolicy.confirm, reporter),
  };
}
