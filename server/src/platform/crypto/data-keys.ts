import { type Clock, type Random, uuidv7 } from '@linli/core/kernel';
import { sql } from 'kysely';
import { withAllRows } from '../db/all-rows.ts';
import type { Tx } from '../db/tx.ts';
import type { KeyKeeper } from './master-key.ts';
import { cryptoProblem } from './problems.ts';
import { type Key, keyLength, openBytes, sealBytes } from './sealed.ts';

/** A data key in memory. Never log it, never store it. */
export interface DataKey {
  readonly id: string;
  readonly key: Key;
}

/** What a key is for: one purpose of a street, or of one event in it, whose data end with the event. */
export interface KeyUse {
  readonly streetId: string;
  /** Such as `ledger`; lower case. */
  readonly purpose: string;
  readonly eventId?: string | null;
}

/** How long a key stays in memory: another process may have destroyed it meanwhile. */
const keptFor = 60_000;

interface KeyRow {
  readonly id: string;
  readonly wrapped: Buffer | null;
  /** True when the row was there before this transaction. */
  readonly settled: boolean;
}

/**
 * The data keys of streets and events: stored wrapped in `data_key`, unwrapped in memory only, for a minute.
 * Every call runs in the caller's transaction, which must see the street.
 */
export class DataKeys {
  readonly #keeper: KeyKeeper;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #kept = new Map<string, { readonly key: DataKey; readonly until: number }>();

  constructor(keeper: KeyKeeper, clock: Clock, random: Random) {
    this.#keeper = keeper;
    this.#clock = clock;
    this.#random = random;
  }

  /** The living key of a use; made at its first use, in a write transaction. */
  async of(tx: Tx, use: KeyUse): Promise<DataKey> {
    const name = `${use.streetId}/${use.purpose}/${use.eventId ?? ''}`;
    const kept = this.#keptAs(name);
    if (kept) return kept;
    const row = (await findLiving(tx, use)) ?? (await this.#create(tx, use));
    return this.#unwrap(use.streetId, row, name);
  }

  /** The key that sealed something. Throws `key.destroyed` or `key.unknown`. */
  async byId(tx: Tx, streetId: string, id: string): Promise<DataKey> {
    const name = `${streetId}#${id}`;
    const kept = this.#keptAs(name);
    if (kept) return kept;
    const row = await findById(tx, streetId, id);
    if (!row) throw cryptoProblem('key.unknown');
    return this.#unwrap(streetId, row, name);
  }

  /** Destroys every key of an event; answers how many. What they sealed can be read nowhere any more, backups included. */
  async destroyEvent(tx: Tx, streetId: string, eventId: string): Promise<number> {
    const destroyed = await sql`update data_key set wrapped = null, destroyed_at = now()
      where street_id = ${streetId} and event_id = ${eventId} and wrapped is not null`.execute(tx);
    this.forget();
    return Number(destroyed.numAffectedRows ?? 0n);
  }

  /** Empties the memory. */
  forget(): void {
    this.#kept.clear();
  }

  async #create(tx: Tx, use: KeyUse): Promise<KeyRow> {
    const id = uuidv7(this.#clock(), this.#random);
    const wrapped = await this.#keeper.wrap(
      contextOf(use.streetId, id),
      Buffer.from(this.#random(keyLength)),
    );
    await sql`insert into data_key (street_id, id, purpose, event_id, wrapped)
      values (${use.streetId}, ${id}, ${use.purpose}, ${use.eventId ?? null}, ${wrapped})
      on conflict (street_id, purpose, event_id) where wrapped is not null do nothing`.execute(tx);
    const row = await findLiving(tx, use);
    if (!row) throw cryptoProblem('key.unknown');
    return row;
  }

  #keptAs(name: string): DataKey | null {
    const kept = this.#kept.get(name);
    if (kept && kept.until > this.#clock()) return kept.key;
    this.#kept.delete(name);
    return null;
  }

  async #unwrap(streetId: string, row: KeyRow, name: string): Promise<DataKey> {
    if (!row.wrapped) throw cryptoProblem('key.destroyed');
    const key = { id: row.id, key: await this.#keeper.unwrap(contextOf(streetId, row.id), row.wrapped) };
    // A key made in this transaction is gone if it rolls back; kept in memory it would seal what nobody can open.
    if (row.settled) this.#kept.set(name, { key, until: this.#clock() + keptFor });
    return key;
  }
}

/**
 * Makes sure that this master key is the one of these data, before anything is sealed under another.
 * `url` is the owner's or a superuser's. Throws `key.other_master`.
 */
export async function checkMasterKey(url: string, keeper: KeyKeeper): Promise<void> {
  const { rows } = await withAllRows(url, (client) =>
    client.query<{ street_id: string; id: string; wrapped: Buffer }>(
      'select street_id, id, wrapped from linli.data_key where wrapped is not null order by created_at desc limit 1',
    ),
  );
  for (const row of rows) await keeper.unwrap(contextOf(row.street_id, row.id), row.wrapped);
}

function contextOf(streetId: string, id: string): string {
  return `data_key:${streetId}:${id}`;
}

async function findLiving(tx: Tx, use: KeyUse): Promise<KeyRow | null> {
  const found = await sql<KeyRow>`select id, wrapped, created_at < now() as settled from data_key
    where street_id = ${use.streetId} and purpose = ${use.purpose}
      and event_id is not distinct from ${use.eventId ?? null}::uuid and wrapped is not null`.execute(tx);
  return found.rows[0] ?? null;
}

async function findById(tx: Tx, streetId: string, id: string): Promise<KeyRow | null> {
  const found = await sql<KeyRow>`select id, wrapped, created_at < now() as settled from data_key
    where street_id = ${streetId} and id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
}

const idLength = 16;

/** Seals a value under a data key: the key's id in 16 bytes, then what `sealBytes` makes. */
export function sealUnder(dataKey: DataKey, aad: string, text: string): Buffer {
  const id = Buffer.from(dataKey.id.replaceAll('-', ''), 'hex');
  return Buffer.concat([id, sealBytes(dataKey.key, aad, Buffer.from(text, 'utf8'))]);
}

/** Which data key sealed a value, for `byId`. */
export function keyIdOf(sealed: Uint8Array): string {
  if (sealed.length <= idLength) throw cryptoProblem('sealed.damaged');
  const hex = Buffer.from(sealed.subarray(0, idLength)).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The text that `sealUnder` took. Throws `sealed.damaged`. */
export function openUnder(dataKey: DataKey, aad: string, sealed: Uint8Array): string {
  return openBytes(dataKey.key, aad, sealed.subarray(idLength)).toString('utf8');
}
