import { kernelProblem } from '@linli/core/kernel';
import { type NoticesCommand, type NoticesWritten, noticesProblem } from '@linli/core/notices';
import type { CommandContext, Outcome } from '../../../platform/command/command.ts';
import { findPrintable } from '../reads/store.ts';
import { endJob, getJob, insertJob } from './store.ts';

export async function orderPosters(
  { tx, streetId, actor, now }: CommandContext,
  { jobId, eventId, underId, paper, reason }: NoticesCommand<'notices.order-posters'>,
): Promise<Outcome<NoticesWritten>> {
  const total = (await findPrintable(tx, streetId, eventId, underId)).length;
  if (total === 0) throw noticesProblem('notices.nothing_to_print');
  const job = { id: jobId, eventId, underId, paper, total, at: now, accountId: actor.accountId };
  await insertJob(tx, streetId, job);
  return outcome('notices.order-posters', jobId, reason, { paper, total, under: underId });
}

export async function cancelPosters(
  { tx, streetId }: CommandContext,
  { jobId, underId, reason }: NoticesCommand<'notices.cancel-posters'>,
): Promise<Outcome<NoticesWritten>> {
  const { done, total, underId: ordered } = await getJob(tx, streetId, jobId);
  // The place was named for the question who may; it must be the order's own.
  if (ordered !== underId) throw kernelProblem('thing.unknown');
  if (!(await endJob(tx, streetId, jobId, { state: 'cancelled' })))
    throw noticesProblem('notices.posters_ended');
  return outcome('notices.cancel-posters', jobId, reason, { done, total });
}

function outcome(
  action: string,
  id: string,
  reason: string | undefined,
  details: Record<string, unknown>,
): Outcome<NoticesWritten> {
  return {
    reply: { id },
    audit: [{ action, targetKind: 'poster_job', targetId: id, reason: reason ?? null, details }],
    changes: [{ kind: 'poster_job', id, operation: 'changed' }],
  };
}
