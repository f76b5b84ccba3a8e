import type { Status } from '@linli/core/kernel';
import { type NoticesCommand, noticesProblem, type Withdrawn } from '@linli/core/notices';
import type { Change, CommandContext, Outcome } from '../../../platform/command/command.ts';
import type { OpenedFinding } from '../../reports/index.ts';
import { getOffice } from '../office/store.ts';
import { lockNotices } from '../publish/store.ts';
import { tellWithdrawal } from '../robots/telling.ts';
import { type EndedNotice, endNotices } from './store.ts';

const all: readonly Status[] = ['clear', 'pending', 'attention'];

/** By hand: the named ones go; of what they are part of, whatever still claims that all is clear. */
export async function withdraw(
  context: CommandContext,
  { eventId, targets, reason }: NoticesCommand<'notices.withdraw'>,
): Promise<Outcome<Withdrawn>> {
  const targetIds = targets.map(({ targetId }) => targetId);
  const ended = await end(context, {
    ...{ eventId, targetIds, wholeIds: [], reason },
    ...{ ofTargets: all, ofWholes: ['clear'] },
  });
  if (ended.length === 0) throw noticesProblem('notices.not_published');
  return {
    reply: {
      withdrawn: ended.map(({ level, targetId, serial }) => ({ level, targetId, serial })),
      takeDowns: ended.filter(({ posted }) => posted).length,
    },
    ...traces(ended, eventId, reason),
  };
}

const better: Readonly<Record<OpenedFinding['effect'], readonly Status[]>> = {
  attention: ['clear', 'pending'],
  pending: ['clear'],
  none: [],
};

/**
 * By itself, when a finding opens: every notice in force that claims better than the finding allows, at its place and at
 * every whole of it. In the same transaction, so that no page ever shows the finding's place as clear after it.
 */
export async function withdrawFor(
  context: CommandContext,
  eventId: string,
  findings: readonly OpenedFinding[],
): Promise<Pick<Outcome<unknown>, 'audit' | 'changes'>> {
  const { tx, house, streetId } = context;
  const ended: EndedNotice[] = [];
  for (const effect of ['attention', 'pending'] as const) {
    const found = findings.filter((finding) => finding.effect === effect);
    if (found.length === 0) continue;
    // A grid has no notice of its own, and a new cell not yet: what they are part of is asked of the tree.
    const places = await Promise.all(
      found
        .filter(({ level }) => level !== 'street')
        .map(({ level, targetId: id }) =>
          house.locate(tx, streetId, { kind: level === 'grid' || level === 'sector' ? level : 'place', id }),
        ),
    );
    const wholeIds = places.flatMap((place) => [
      ...(place?.path ?? []),
      ...(place?.sectorId ? [place.sectorId] : []),
    ]);
    ended.push(
      ...(await end(context, {
        ...{ eventId, targetIds: found.map(({ targetId }) => targetId), wholeIds: [...new Set(wholeIds)] },
        ...{ ofTargets: better[effect], ofWholes: better[effect], reason: 'finding' },
      })),
    );
  }
  return traces(ended, eventId, 'finding');
}

async function end(
  context: CommandContext,
  given: Omit<Parameters<typeof endNotices>[1], 'streetId' | 'accountId' | 'now'>,
): Promise<EndedNotice[]> {
  const { tx, streetId, actor, now } = context;
  await lockNotices(tx, streetId, 'shared');
  const ended = await endNotices(tx, { ...given, streetId, accountId: actor.accountId, now });
  const real = ended.filter(({ rehearsal }) => !rehearsal);
  if (real.length > 0) await tellWithdrawal(context, await getOffice(tx, streetId), real);
  return ended;
}

function traces(ended: readonly EndedNotice[], eventId: string, reason: string) {
  if (ended.length === 0) return { audit: [], changes: [] };
  const details = { serials: ended.map(({ serial }) => serial) };
  return {
    audit: [{ action: 'notices.withdraw', targetKind: 'event', targetId: eventId, reason, details }],
    changes: ended.map(({ id }): Change => ({ kind: 'notice', id, operation: 'changed' })),
  };
}
