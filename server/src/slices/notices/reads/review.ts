import { type Day, noticeLevels, statuses } from '@linli/core/kernel';
import { exceptionsOf, type NoticeReview } from '@linli/core/notices';
import type { ReadContext } from '../../../platform/http/endpoints.ts';
import { getEventOn } from '../../events/index.ts';
import { type DraftRow, findDrafts } from '../compute/store.ts';
import { iso } from '../time.ts';
import { lastPublished } from './store.ts';

/** Throws `thing.unknown`. */
export async function reviewOf(
  { tx, streetId, now }: ReadContext,
  eventId: string,
  day: Day,
): Promise<NoticeReview> {
  const [event, drafts, publishedAt] = await Promise.all([
    getEventOn(tx, streetId, eventId, day, now),
    findDrafts(tx, { streetId, eventId, day }),
    lastPublished(tx, streetId, eventId, day),
  ]);
  const newest = (moment: (draft: DraftRow) => number) =>
    drafts.length === 0 ? null : iso(Math.max(...drafts.map(moment)));
  return {
    day,
    cutOffAt: iso(event.cutOffAt),
    computedAt: newest(({ computedAt }) => Math.round(computedAt)),
    asOf: newest(({ asOf }) => asOf),
    publishedAt: publishedAt === null ? null : iso(publishedAt),
    toPublish: drafts.filter(({ same, withdrawn }) => !same && !withdrawn).length,
    levels: noticeLevels.map((level) => ({
      level,
      counts: countsOf(drafts.filter((each) => each.level === level)),
    })),
    exceptions: exceptionsIn(drafts),
  };
}

function countsOf(drafts: readonly DraftRow[]) {
  const count = (status: DraftRow['status']) => drafts.filter((draft) => draft.status === status).length;
  return { clear: count('clear'), pending: count('pending'), attention: count('attention') };
}

/** Worst first; within a status, wholes before their parts. */
function exceptionsIn(drafts: readonly DraftRow[]): NoticeReview['exceptions'] {
  const dayBefore = drafts.some(({ was }) => was !== null);
  return drafts
    .map((draft) => ({ draft, kinds: exceptionsOf(draft, dayBefore) }))
    .filter(({ kinds }) => kinds.length > 0)
    .sort((one, other) => statuses.indexOf(other.draft.status) - statuses.indexOf(one.draft.status))
    .map(({ draft, kinds }) => {
      const { level, targetId, name, status, trail, was, title, sentence, lastingDays } = draft;
      return { level, targetId, name, status, trail: [...trail], kinds, was, title, sentence, lastingDays };
    });
}
