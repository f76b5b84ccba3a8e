import type { Today } from '@linli/core/reports';
import { namesOf } from '../../accounts/index.ts';
import { namesOfTargets } from '../../places/index.ts';
import { findChanges } from '../entries/store.ts';
import { type Asked, type DayStatuses, isReportLevel } from './board.ts';

type Figures = Today['levels']['cell'];

const mostChanges = 100;
const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
const none = (): Figures => ({ owed: 0, due: 0, filed: 0, returned: 0, confirmed: 0, late: 0 });

/** The clerk's day: how far it is at each level and in each community, who still owes, and what changed after `since`. */
export async function todayOf(asked: Asked, found: DayStatuses, since: number): Promise<Today> {
  const { tx, streetId } = asked;
  const { event, day, moment } = found;
  const changes = await findChanges(tx, { streetId, eventId: event.id, day }, since, mostChanges);
  const [names, people] = await Promise.all([
    namesOfTargets(tx, streetId, changes),
    namesOf(tx, [...new Set(changes.map(({ accountId }) => accountId))]),
  ]);
  return {
    ...{ day, at: iso(moment), cutOffAt: iso(event.cutOffAt) },
    ...count(found),
    changes: changes.map(({ targetId, level, state: step, normal, late, no, at, accountId }) => ({
      ...{ at: iso(at), level, targetId, step, normal, late, no },
      name: names.get(targetId)?.name ?? '',
      within: [...(names.get(targetId)?.within ?? [])],
      by: people.get(accountId) ?? null,
    })),
  };
}

function count({
  event,
  nodes,
  statuses,
  reports,
}: DayStatuses): Pick<Today, 'levels' | 'communities' | 'owing'> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const levels = { cell: none(), compound: none(), grid: none() };
  const communities = new Map(
    nodes.filter(({ level }) => level === 'community').map(({ id, name }) => [id, { id, name, ...none() }]),
  );
  for (const { id, level, wholes } of nodes) {
    if (!isReportLevel(level) || !event.params.reporting.includes(level)) continue;
    const state = reports.get(id)?.state ?? 'due';
    const late = reports.get(id)?.late ?? false;
    const above = level === 'cell' ? byId.get(wholes[0] ?? '')?.wholes[0] : wholes[0];
    for (const figures of [levels[level], communities.get(above ?? '')]) {
      if (!figures) continue;
      figures.owed += 1;
      figures[state] += 1;
      if (late) figures.late += 1;
    }
  }
  const owing = nodes.flatMap(({ id, level, name, wholes }) => {
    const reasons = level === 'grid' ? statuses.get(id)?.reasons : undefined;
    if (!reasons || reasons.missing.length + reasons.returned.length === 0) return [];
    const community = byId.get(wholes[0] ?? '')?.name ?? '';
    return [{ id, name, community, due: reasons.missing.length, returned: reasons.returned.length }];
  });
  return {
    levels,
    communities: [...communities.values()].map((row) => ({
      ...row,
      status: statuses.get(row.id)?.status ?? 'pending',
    })),
    owing: owing.sort((one, other) => other.due + other.returned - (one.due + one.returned)),
  };
}
