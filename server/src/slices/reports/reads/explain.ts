import { kernelProblem } from '@linli/core/kernel';
import { type Explanation, explainStatus } from '@linli/core/reports';
import type { DayStatuses } from './board.ts';

/** The most places each list of an explanation names. */
const mostNamed = 200;

/** Why one place has its status. Throws `thing.unknown`. */
export function explanationOf({ nodes, statuses }: DayStatuses, id: string): Explanation {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const node = byId.get(id);
  const found = statuses.get(id);
  if (!node || !found) throw kernelProblem('thing.unknown');
  // `1号楼` alone is found in every compound.
  const nameOf = (one: string): string => {
    const { level, name = '', wholes = [] } = byId.get(one) ?? {};
    const whole = byId.get(wholes[0] ?? '');
    return (level === 'cell' || level === 'grid') && whole && whole.id !== id ? `${whole.name}${name}` : name;
  };
  const named = (ids: readonly string[]) =>
    ids.slice(0, mostNamed).map((one) => ({ id: one, name: nameOf(one) }));
  const { reasons, status } = found;
  return {
    ...{ id, level: node.level, name: node.name, status },
    sentence: explainStatus(found, nameOf),
    owed: reasons.owed,
    confirmed: reasons.confirmed,
    missing: named(reasons.missing),
    unconfirmed: named(reasons.unconfirmed),
    returned: named(reasons.returned),
    attention: named(reasons.attention),
    unclear: named(reasons.unclear),
  };
}
