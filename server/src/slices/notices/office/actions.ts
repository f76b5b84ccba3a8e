import {
  type NoticesCommand,
  type NoticesWritten,
  noticesProblem,
  personalProblems,
} from '@linli/core/notices';
import type { CommandContext, Outcome } from '../../../platform/command/command.ts';
import { putOffice } from './store.ts';

export async function setOffice(
  { tx, streetId }: CommandContext,
  { version, helpline, sealName, reason }: NoticesCommand<'notices.set-office'>,
): Promise<Outcome<NoticesWritten>> {
  const personal = personalProblems('sealName', sealName);
  if (personal.length > 0) throw noticesProblem('notices.personal_data', {}, personal);
  await putOffice(tx, streetId, version, { helpline, sealName });
  return {
    reply: { id: streetId },
    audit: [
      {
        action: 'notices.set-office',
        targetKind: 'street',
        targetId: streetId,
        reason: reason ?? null,
        details: { helpline, sealName },
      },
    ],
    changes: [{ kind: 'notice_office', id: streetId, operation: 'changed' }],
  };
}
