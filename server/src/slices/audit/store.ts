import type { AuditRow } from '@linli/core/audit';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/tx.ts';

export interface AuditFilter {
  readonly before?: string | undefined;
  readonly target?: string | undefined;
  readonly account?: string | undefined;
  readonly action?: string | undefined;
}

/** Rows of one street, newest first, `limit` at most. */
export async function findAudit(
  tx: Tx,
  streetId: string,
  filter: AuditFilter,
  limit: number,
): Promise<Omit<AuditRow, 'accountName'>[]> {
  const found = await sql<Omit<AuditRow, 'accountName'>>`
    select seq::text as seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      account_id as "accountId", action, target_kind as "targetKind", target_id as "targetId", reason, details
    from audit
    where street_id = ${streetId}
      and (${filter.before ?? null}::bigint is null or seq < ${filter.before ?? null}::bigint)
      and (${filter.target ?? null}::uuid is null or target_id = ${filter.target ?? null}::uuid)
      and (${filter.account ?? null}::uuid is null or account_id = ${filter.account ?? null}::uuid)
      and (${filter.action ?? null}::text is null or action = ${filter.action ?? null}::text)
    order by seq desc limit ${limit}`.execute(tx);
  return found.rows;
}
