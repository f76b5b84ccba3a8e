import type { Grant, Language } from '@linli/core/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';

export interface SessionRow {
  readonly sessionId: string;
  readonly twoFactor: boolean;
  readonly seenAt: Date;
  readonly accountId: string;
  readonly name: string;
  readonly mustChangePassword: boolean;
  readonly grants: Grant[];
}

/**
 * The session of a token with its account and the roles of today, in one look-up; null when it is over, idle since
 * before `idleSince`, or the account is suspended. The transaction must be that of the account (row-level security).
 */
export async function findSession(
  tx: Tx,
  token: string,
  accountId: string,
  now: Date,
  idleSince: Date,
): Promise<SessionRow | null> {
  const found = await sql<SessionRow>`
    select s.id as "sessionId", s.two_factor as "twoFactor", s.seen_at as "seenAt", a.id as "accountId", a.name,
      a.must_change_password as "mustChangePassword",
      coalesce((
        select jsonb_agg(jsonb_build_object('streetId', g.street_id, 'role', g.role, 'scopeKind', g.scope_kind,
          'scopeId', g.scope_id) order by g.granted_at, g.role, g.id)
        from role_grant g join street on street.id = g.street_id
        where g.account_id = a.id and g.revoked_at is null
          and (g.ends_on is null or g.ends_on >= (${now}::timestamptz at time zone street.time_zone)::date)
      ), '[]'::jsonb) as grants
    from session s join account a on a.id = s.account_id
    where s.token = ${token} and s.account_id = ${accountId} and s.expires_at > ${now}::timestamptz
      and s.seen_at > ${idleSince}::timestamptz and a.suspended_at is null`.execute(tx);
  return found.rows[0] ?? null;
}

export async function touchSession(tx: Tx, sessionId: string, now: Date): Promise<void> {
  await sql`update session set seen_at = ${now} where id = ${sessionId} and seen_at < ${now}`.execute(tx);
}

export async function anyAccount(tx: Tx): Promise<boolean> {
  const found = await sql<{ some: boolean }>`select exists (select from account) as some`.execute(tx);
  return found.rows[0]?.some === true;
}

/** Ends one session. True when there was one. */
export async function endSession(tx: Tx, sessionId: string): Promise<boolean> {
  const ended = await sql`delete from session where id = ${sessionId} returning id`.execute(tx);
  return ended.rows.length > 0;
}

/** Ends the session that a browser brings along, so that it never becomes someone else's. */
export async function endSessionOfToken(tx: Tx, token: string): Promise<void> {
  await sql`delete from session where token = ${token}`.execute(tx);
}

/** Ends all sessions of an account but one. */
export async function endSessionsOf(tx: Tx, accountId: string, butSession: string | null): Promise<void> {
  await sql`delete from session where account_id = ${accountId} and id is distinct from ${butSession}::uuid`.execute(
    tx,
  );
}

/** Old sessions, failures and one-time values; nothing asks for them any more. */
export async function sweepOld(tx: Tx, now: Date, idleSince: Date): Promise<void> {
  await sql`delete from session where expires_at < ${now} or seen_at < ${idleSince}`.execute(tx);
  await sql`delete from verification where expires_at < ${now}`.execute(tx);
  await sql`delete from sign_in_failure where forget_at < ${now}`.execute(tx);
}

export interface SignInRow {
  readonly accountId: string;
  readonly login: string;
  readonly password: string | null;
  readonly suspended: boolean;
  readonly oneTimeUntil: Date | null;
  readonly totp: boolean;
}

const signInColumns = sql`a.id as "accountId", a.login, c.password, a.suspended_at is not null as suspended,
  case when a.must_change_password then a.one_time_until end as "oneTimeUntil", t.confirmed_at is not null as totp`;
const signInTables = sql`account a
  left join credential c on c.account_id = a.id and c.provider = 'credential'
  left join two_factor t on t.account_id = a.id`;

export async function findByLogin(tx: Tx, login: string): Promise<SignInRow | null> {
  const found =
    await sql<SignInRow>`select ${signInColumns} from ${signInTables} where a.login = ${login}`.execute(tx);
  return found.rows[0] ?? null;
}

export async function findById(tx: Tx, accountId: string): Promise<SignInRow | null> {
  const found =
    await sql<SignInRow>`select ${signInColumns} from ${signInTables} where a.id = ${accountId}`.execute(tx);
  return found.rows[0] ?? null;
}

export async function markSignedIn(tx: Tx, accountId: string, now: Date): Promise<void> {
  await sql`update account set signed_in_at = ${now} where id = ${accountId}`.execute(tx);
}

export interface Profile {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly mustChangePassword: boolean;
  readonly language: Language | null;
  readonly twoFactor: boolean;
  readonly hasPassword: boolean;
  readonly passkeys: number;
}

export async function findProfile(tx: Tx, accountId: string): Promise<Profile | null> {
  const found = await sql<Profile>`
    select a.id, a.login, a.name, a.must_change_password as "mustChangePassword", a.language,
      t.confirmed_at is not null as "twoFactor", c.password is not null as "hasPassword",
      (select count(*) from passkey p where p.account_id = a.id) as passkeys
    from ${signInTables} where a.id = ${accountId}`.execute(tx);
  return found.rows[0] ?? null;
}

export interface StreetRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly timeZone: string;
  readonly sample: boolean;
}

export async function findStreets(tx: Tx, ids: readonly string[]): Promise<StreetRow[]> {
  const found = await sql<StreetRow>`
    select id, name, prefix, time_zone as "timeZone", sample from street where id = any(${ids}::uuid[])
    order by created_at, id`.execute(tx);
  return found.rows;
}

// ---- tries ----

export type TryKind = 'login' | 'address' | 'code';

/**
 * Counts a try before it is made, so that a hundred at once are a hundred. Null: locked, and not counted. The count
 * starts over when the tries are forgotten: for an address that long after the first, otherwise after the last.
 */
export async function countTry(
  tx: Tx,
  kind: TryKind,
  key: Buffer,
  now: Date,
  forgetAt: Date,
): Promise<{ failures: number } | null> {
  const counted = await sql<{ failures: number }>`
    insert into sign_in_failure as f (kind, key, failures, last_at, forget_at)
    values (${kind}, ${key}, 1, ${now}, ${forgetAt})
    on conflict (kind, key) do update set
      failures = case when f.forget_at <= excluded.last_at then 1 else f.failures + 1 end,
      locked_until = null,
      last_at = excluded.last_at,
      forget_at = case when f.forget_at <= excluded.last_at or (f.kind <> 'address' and f.forget_at < excluded.forget_at)
        then excluded.forget_at else f.forget_at end
    where f.locked_until is null or f.locked_until <= excluded.last_at
    returning failures`.execute(tx);
  return counted.rows[0] ?? null;
}

/** Locks what is tried until then, and remembers the failures until `forgetAt`. */
export async function lockTries(
  tx: Tx,
  kind: TryKind,
  key: Buffer,
  until: Date,
  forgetAt: Date,
): Promise<void> {
  await sql`update sign_in_failure set locked_until = ${until}, forget_at = ${forgetAt}
    where kind = ${kind} and key = ${key}`.execute(tx);
}

export async function lockedUntil(tx: Tx, kind: TryKind, key: Buffer): Promise<Date | null> {
  const found = await sql<{ until: Date | null }>`
    select locked_until as until from sign_in_failure where kind = ${kind} and key = ${key}`.execute(tx);
  return found.rows[0]?.until ?? null;
}

/** The try succeeded: what was counted for it is forgotten. */
export async function forgetTries(tx: Tx, kind: TryKind, key: Buffer): Promise<void> {
  await sql`delete from sign_in_failure where kind = ${kind} and key = ${key}`.execute(tx);
}

/** One counted try of an address was right. The others, of other people behind the same address, stay counted. */
export async function takeBackTry(tx: Tx, kind: TryKind, key: Buffer): Promise<void> {
  await sql`update sign_in_failure set failures = greatest(failures - 1, 0)
    where kind = ${kind} and key = ${key}`.execute(tx);
}

// ---- second factor ----

export interface TotpRow {
  readonly secret: Buffer;
  readonly confirmed: boolean;
}

export async function findTotp(tx: Tx, accountId: string): Promise<TotpRow | null> {
  const found = await sql<TotpRow>`
    select secret, confirmed_at is not null as confirmed from two_factor where account_id = ${accountId}`.execute(
    tx,
  );
  return found.rows[0] ?? null;
}

/** Takes the code of one step. False when that step or a later one was used before: a code works once. */
export async function takeStep(tx: Tx, accountId: string, step: number): Promise<boolean> {
  const taken = await sql`
    update two_factor set last_step = ${step} where account_id = ${accountId} and last_step < ${step}
    returning account_id`.execute(tx);
  return taken.rows.length > 0;
}

/** Takes a recovery code. False when it is unknown or used. */
export async function takeRecoveryCode(tx: Tx, accountId: string, hash: Buffer, now: Date): Promise<boolean> {
  const taken = await sql`
    update recovery_code set used_at = ${now}
    where account_id = ${accountId} and hash = ${hash} and used_at is null returning account_id`.execute(tx);
  return taken.rows.length > 0;
}

export async function countRecoveryCodes(tx: Tx, accountId: string): Promise<number> {
  const found = await sql<{ left: number }>`
    select count(*) as left from recovery_code where account_id = ${accountId} and used_at is null`.execute(
    tx,
  );
  return found.rows[0]?.left ?? 0;
}
