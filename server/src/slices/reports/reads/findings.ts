import type { FindingRow } from '@linli/core/reports';
import { namesOf } from '../../accounts/index.ts';
import type { EventOnDay } from '../../events/index.ts';
import { namesOfTargets } from '../../places/index.ts';
import type { FindingRecord } from '../findings/store.ts';
import type { Asked } from './board.ts';

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Findings with their names, in their order. */
export async function findingRows(
  { tx, streetId }: Asked,
  { params }: Pick<EventOnDay, 'params'>,
  findings: readonly FindingRecord[],
): Promise<FindingRow[]> {
  if (findings.length === 0) return [];
  const ids = findings.flatMap(({ openedBy, closedBy }) => (closedBy ? [openedBy, closedBy] : [openedBy]));
  const [names, people] = await Promise.all([
    namesOfTargets(tx, streetId, findings),
    namesOf(tx, [...new Set(ids)]),
  ]);
  const kinds = new Map(params.findings.map((kind) => [kind.key, kind]));
  return findings.map(({ openedBy, closedBy, openedAt, closedAt, ...finding }) => {
    const { label, effect } = kinds.get(finding.kind) ?? {};
    const target = names.get(finding.targetId);
    return {
      ...finding,
      name: target?.name ?? '',
      within: [...(target?.within ?? [])],
      label: label ?? { zh: finding.kind, en: finding.kind },
      effect: effect ?? 'none',
      openedAt: iso(openedAt),
      openedBy: people.get(openedBy) ?? null,
      closedAt: closedAt === null ? null : iso(closedAt),
      closedBy: closedBy === null ? null : (people.get(closedBy) ?? null),
    };
  });
}
