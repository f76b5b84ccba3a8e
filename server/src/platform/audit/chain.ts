import { createHash } from 'node:crypto';

/** An audit row as the chain sees it: every column but the transaction id, times with microseconds. */
export interface ChainedRow {
  readonly seq: string;
  readonly at: string;
  readonly account_id: string | null;
  readonly session_id: string | null;
  readonly action: string;
  readonly target_kind: string;
  readonly target_id: string | null;
  readonly reason: string | null;
  readonly details: string;
  readonly command_id: string | null;
}

/** What the first link follows: 32 zero bytes. */
export const chainStart: Buffer = Buffer.alloc(32);

/**
 * The hash of one link: SHA-256 over the link before it, the street, the link's number and each row's own SHA-256.
 * Fields are written as a JSON array, so that no two different rows have the same text.
 */
export function linkHash(
  previous: Buffer,
  streetId: string,
  no: number,
  rows: readonly ChainedRow[],
): Buffer {
  const hash = createHash('sha256')
    .update(previous)
    .update(JSON.stringify([streetId, no, rows.length]));
  for (const row of rows) {
    const text = JSON.stringify([
      row.seq,
      row.at,
      row.account_id,
      row.session_id,
      row.action,
      row.target_kind,
      row.target_id,
      row.reason,
      row.details,
      row.command_id,
    ]);
    hash.update(createHash('sha256').update(text).digest());
  }
  return hash.digest();
}
