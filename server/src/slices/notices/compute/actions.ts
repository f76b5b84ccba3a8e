import { eventsProblem } from '@linli/core/events';
import { type Day, Problem } from '@linli/core/kernel';
import {
  type Computed,
  type Draft,
  draftNotices,
  exceptionsOf,
  type NoticesCommand,
  noticesProblem,
} from '@linli/core/notices';
import type { CommandContext, Outcome } from '../../../platform/command/command.ts';
import { type DayStatuses, statusesAt } from '../../reports/index.ts';
import { clockTime, iso } from '../time.ts';
import { findPast, findWithdrawn, putDrafts } from './store.ts';

type Asked = Pick<CommandContext, 'tx' | 'streetId' | 'now'>;

/** Throws `thing.unknown`, `events.not_active` and `notices.day_not_open`. */
export async function statusesOf(
  asked: Asked,
  eventId: string,
  day: Day,
  moment: number | null,
): Promise<DayStatuses> {
  try {
    const found = await statusesAt(asked, eventId, day, moment);
    if (found.event.mode !== 'emergency') throw eventsProblem('events.not_active');
    return found;
  } catch (error) {
    const closed = error instanceof Problem && error.code === 'reports.day_not_open';
    throw closed ? noticesProblem('notices.day_not_open') : error;
  }
}

/** The drafts that follow from statuses; `day before`: whether anything was drafted for it. */
export async function draftFrom(
  { tx, streetId }: Asked,
  found: DayStatuses,
): Promise<{ drafts: Draft[]; dayBefore: boolean }> {
  const { event, day, moment, nodes, statuses } = found;
  const ref = { streetId, eventId: event.id, day };
  const [past, withdrawn] = await Promise.all([findPast(tx, ref), findWithdrawn(tx, ref)]);
  const places = nodes.map((node) => ({
    ...node,
    status: statuses.get(node.id)?.status ?? ('pending' as const),
  }));
  const drafts = draftNotices(places, {
    ...{ day, past, withdrawn },
    time: clockTime(moment, event.timeZone),
    wording: event.params.wording,
    needed: event.params.clearDays,
  });
  return { drafts, dayBefore: past.size > 0 };
}

/**
 * Drafts every notice of a day. `moment`: the cut-off, when the day's own job asks; null, when a person asks: what is
 * known now, and the notices say so. Repeating it changes nothing but what changed meanwhile.
 */
export function computeAt(moment: number | null) {
  return async (
    context: CommandContext,
    { eventId, day, reason }: NoticesCommand<'notices.compute'>,
  ): Promise<Outcome<Computed>> => {
    const { tx, streetId, now } = context;
    const found = await statusesOf(context, eventId, day, moment);
    const { drafts, dayBefore } = await draftFrom(context, found);
    const given = { asOf: found.moment, computedAt: now, whole: true };
    await putDrafts(tx, { streetId, eventId, day }, drafts, given);
    const exceptions = drafts.filter(
      (draft) => exceptionsOf({ ...draft, withdrawn: false }, dayBefore).length > 0,
    ).length;
    const details = { day, drafts: drafts.length, exceptions, asOf: iso(found.moment) };
    return {
      reply: { day, computedAt: iso(now), drafts: drafts.length, exceptions },
      audit: [
        {
          action: 'notices.compute',
          targetKind: 'event',
          targetId: eventId,
          reason: reason ?? null,
          details,
        },
      ],
      changes: [{ kind: 'notice_draft', id: eventId, operation: 'changed' }],
    };
  };
}
