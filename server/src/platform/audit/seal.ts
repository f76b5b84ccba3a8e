import { sql } from 'kysely';
import type { Tx } from '../db/tx.ts';
import { type ChainedRow, chainStart, linkHash } from './chain.ts';

/** Rows in one link at most; a link is hashed in memory. */
const mostRows = 2_000;

const rowColumns = sql`audit.seq::text as seq, to_char(audit.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  audit.account_id::text, audit.session_id::text, audit.action, audit.target_kind, audit.target_id::text, audit.reason,
  audit.details::text as details, audit.command_id::text`;

interface Head {
  no: number;
  hash: Buffer;
  same_epoch: boolean;
  upto_xid: string;
  upto_seq: string;
}

/**
 * Adds the next link of a street's chain. Only rows of transactions older than every running one are taken, so that no
 * row can later appear before the end of the chain. Returns how many rows were sealed.
 *
 * Writing an audit row takes no lock and no hash: the chain follows a moment later, and a row is sealed exactly once.
 */
export async function sealNext(tx: Tx, streetId: string): Promise<number> {
  // Two servers on one database must not both add the same link.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`seal:${streetId}`}, 0))`.execute(tx);
  const head = await findHead(tx, streetId);
  const rows = await finalRows(tx, streetId, head);
  const last = rows.at(-1);
  if (!last) return 0;
  const previous = head?.hash ?? chainStart;
  const no = (head?.no ?? 0) + 1;
  const hash = linkHash(previous, streetId, no, rows);
  await sql`insert into audit_seal (street_id, no, epoch, upto_xid, upto_seq, seqs, previous, hash)
    select ${streetId}, ${no}, epoch, ${last.xid}::xid8, ${last.seq}::bigint, ${rows.map((row) => row.seq)}::bigint[], ${previous}, ${hash}
    from installation`.execute(tx);
  return rows.length;
}

async function findHead(tx: Tx, streetId: string): Promise<Head | undefined> {
  const found = await sql<Head>`
    select no, hash, epoch = (select epoch from installation) as same_epoch, upto_xid::text, upto_seq::text
    from audit_seal where street_id = ${streetId} order by no desc limit 1`.execute(tx);
  return found.rows[0];
}

async function finalRows(
  tx: Tx,
  streetId: string,
  head: Head | undefined,
): Promise<(ChainedRow & { xid: string })[]> {
  // After a restore the transaction ids start over; rows that came with the backup have xid 0, some of them sealed.
  const after =
    head === undefined
      ? sql`true`
      : head.same_epoch
        ? sql`(xid, seq) > (${head.upto_xid}::xid8, ${head.upto_seq}::bigint)`
        : sql`(xid <> '0' or not exists (select from audit_seal where street_id = ${streetId} and audit.seq = any(seqs)))`;
  const found = await sql<ChainedRow & { xid: string }>`
    select ${rowColumns}, xid::text as xid from audit
    where street_id = ${streetId} and xid < pg_snapshot_xmin(pg_current_snapshot()) and ${after}
    order by audit.xid, audit.seq limit ${mostRows}`.execute(tx);
  return found.rows;
}

/** What a check of the chain found. `broken` is null when every link holds. */
export interface ChainReport {
  readonly links: number;
  readonly sealed: number;
  readonly unsealed: number;
  readonly head: { readonly no: number; readonly hash: string } | null;
  readonly broken: { readonly no: number; readonly why: 'missing_link' | 'missing_row' | 'changed' } | null;
}

interface Link {
  no: number;
  seqs: string[];
  previous: Buffer;
  hash: Buffer;
}

/** Recomputes a street's whole chain from the rows. Reads link by link; memory stays at one link. */
export async function verifyChain(tx: Tx, streetId: string): Promise<ChainReport> {
  let previous: Buffer = chainStart;
  let links = 0;
  let sealed = 0;
  for (;;) {
    const link = await linkAfter(tx, streetId, links);
    if (!link) break;
    const why = await faultOf(tx, streetId, link, links + 1, previous);
    if (why) return { links, sealed, unsealed: 0, head: null, broken: { no: link.no, why } };
    previous = link.hash;
    links += 1;
    sealed += link.seqs.length;
  }
  const total = await sql<{
    count: number;
  }>`select count(*) as count from audit where street_id = ${streetId}`.execute(tx);
  const head = links === 0 ? null : { no: links, hash: previous.toString('hex') };
  return { links, sealed, unsealed: Number(total.rows[0]?.count ?? 0) - sealed, head, broken: null };
}

async function linkAfter(tx: Tx, streetId: string, no: number): Promise<Link | undefined> {
  const found = await sql<Link>`select no, seqs::text[] as seqs, previous, hash from audit_seal
    where street_id = ${streetId} and no > ${no} order by no limit 1`.execute(tx);
  return found.rows[0];
}

async function faultOf(tx: Tx, streetId: string, link: Link, no: number, previous: Buffer) {
  if (Number(link.no) !== no || !link.previous.equals(previous)) return 'missing_link' as const;
  const found = await sql<ChainedRow>`
    select ${rowColumns} from unnest(${link.seqs}::bigint[]) with ordinality as wanted (seq, place)
    join audit on audit.street_id = ${streetId} and audit.seq = wanted.seq order by wanted.place`.execute(tx);
  if (found.rows.length !== link.seqs.length) return 'missing_row' as const;
  if (!linkHash(previous, streetId, no, found.rows).equals(link.hash)) return 'changed' as const;
  return null;
}

/** Whether a head that was written down earlier (`no:hash`) is still part of the chain. */
export async function chainHolds(tx: Tx, streetId: string, no: number, hash: string): Promise<boolean> {
  const found = await sql<{
    hash: Buffer;
  }>`select hash from audit_seal where street_id = ${streetId} and no = ${no}`.execute(tx);
  return found.rows[0]?.hash.toString('hex') === hash.toLowerCase();
}
