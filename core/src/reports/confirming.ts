import type { Actor, Decided, ScopeTarget } from '../kernel/index.ts';
import { covers } from '../kernel/index.ts';
import { reportsProblem, reportsProblems } from './problems.ts';
import type { NewEntry, ReportNow, ReportTarget } from './standing.ts';

/**
 * Who may confirm what they filed themselves: the street's administrator alone, so that an office of one person works
 * and everybody else has a second pair of eyes. (Our proposal.)
 */
export function mayConfirmOwn(actor: Pick<Actor, 'grants'>, target: ScopeTarget): boolean {
  return actor.grants.some((grant) => grant.role === 'admin' && covers(grant, target));
}

export interface ConfirmPlan {
  readonly entries: readonly NewEntry[];
  readonly own: readonly ReportTarget[];
  readonly later: readonly ReportTarget[];
}

/** Confirms what stands filed and was seen, by exception. `seenAt` in milliseconds. */
export function decideConfirm(
  reports: readonly ReportNow[],
  by: { readonly accountId: string; readonly mayOwn: boolean },
  except: ReadonlySet<string>,
  seenAt: number,
): ConfirmPlan {
  const filed = reports.filter(({ state, targetId }) => state === 'filed' && !except.has(targetId));
  const own = by.mayOwn ? [] : filed.filter(({ filedBy }) => filedBy === by.accountId);
  const seen = filed.filter((report) => !own.includes(report));
  const later = seen.filter(({ filedAt }) => filedAt !== null && filedAt > seenAt);
  return {
    entries: seen.filter((report) => !later.includes(report)).map((report) => next(report, 'confirmed')),
    own: own.map(bare),
    later: later.map(bare),
  };
}

export interface ReturnPlan {
  readonly entries: readonly NewEntry[];
  readonly same: readonly ReportNow[];
  readonly conflicts: readonly ReportNow[];
}

/** Sends reports back to whoever made them. Refused whole when one is still due (`reports.nothing_filed`). */
export function decideReturn(
  items: readonly { readonly no: number }[],
  standing: readonly ReportNow[],
): Decided<ReturnPlan> {
  const text = reportsProblems['reports.nothing_filed'].text;
  const due = standing.flatMap(({ state }, index) =>
    state === 'due' ? [{ path: `items/${index}/targetId`, text }] : [],
  );
  if (due.length > 0) return reportsProblem('reports.nothing_filed', {}, due);
  const same = standing.filter(({ state }) => state === 'returned');
  const others = standing.filter((now) => now.state !== 'returned');
  const seen = (now: ReportNow) => items[standing.indexOf(now)]?.no === now.nextNo;
  return {
    entries: others.filter(seen).map((now) => next(now, 'returned')),
    same,
    conflicts: others.filter((now) => !seen(now)),
  };
}

function next(now: ReportNow, step: NewEntry['step']): NewEntry {
  const { level, targetId, nextNo: no, normal, late } = now;
  return { level, targetId, no, step, answers: {}, normal, late };
}

const bare = ({ level, targetId }: ReportTarget): ReportTarget => ({ level, targetId });
