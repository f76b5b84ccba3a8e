import { eventsProblem } from '@linli/core/events';
import type { Day } from '@linli/core/kernel';
import type { ReportDay } from '@linli/core/reports';
import type { Tx } from '../../platform/db/tx.ts';
import type { TargetRef } from '../../platform/house.ts';
import { type EventOnDay, getEventOn } from '../events/index.ts';

/** The day of an event on which something is to be written; null: today. Throws `thing.unknown`, `events.not_active`. */
export async function getOpenDay(
  { tx, streetId, now }: { readonly tx: Tx; readonly streetId: string; readonly now: number },
  eventId: string,
  day: Day | null,
): Promise<ReportDay> {
  const event = await getEventOn(tx, streetId, eventId, day, now);
  if (event.mode !== 'emergency') throw eventsProblem('events.not_active');
  return reportDay(event, now);
}

function reportDay(event: EventOnDay, now: number): ReportDay {
  const { day, startedOn, today, cutOffAt, params: rules } = event;
  return { rules, day, startedOn, today, cutOffAt, now };
}

/** Where a place or set of some level lies, for the question whether someone may. */
export function targetRef({
  level,
  targetId,
}: {
  readonly level: string;
  readonly targetId: string;
}): TargetRef {
  if (level === 'street') return { kind: 'street' };
  if (level === 'grid' || level === 'sector') return { kind: level, id: targetId };
  return { kind: 'place', id: targetId };
}
