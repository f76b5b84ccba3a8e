import { type NoticesCommand, type NoticesWritten, noticesProblem } from '@linli/core/notices';
import type { CommandContext, Outcome } from '../../../platform/command/command.ts';
import { getScanned, insertPosting, type PostedNotice, putTakenDown } from './store.ts';

type Scanned = NoticesCommand<'notices.confirm-posted'>;

/** Who scans a poster that is no longer in force must not hang it up. */
export async function confirmPosted(
  { tx, streetId, actor, now }: CommandContext,
  scanned: Scanned,
): Promise<Outcome<NoticesWritten>> {
  const notice = await getScanned(tx, streetId, scanned);
  if (!notice.inForce) throw noticesProblem('notices.not_in_force');
  await insertPosting(tx, streetId, notice.id, { accountId: actor.accountId, now });
  return outcome('notices.confirm-posted', notice, scanned);
}

export async function confirmTakenDown(
  { tx, streetId, actor, now }: CommandContext,
  scanned: Scanned,
): Promise<Outcome<NoticesWritten>> {
  const notice = await getScanned(tx, streetId, scanned);
  if (notice.inForce) throw noticesProblem('notices.still_in_force');
  await putTakenDown(tx, streetId, notice.id, { accountId: actor.accountId, now });
  return outcome('notices.confirm-taken-down', notice, scanned);
}

function outcome(action: string, { id, serial }: PostedNotice, { reason }: Scanned): Outcome<NoticesWritten> {
  return {
    reply: { id },
    audit: [{ action, targetKind: 'notice', targetId: id, reason: reason ?? null, details: { serial } }],
    changes: [{ kind: 'notice', id, operation: 'changed' }],
  };
}
