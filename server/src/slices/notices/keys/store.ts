import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';

export interface KeyRow {
  readonly id: string;
  readonly kid: string;
  readonly x: string;
  readonly secret: Buffer;
}

export interface PublicKeyRow {
  readonly kid: string;
  readonly x: string;
  readonly street: string;
  readonly prefix: string;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly retiredAt: number | null;
}

const instant = (now: number) => sql`to_timestamp(${now / 1000}::double precision)`;

export async function findCurrentKey(tx: Tx, streetId: string): Promise<KeyRow | null> {
  const found = await sql<KeyRow>`
    select id, kid, x, secret from notice_key where street_id = ${streetId} and retired_at is null`.execute(
    tx,
  );
  return found.rows[0] ?? null;
}

/** Does nothing when another request made the first key at the same moment. */
export async function insertKey(tx: Tx, streetId: string, now: number, key: KeyRow): Promise<void> {
  await sql`
    insert into notice_key (street_id, id, kid, x, secret, created_at)
    values (${streetId}, ${key.id}, ${key.kid}, ${key.x}, ${key.secret}, ${instant(now)})
    on conflict (street_id) where retired_at is null do nothing`.execute(tx);
}

export async function retireKeys(tx: Tx, streetId: string, now: number): Promise<void> {
  await sql`update notice_key set retired_at = ${instant(now)}
    where street_id = ${streetId} and retired_at is null`.execute(tx);
}

/** Every street of the installation; keys are public, and a verifier asks without saying for whom. */
export async function findStreetIds(tx: Tx): Promise<string[]> {
  const found = await sql<{ id: string }>`select id from street order by id`.execute(tx);
  return found.rows.map(({ id }) => id);
}

/** Of all streets the transaction may see, newest first. */
export async function findPublicKeys(tx: Tx): Promise<PublicKeyRow[]> {
  const found = await sql<PublicKeyRow>`
    select k.kid, k.x, s.name as street, s.prefix,
      extract(epoch from k.created_at)::double precision * 1000 as "createdAt",
      extract(epoch from k.retired_at)::double precision * 1000 as "retiredAt"
    from notice_key k join street s on s.id = k.street_id
    order by k.created_at desc, k.kid`.execute(tx);
  return found.rows;
}
