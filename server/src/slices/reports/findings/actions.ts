import { kernelProblem } from '@linli/core/kernel';
import { type ReportsCommand, reportsProblem } from '@linli/core/reports';
import type { Change, CommandContext, Outcome } from '../../../platform/command/command.ts';
import { namesOfTargets } from '../../places/index.ts';
import { getOpenDay } from '../day.ts';
import { tellOpened } from '../opened.ts';
import { closeFindingRow, getFinding, insertFinding } from './store.ts';

type Written = { id: string };

export async function openFinding(
  context: CommandContext,
  input: ReportsCommand<'reports.open-finding'>,
): Promise<Outcome<Written>> {
  const { tx, streetId, actor, now } = context;
  const { eventId, level, targetId, kind, reason } = input;
  const [on, names] = await Promise.all([
    getOpenDay(context, eventId, null),
    namesOfTargets(tx, streetId, [{ level, targetId }]),
  ]);
  if (!names.has(targetId)) throw kernelProblem('thing.unknown');
  if (!on.rules.findings.some(({ key }) => key === kind))
    throw reportsProblem('reports.finding_unknown_kind');
  const finding = { id: input.findingId, level, targetId, kind, openedAt: now, openedBy: actor.accountId };
  const { id, opened } = await insertFinding(
    tx,
    { streetId, eventId, day: on.day },
    { ...finding, note: reason ?? null },
  );
  const details = { kind, level, at: targetId, again: !opened };
  const written = outcome('reports.open-finding', id, reason, details, opened ? 'added' : null);
  if (!opened) return written;
  const told = await tellOpened(context, eventId, on.rules, [{ targetId, level, kind }]);
  return {
    ...written,
    audit: [...written.audit, ...told.audit],
    changes: [...written.changes, ...told.changes],
  };
}

export async function closeFinding(
  { tx, streetId, actor, now }: CommandContext,
  input: ReportsCommand<'reports.close-finding'>,
): Promise<Outcome<Written>> {
  const { findingId: id, outcome: how, reason } = input;
  const finding = await getFinding(tx, streetId, input.eventId, id);
  // The place was named for the question who may; it must be the finding's own.
  if (finding.level !== input.level || finding.targetId !== input.targetId)
    throw kernelProblem('thing.unknown');
  const closed = await closeFindingRow(tx, streetId, {
    id,
    at: now,
    by: actor.accountId,
    outcome: how,
    reason,
  });
  if (!closed) throw reportsProblem('reports.finding_closed');
  const details = { kind: finding.kind, at: finding.targetId, outcome: how };
  return outcome('reports.close-finding', id, reason, details, 'changed');
}

function outcome(
  action: string,
  id: string,
  reason: string | undefined,
  details: Record<string, unknown>,
  operation: Change['operation'] | null,
): Outcome<Written> {
  return {
    reply: { id },
    audit: [{ action, targetKind: 'finding', targetId: id, reason: reason ?? null, details }],
    changes: operation ? [{ kind: 'finding', id, operation }] : [],
  };
}
