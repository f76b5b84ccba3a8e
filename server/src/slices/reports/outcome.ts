import {
  type Actor,
  type Answers,
  kernelProblem,
  may,
  type Permission,
  type ScopeTarget,
} from '@linli/core/kernel';
import type { Conflict, NewEntry, ReportNow, ReportTarget, Standing } from '@linli/core/reports';
import type { Change } from '../../platform/command/command.ts';
import type { WrittenFinding } from './entries/store.ts';

/** Throws `permission.missing` unless all of them lie within the actor's reach. */
export function refuseOutside(
  actor: Actor,
  permission: Permission,
  targets: readonly (ScopeTarget | null)[],
): void {
  if (!targets.every((target) => target === null || may(actor, permission, target)))
    throw kernelProblem('permission.missing');
}

/** How a report stands after this entry. */
export function standingAfter({ level, targetId, no, step }: NewEntry): Standing {
  return { level, targetId, no: no + 1, state: step };
}

export function standingOf({ level, targetId, nextNo: no, state }: ReportNow): Standing {
  return { level, targetId, no, state };
}

export function conflictOf(now: ReportNow): Conflict & { answers: Answers } {
  return {
    ...standingOf(now),
    answers: now.answers,
    at: now.at === null ? null : new Date(now.at).toISOString(),
    accountId: now.accountId,
  };
}

/** What open pages and phones are told: each report by its place, each new finding by itself. */
export function changesOf(reports: readonly ReportTarget[], findings: readonly WrittenFinding[]): Change[] {
  return [
    ...reports.map(({ targetId: id }) => ({ kind: 'report', id, operation: 'changed' as const })),
    ...findings.map(({ id }) => ({ kind: 'finding', id, operation: 'added' as const })),
  ];
}

/** What the audit says a command was about: the one place, or the event when there were several. */
export function auditTarget(eventId: string, targets: readonly ReportTarget[]) {
  const [only, ...others] = targets;
  return only && others.length === 0
    ? { targetKind: only.level, targetId: only.targetId }
    : { targetKind: 'event', targetId: eventId };
}
