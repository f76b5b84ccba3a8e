import type { Language } from '@linli/core/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';

/** The chosen password is the person's own: it need not be changed and does not end. */
export async function keepOwnPassword(tx: Tx, accountId: string): Promise<void> {
  await sql`update account set must_change_password = false, one_time_until = null where id = ${accountId}`.execute(
    tx,
  );
}

export async function setLanguage(tx: Tx, accountId: string, language: Language): Promise<void> {
  await sql`update account set language = ${language} where id = ${accountId}`.execute(tx);
}

export interface OwnSession {
  readonly id: string;
  readonly device: string;
  readonly twoFactor: boolean;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

/** Sessions that still open something, newest first. */
export async function listSessions(
  tx: Tx,
  accountId: string,
  now: Date,
  idleSince: Date,
): Promise<OwnSession[]> {
  const found = await sql<OwnSession>`
    select id, device, two_factor as "twoFactor", created_at as "createdAt", seen_at as "seenAt",
      expires_at as "expiresAt"
    from session where account_id = ${accountId} and expires_at > ${now} and seen_at > ${idleSince}
    order by created_at desc, id`.execute(tx);
  return found.rows;
}

export async function endOwnSession(tx: Tx, accountId: string, id: string): Promise<boolean> {
  const ended =
    await sql`delete from session where account_id = ${accountId} and id = ${id} returning id`.execute(tx);
  return ended.rows.length > 0;
}

/** The moment a session ends in any case. */
export async function endOfSession(tx: Tx, id: string): Promise<Date | null> {
  const found = await sql<{ at: Date }>`select expires_at as at from session where id = ${id}`.execute(tx);
  return found.rows[0]?.at ?? null;
}

// ---- authenticator app ----

/** Starts over with a new secret; false when the app is already in force. */
export async function startTotp(tx: Tx, accountId: string, secret: Buffer): Promise<boolean> {
  const started = await sql`
    insert into two_factor as t (account_id, secret) values (${accountId}, ${secret})
    on conflict (account_id) do update set secret = excluded.secret, last_step = 0 where t.confirmed_at is null
    returning account_id`.execute(tx);
  return started.rows.length > 0;
}

/** Puts the app in force with its first code. False when it is in force already. */
export async function confirmTotp(tx: Tx, accountId: string, step: number, now: Date): Promise<boolean> {
  const confirmed = await sql`
    update two_factor set confirmed_at = ${now}, last_step = ${step}
    where account_id = ${accountId} and confirmed_at is null returning account_id`.execute(tx);
  return confirmed.rows.length > 0;
}

export async function replaceRecoveryCodes(
  tx: Tx,
  accountId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await sql`delete from recovery_code where account_id = ${accountId}`.execute(tx);
  await sql`insert into recovery_code (account_id, hash)
    select ${accountId}::uuid, hash from unnest(${hashes}::bytea[]) as given (hash)`.execute(tx);
}

/** Takes the app and its recovery codes away. False when there was none. */
export async function removeTotp(tx: Tx, accountId: string): Promise<boolean> {
  await sql`delete from recovery_code where account_id = ${accountId}`.execute(tx);
  const removed =
    await sql`delete from two_factor where account_id = ${accountId} returning confirmed_at`.execute(tx);
  return removed.rows.length > 0;
}

// ---- passkeys ----

export interface PasskeyRow {
  readonly id: string;
  readonly accountId: string;
  readonly credentialId: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly usedAt: Date | null;
}

const passkeyColumns = sql`id, account_id as "accountId", credential_id as "credentialId", public_key as "publicKey",
  counter, transports, name, created_at as "createdAt", used_at as "usedAt"`;

export async function listPasskeys(tx: Tx, accountId: string): Promise<PasskeyRow[]> {
  const found = await sql<PasskeyRow>`
    select ${passkeyColumns} from passkey where account_id = ${accountId} order by created_at, id`.execute(
    tx,
  );
  return found.rows;
}

export async function findPasskey(tx: Tx, credentialId: string): Promise<PasskeyRow | null> {
  const found = await sql<PasskeyRow>`
    select ${passkeyColumns} from passkey where credential_id = ${credentialId}`.execute(tx);
  return found.rows[0] ?? null;
}

export async function insertPasskey(
  tx: Tx,
  row: Omit<PasskeyRow, 'createdAt' | 'usedAt'> & { readonly createdAt: Date },
): Promise<void> {
  await sql`
    insert into passkey (id, account_id, credential_id, public_key, counter, transports, name, created_at)
    values (${row.id}, ${row.accountId}, ${row.credentialId}, ${row.publicKey}, ${row.counter}, ${row.transports},
      ${row.name}, ${row.createdAt})`.execute(tx);
}

export async function usePasskey(tx: Tx, id: string, counter: number, now: Date): Promise<void> {
  await sql`update passkey set counter = ${counter}, used_at = ${now} where id = ${id}`.execute(tx);
}

export async function removePasskey(tx: Tx, accountId: string, id: string): Promise<boolean> {
  const removed =
    await sql`delete from passkey where account_id = ${accountId} and id = ${id} returning id`.execute(tx);
  return removed.rows.length > 0;
}
