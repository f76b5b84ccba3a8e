import { sql } from 'kysely';
import type { Tx } from '../db/tx.ts';

/** Where a reader of the feed stands: epoch of the installation, transaction id, sequence. Text, opaque to clients. */
export interface Cursor {
  readonly epoch: string;
  readonly xid: string;
  readonly seq: string;
}

export interface FeedChange {
  readonly kind: string;
  readonly id: string;
  readonly operation: string;
}

/** `reset`: the cursor is from before a restore, or too old; the reader must load afresh. */
export interface FeedPage {
  readonly reset: boolean;
  readonly changes: readonly FeedChange[];
  readonly cursor: string;
}

const mostChanges = 500;

function formatCursor(cursor: Cursor): string {
  return `${cursor.epoch}.${cursor.xid}.${cursor.seq}`;
}

function parseCursor(text: string): Cursor | null {
  const parts = /^([0-9a-f-]{36})\.(\d{1,20})\.(\d{1,19})$/.exec(text);
  if (!parts) return null;
  return { epoch: parts[1] as string, xid: parts[2] as string, seq: parts[3] as string };
}

/** The place in the feed from which everything that commits later will be seen. */
async function currentCursor(tx: Tx): Promise<Cursor> {
  const found = await sql<Cursor>`
    select epoch::text, (pg_snapshot_xmin(pg_current_snapshot())::text::numeric - 1)::text as xid, '9223372036854775807' as seq
    from installation`.execute(tx);
  const row = found.rows[0];
  if (!row) throw new Error('the installation row is missing');
  return row;
}

/**
 * Changes after the cursor. Only transactions older than every running one are read: a slow transaction with a lower
 * sequence can then never slip in behind a reader who has passed it.
 */
export async function changesAfter(tx: Tx, streetId: string, text: string | null): Promise<FeedPage> {
  const current = await currentCursor(tx);
  const since = text === null ? null : parseCursor(text);
  if (!since || since.epoch !== current.epoch) {
    return { reset: text !== null, changes: [], cursor: formatCursor(current) };
  }
  const found = await sql<FeedChange & { xid: string; seq: string }>`
    select kind, target_id::text as id, operation, xid::text as xid, seq::text as seq
    from change
    where street_id = ${streetId}
      and (xid, seq) > (${since.xid}::xid8, ${since.seq}::bigint)
      and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by xid, seq
    limit ${mostChanges}`.execute(tx);
  const last = found.rows.at(-1);
  return {
    reset: false,
    changes: found.rows.map(({ kind, id, operation }) => ({ kind, id, operation })),
    cursor: last ? formatCursor({ epoch: current.epoch, xid: last.xid, seq: last.seq }) : formatCursor(since),
  };
}
