import { AuditPage, auditPermissions, auditQuery, ChainState } from '@linli/core/audit';
import { verifyChain } from '../../platform/audit/seal.ts';
import type { Endpoints } from '../../platform/http/endpoints.ts';
import { namesOf } from '../accounts/index.ts';
import { findAudit } from './store.ts';

const rowsPerPage = 100;

export function audit(endpoints: Endpoints): void {
  endpoints.read({
    url: '/audit',
    summary: 'What was done in this street, newest first',
    permission: auditPermissions.read,
    query: auditQuery,
    reply: AuditPage,
    read: async ({ tx, streetId }, { query }) => {
      const rows = await findAudit(tx, streetId, query, rowsPerPage);
      const names = await namesOf(tx, [...new Set(rows.flatMap((row) => row.accountId ?? []))]);
      const named = rows.map((row) => ({
        ...row,
        accountName: row.accountId ? (names.get(row.accountId) ?? null) : null,
      }));
      return { rows: named, next: rows.length === rowsPerPage ? (rows.at(-1)?.seq ?? null) : null };
    },
  });

  endpoints.read({
    url: '/audit/chain',
    summary: 'Recomputes the hash chain of the audit and says whether it holds',
    permission: auditPermissions.read,
    reply: ChainState,
    read: ({ tx, streetId }) => verifyChain(tx, streetId),
  });
}
