import type { Status } from '@linli/core/kernel';
import { type NoticesCommand, noticesProblem, type Withdrawn } from '@linli/core/notices';
import type { Change, CommandContext, Outcome } from '../../../platform/command/command.ts';
import type { OpenedFinding } from '../../reports/index.ts';
import { getOffice } from '../office/store.ts';
import { lockNotices } from '../publish/store.ts';
import { tellWithdrawal } from '../robots/telling.ts';
import { type EndedNotice, endNotices, findInForce } from './store.ts';

const all: readonly Status[] = ['clear', 'pending', 'attention'];

/** By hand: the named ones go; of what they are part of, whatever still claims that all is clear. */
export async function withdraw(
  context: CommandContext,
  { eventId, targets, reason }: NoticesCommand<'notices.withdraw'>,
): Promise<Outcome<Withdrawn>> {
  const targetIds = targets.map(({ targetId }) => targetId);
  await lockNotices(context.tx, context.streetId, 'shared');
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
  await lockNotices(context.tx, context.streetId, 'shared');
  const ended: EndedNotice[] = [];
  for (const effect of ['attention', 'pending'] as const) {
    const found = findings.filter((finding) => finding.effect === effect);
    if (found.length === 0) continue;
    const targetIds = found.map(({ targetId }) => targetId);
    ended.push(
      ...(await end(context, {
        ...{ eventId, targetIds, wholeIds: await wholesOutside(context, eventId, found), reason: 'finding' },
        ...{ ofTargets: better[effect], ofWholes: better[effect] },
      })),
    );
  }
  return traces(ended, eventId, 'finding');
}

/**
 * A notice names the wholes it was counted into. Where there is none, at a grid or a new cell, the tree is asked what the
 * place is part of.
 */
async function wholesOutside(
  { tx, house, streetId }: CommandContext,
  eventId: string,
  findings: readonly OpenedFinding[],
): Promise<string[]> {
  const known = await findInForce(
    tx,
    streetId,
    eventId,
    findings.map(({ targetId }) => targetId),
  );
  const others = findings.filter(({ targetId, level }) => level !== 'street' && !known.has(targetId));
  const places = await Promise.all(
    others.map(({ level, targetId: id }) =>
      house.locate(tx, streetId, { kind: level === 'grid' || level === 'sector' ? level : 'place', id }),
    ),
  );
  const ids = places.flatMap((place) => [
    ...(place?.path ?? []),
    ...(place?.sectorId ? [place.sectorId] : []),
  ]);
  return [...new Set(ids)];
}

async function end(
  context: CommandContext,
  given: Omit<Parameters<typeof endNotices>[1], 'streetId' | 'accountId' | 'now'>,
): Promise<EndedNotice[]> {
  const { tx, streetId, actor, now } = context;
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
