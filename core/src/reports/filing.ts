import {
  type Answers,
  answerProblems,
  type Decided,
  exceptions,
  type FieldProblem,
  type Form,
} from '../kernel/index.ts';
import type { FilingItem } from './contract.ts';
import { reportsProblem, reportsProblems } from './problems.ts';
import { type NewEntry, type ReportDay, type ReportNow, reportKey } from './standing.ts';

export interface FilingPlan {
  readonly entries: readonly (NewEntry & { readonly entryId: string; readonly deviceAt: string | null })[];
  /** A finding for each answer that is not normal and names a kind. */
  readonly findings: readonly { readonly entryId: string; readonly kind: string }[];
  /** Standing exactly so already: nothing to write, nothing to refuse. */
  readonly same: readonly ReportNow[];
  readonly conflicts: readonly ReportNow[];
}

/** Whether that day's reports can be made: from the day the event started to today. Earlier days are late, not closed. */
export function checkDay({ day, startedOn, today }: ReportDay): Decided<true> {
  return day < startedOn || day > today ? reportsProblem('reports.day_not_open') : true;
}

/** Whether two reports say the same; an answer left out is the normal one. */
export function sameAnswers(form: Form, one: Answers, other: Answers): boolean {
  return form.every(({ key, normal }) => (one[key] ?? normal) === (other[key] ?? normal));
}

/**
 * What filing these items writes. `standing` holds how each item's report stands, null where the place owes none.
 * The whole is refused for what the sender got wrong (`reports.answers_wrong`, `reports.not_owed`,
 * `reports.correction_reason`, each with the paths of the items); what someone else did meanwhile is a conflict of that
 * one place. A report that was returned is filed again without a reason: the return was the reason.
 */
export function decideFiling(
  on: ReportDay,
  items: readonly FilingItem[],
  standing: readonly (ReportNow | null)[],
  reason: string | undefined,
): Decided<FilingPlan> {
  const day = checkDay(on);
  if (day !== true) return day;
  const refused = refuseOwing(on, items, standing) ?? refuseAnswers(on, items);
  if (refused) return refused;
  const plan: { [Key in keyof FilingPlan]: FilingPlan[Key][number][] } = {
    ...{ entries: [], findings: [], same: [], conflicts: [] },
  };
  const unexplained: FieldProblem[] = [];
  items.forEach((item, index) => {
    const now = standing[index];
    if (!now) return;
    const form = on.rules.forms[item.level];
    const stands = now.state === 'filed' || now.state === 'confirmed';
    if (stands && sameAnswers(form, item.answers, now.answers)) plan.same.push(now);
    else if (item.no !== now.nextNo) plan.conflicts.push(now);
    else if (stands && reason === undefined)
      unexplained.push({ path: `items/${index}`, text: reportsProblems['reports.correction_reason'].text });
    else file(plan, on, item, now);
  });
  return unexplained.length > 0 ? reportsProblem('reports.correction_reason', {}, unexplained) : plan;
}

function refuseOwing(on: ReportDay, items: readonly FilingItem[], standing: readonly (ReportNow | null)[]) {
  const text = reportsProblems['reports.not_owed'].text;
  const fields = items.flatMap(({ level }, index) =>
    standing[index] && on.rules.reporting.includes(level) ? [] : [{ path: `items/${index}/targetId`, text }],
  );
  return fields.length > 0 ? reportsProblem('reports.not_owed', {}, fields) : null;
}

function refuseAnswers(on: ReportDay, items: readonly FilingItem[]) {
  const fields = items.flatMap(({ level, answers }, index) =>
    answerProblems(on.rules.forms[level], answers).map(({ path, text }) => ({
      path: `items/${index}/${path}`,
      text,
    })),
  );
  return fields.length > 0 ? reportsProblem('reports.answers_wrong', {}, fields) : null;
}

function file(
  plan: { entries: FilingPlan['entries'][number][]; findings: FilingPlan['findings'][number][] },
  on: ReportDay,
  { entryId, level, targetId, answers, deviceAt }: FilingItem,
  now: ReportNow,
): void {
  const odd = exceptions(on.rules.forms[level], answers);
  plan.entries.push({
    ...{ entryId, level, targetId, no: now.nextNo, step: 'filed', answers },
    normal: odd.length === 0,
    late: now.state === 'due' ? isLate(on) : now.late,
    deviceAt: deviceAt ?? null,
  });
  const kinds = odd.flatMap(({ field }) => (field.finding === null ? [] : [field.finding]));
  for (const kind of new Set(kinds)) plan.findings.push({ entryId, kind });
}

/** Exactly at the cut-off is in time. */
export const isLate = ({ now, cutOffAt }: ReportDay): boolean => now > cutOffAt;

/**
 * What "the rest is normal" files: every report still due, except where a finding is open, since nobody can say of such
 * a place that there is nothing to tell.
 */
export function decideRest<Report extends ReportNow>(
  reports: readonly Report[],
  open: ReadonlySet<string>,
): { readonly file: readonly Report[]; readonly left: readonly Report[] } {
  const due = reports.filter(({ state }) => state === 'due');
  return {
    file: due.filter((report) => !open.has(reportKey(report))),
    left: due.filter((report) => open.has(reportKey(report))),
  };
}
