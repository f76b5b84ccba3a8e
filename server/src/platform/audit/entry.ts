import type { Tx } from '../db/tx.ts';

/** Audit rows of no street (sign-in, set-up) are kept under this one. */
export const installationStreet = '00000000-0000-0000-0000-000000000000';

/**
 * One thing that was done. `details` says what changed in terms of codes, counts and public names; sensitive values
 * have no place in it, because an audit row outlives the data it speaks of.
 */
export interface AuditEntry {
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string | null;
  readonly reason?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface AuditAuthor {
  readonly streetId: string;
  readonly accountId: string | null;
  readonly sessionId: string | null;
  readonly commandId?: string | null;
}

interface AuditTable {
  street_id: string;
  account_id: string | null;
  session_id: string | null;
  action: string;
  target_kind: string;
  target_id: string | null;
  reason: string | null;
  details: string;
  command_id: string | null;
}

export function auditRow(author: AuditAuthor, entry: AuditEntry): AuditTable {
  return {
    street_id: author.streetId,
    account_id: author.accountId,
    session_id: author.sessionId,
    action: entry.action,
    target_kind: entry.targetKind,
    target_id: entry.targetId,
    reason: entry.reason ?? null,
    details: JSON.stringify(entry.details ?? {}),
    command_id: author.commandId ?? null,
  };
}

/** Writes audit rows in the caller's transaction. For writes that are not commands, and for sensitive reads. */
export async function recordAudit(
  tx: Tx,
  author: AuditAuthor,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await tx
    .withTables<{ audit: AuditTable }>()
    .insertInto('audit')
    .values(entries.map((entry) => auditRow(author, entry)))
    .execute();
}
