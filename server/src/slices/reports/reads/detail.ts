import { type Actor, type Day, kernelProblem, type ReportLevel } from '@linli/core/kernel';
import { type ReportDetail, reportsProblem, sumsOf } from '@linli/core/reports';
import { namesOf } from '../../accounts/index.ts';
import { type EventOnDay, getEventOn } from '../../events/index.ts';
import { findReporters, findReportersUnder, namesOfTargets } from '../../places/index.ts';
import { findEntries, findStanding } from '../entries/store.ts';
import { findFindings, findOpenKinds } from '../findings/store.ts';
import { findPrefills } from '../prefill.ts';
import type { Asked } from './board.ts';
import { dutyOf, targetOf } from './duties.ts';
import { findingRows } from './findings.ts';

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** One report with its form, what the form starts with, and everything that was done to it. Throws `thing.unknown`. */
export async function reportDetail(
  asked: Asked & { readonly actor: Actor },
  eventId: string,
  day: Day,
  level: ReportLevel,
  targetId: string,
): Promise<ReportDetail> {
  const { tx, streetId, now } = asked;
  const target = { level, targetId };
  const ref = { streetId, eventId, day };
  const [event, [reporter], [report], entries, findings, open, names] = await Promise.all([
    getEventOn(tx, streetId, eventId, day, now),
    findReporters(asked, day, [target]),
    findStanding(tx, ref, now, [target]),
    findEntries(tx, ref, target),
    findFindings(tx, streetId, eventId, { state: 'all', targetId, limit: 50 }),
    findOpenKinds(tx, streetId, eventId),
    namesOfTargets(tx, streetId, [target]),
  ]);
  const named = names.get(targetId);
  if (!reporter || !report || !named) throw kernelProblem('thing.unknown');
  if (!event.params.reporting.includes(level)) throw reportsProblem('reports.not_owed');
  const prefills = await findPrefills(tx, ref, { rules: event.params }, [target], open);
  const people = await namesOf(tx, [...new Set(entries.map(({ accountId }) => accountId))]);
  return {
    ...dutyOf(asked.actor, { reporter: { ...reporter, ...named }, report }, prefills, open),
    ...{ eventId, day, at: iso(now), cutOffAt: iso(event.cutOffAt) },
    revision: entries.filter(({ step }) => step === 'filed').length,
    form: event.params.forms[level],
    prefill: prefills.get(targetId) ?? {},
    entries: entries.map((entry) => ({
      ...entry,
      at: iso(entry.at),
      deviceAt: entry.deviceAt === null ? null : iso(entry.deviceAt),
      by: people.get(entry.accountId) ?? null,
    })),
    findings: await findingRows(asked, event, findings),
    rollUp: level === 'grid' ? await rollUpOf(asked, event, targetId) : null,
  };
}

/** What the grid's cells reported that day; computed, never typed again. */
async function rollUpOf({ tx, streetId, now }: Asked, event: EventOnDay, gridId: string) {
  const { id: eventId, day, params } = event;
  const cells = await findReportersUnder(tx, streetId, day, ['cell'], { kind: 'grid', id: gridId });
  const standing = await findStanding(tx, { streetId, eventId, day }, now, cells.map(targetOf));
  const told = standing.filter(({ state }) => state !== 'due');
  const sums = sumsOf(
    params.forms.cell,
    told.map(({ answers }) => answers),
  );
  return { cells: cells.length, reported: told.length, sums };
}
