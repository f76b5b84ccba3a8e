import type { StatusLevel } from '@linli/core/kernel';
import type { FindingEffect, ReportDay } from '@linli/core/reports';
import type { CommandContext, Outcome } from '../../platform/command/command.ts';

/** A finding that has just been opened; its row is written, its transaction is not over. */
export interface OpenedFinding {
  readonly targetId: string;
  readonly level: StatusLevel;
  readonly effect: FindingEffect;
}

type Traces = Pick<Outcome<unknown>, 'audit' | 'changes'>;

/**
 * What another slice does when findings open, in the same transaction: if it fails, nothing opens. Answers what the audit
 * and open pages are told of it.
 */
export type OnOpenedFindings = (
  context: CommandContext,
  eventId: string,
  findings: readonly OpenedFinding[],
) => Promise<Traces>;

const known = new Map<string, OnOpenedFindings>();

/** `name`: of the slice that acts; reports knows none of them. */
export function registerOpenedFindings(name: string, act: OnOpenedFindings): void {
  known.set(name, act);
}

/** Tells of new findings; one without an effect on the status of its place concerns nobody here. */
export async function tellOpened(
  context: CommandContext,
  eventId: string,
  rules: ReportDay['rules'],
  opened: readonly { readonly targetId: string; readonly level: StatusLevel; readonly kind: string }[],
): Promise<Traces> {
  const effects = new Map(rules.findings.map(({ key, effect }) => [key, effect]));
  const findings = opened
    .map(({ targetId, level, kind }) => ({ targetId, level, effect: effects.get(kind) ?? ('none' as const) }))
    .filter(({ effect }) => effect !== 'none');
  if (findings.length === 0) return { audit: [], changes: [] };
  const traces: Traces[] = [];
  for (const act of known.values()) traces.push(await act(context, eventId, findings));
  return { audit: traces.flatMap(({ audit }) => audit), changes: traces.flatMap(({ changes }) => changes) };
}
