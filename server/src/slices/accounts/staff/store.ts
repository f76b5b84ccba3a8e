import type { Role, ScopeKind } from '@linli/core/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';

export interface NewAccount {
  readonly accountId: string;
  readonly login: string;
  readonly name: string;
  /** The moment a handed-over password stops working; null: the person chose it, or there is none. */
  readonly oneTimeUntil: Date | null;
  readonly first: boolean;
}

export async function insertAccount(tx: Tx, account: NewAccount): Promise<void> {
  await sql`
    insert into account (id, login, name, must_change_password, one_time_until, first)
    values (${account.accountId}, ${account.login}, ${account.name}, ${account.oneTimeUntil !== null},
      ${account.oneTimeUntil}, ${account.first ? true : null})`.execute(tx);
}

/** Sets the password; makes the credential when there was none. */
export async function putPassword(
  tx: Tx,
  accountId: string,
  credentialId: string,
  hash: string,
): Promise<void> {
  await sql`
    insert into credential (id, account_id, provider, subject, password)
    values (${credentialId}, ${accountId}, 'credential', ${accountId}::text, ${hash})
    on conflict (provider, subject) do update set password = excluded.password`.execute(tx);
}

/** A password that someone else hands over: to be changed, and over at `until`. */
export async function markOneTime(tx: Tx, accountId: string, until: Date): Promise<void> {
  await sql`update account set must_change_password = true, one_time_until = ${until} where id = ${accountId}`.execute(
    tx,
  );
}

/** Takes away everything else that opens the account: authenticator app, recovery codes, passkeys. */
export async function dropFactors(tx: Tx, accountId: string): Promise<void> {
  await sql`delete from recovery_code where account_id = ${accountId}`.execute(tx);
  await sql`delete from two_factor where account_id = ${accountId}`.execute(tx);
  await sql`delete from passkey where account_id = ${accountId}`.execute(tx);
}

export async function findFirstAccount(tx: Tx): Promise<string | null> {
  const found = await sql<{ id: string }>`select id from account where first`.execute(tx);
  return found.rows[0]?.id ?? null;
}

/** Names of accounts by id; ids without an account are left out. */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const found = await sql<{ id: string; name: string }>`
    select id, name from account where id = any(${ids}::uuid[])`.execute(tx);
  return new Map(found.rows.map((row) => [row.id, row.name]));
}

export async function setSuspended(tx: Tx, accountId: string, at: Date | null): Promise<void> {
  await sql`update account set suspended_at = ${at} where id = ${accountId}`.execute(tx);
}

export async function renameAccount(
  tx: Tx,
  streetId: string,
  accountId: string,
  name: string,
): Promise<void> {
  await sql`update account set name = ${name} where id = ${accountId}`.execute(tx);
  await sql`update staff set name = ${name} where street_id = ${streetId} and id = ${accountId}`.execute(tx);
}

export interface NewStaff {
  readonly accountId: string;
  readonly name: string;
  readonly phoneSealed: Buffer | null;
  readonly note: string | null;
}

export async function insertStaff(tx: Tx, streetId: string, staff: NewStaff): Promise<void> {
  await sql`
    insert into staff (street_id, id, name, phone_sealed, note)
    values (${streetId}, ${staff.accountId}, ${staff.name}, ${staff.phoneSealed}, ${staff.note})`.execute(tx);
}

/** Makes an account one of the street's people, under its own name, when it is not yet. */
export async function ensureStaff(tx: Tx, streetId: string, accountId: string): Promise<void> {
  await sql`
    insert into staff (street_id, id, name) select ${streetId}::uuid, id, name from account where id = ${accountId}
    on conflict (street_id, id) do nothing`.execute(tx);
}

export async function editContact(
  tx: Tx,
  streetId: string,
  accountId: string,
  contact: { phoneSealed: Buffer | null; note: string | null },
): Promise<void> {
  await sql`update staff set phone_sealed = ${contact.phoneSealed}, note = ${contact.note}
    where street_id = ${streetId} and id = ${accountId}`.execute(tx);
}

export interface NewRoleGrant {
  readonly grantId: string;
  readonly accountId: string;
  readonly role: Role;
  readonly scopeKind: ScopeKind;
  readonly scopeId: string;
  readonly endsOn: string | null;
}

export async function insertGrants(
  tx: Tx,
  streetId: string,
  grantedBy: string,
  grants: readonly NewRoleGrant[],
): Promise<void> {
  await sql`
    insert into role_grant (street_id, id, account_id, role, scope_kind, scope_id, granted_by, ends_on)
    select ${streetId}::uuid, "grantId", "accountId", role, "scopeKind", "scopeId", ${grantedBy}::uuid, "endsOn"
    from jsonb_to_recordset(${JSON.stringify(grants)}::jsonb) as given ("grantId" uuid, "accountId" uuid, role text,
      "scopeKind" text, "scopeId" uuid, "endsOn" date)`.execute(tx);
}

export interface HeldGrant extends NewRoleGrant {
  readonly revokedAt: Date | null;
  readonly grantedAt: Date;
}

const grantColumns = sql`id as "grantId", account_id as "accountId", role, scope_kind as "scopeKind",
  scope_id as "scopeId", ends_on as "endsOn", revoked_at as "revokedAt", granted_at as "grantedAt"`;

export async function findGrant(tx: Tx, streetId: string, grantId: string): Promise<HeldGrant | null> {
  const found = await sql<HeldGrant>`
    select ${grantColumns} from role_grant where street_id = ${streetId} and id = ${grantId} for update`.execute(
    tx,
  );
  return found.rows[0] ?? null;
}

/** The roles an account holds in a street on a day. */
export async function grantsOf(
  tx: Tx,
  streetId: string,
  accountId: string,
  today: string,
): Promise<HeldGrant[]> {
  const found = await sql<HeldGrant>`
    select ${grantColumns} from role_grant where street_id = ${streetId} and account_id = ${accountId}
      and revoked_at is null and (ends_on is null or ends_on >= ${today}::date)`.execute(tx);
  return found.rows;
}

export async function revokeGrant(tx: Tx, streetId: string, grantId: string, now: Date): Promise<void> {
  await sql`update role_grant set revoked_at = ${now} where street_id = ${streetId} and id = ${grantId}`.execute(
    tx,
  );
}

/**
 * How many accounts stay administrators without this one (`butAccount`) or without one grant (`butGrant`). Only
 * open-ended roles of accounts in force count. Whoever asks first holds the others off: two administrators cannot take
 * each other out at once. The lock and the count are two statements, so that the count sees what the lock waited for.
 */
export async function countOtherAdmins(
  tx: Tx,
  streetId: string,
  but: { account: string } | { grant: string },
): Promise<number> {
  await sql`select id from role_grant where street_id = ${streetId} and role = 'admin' and revoked_at is null
    order by id for update`.execute(tx);
  const account = 'account' in but ? but.account : null;
  const grant = 'grant' in but ? but.grant : null;
  const counted = await sql<{ others: number }>`
    select count(distinct g.account_id) as others from role_grant g join account a on a.id = g.account_id
    where g.street_id = ${streetId} and g.role = 'admin' and g.revoked_at is null and g.ends_on is null
      and a.suspended_at is null and g.account_id is distinct from ${account}::uuid
      and g.id is distinct from ${grant}::uuid`.execute(tx);
  return counted.rows[0]?.others ?? 0;
}

/** True when an account holds a role in another street. Looks with the account's own eyes, then back again. */
export async function worksElsewhere(
  tx: Tx,
  streetId: string,
  accountId: string,
  asker: string,
): Promise<boolean> {
  await sql`set local linli.account = ${sql.lit(accountId)}`.execute(tx);
  const found = await sql<{ elsewhere: boolean }>`
    select exists (select from role_grant where account_id = ${accountId} and street_id <> ${streetId}
      and revoked_at is null and (ends_on is null or ends_on >= current_date)) as elsewhere`.execute(tx);
  await sql`set local linli.account = ${sql.lit(asker)}`.execute(tx);
  return found.rows[0]?.elsewhere === true;
}

export async function streetToday(tx: Tx, streetId: string, now: Date): Promise<string> {
  const found = await sql<{ today: string }>`
    select (${now}::timestamptz at time zone time_zone)::date as today from street where id = ${streetId}`.execute(
    tx,
  );
  return found.rows[0]?.today ?? now.toISOString().slice(0, 10);
}

export interface ListedStaff {
  readonly accountId: string;
  readonly login: string;
  readonly name: string;
  readonly suspended: boolean;
  readonly mustChangePassword: boolean;
  readonly twoFactor: boolean;
  readonly phoneSealed: Buffer | null;
  readonly note: string | null;
  readonly signedInAt: Date | null;
  readonly grants: readonly {
    readonly grantId: string;
    readonly role: Role;
    readonly scopeKind: ScopeKind;
    readonly scopeId: string;
    readonly endsOn: string | null;
    readonly grantedAt: string;
  }[];
}

/** The street's people with the roles they hold, by login; one of them when `accountId` is given. */
export async function listStaff(
  tx: Tx,
  streetId: string,
  accountId: string | null,
  today: string,
): Promise<ListedStaff[]> {
  const found = await sql<ListedStaff>`
    select s.id as "accountId", a.login, s.name, a.suspended_at is not null as suspended,
      a.must_change_password as "mustChangePassword", t.confirmed_at is not null as "twoFactor",
      s.phone_sealed as "phoneSealed", s.note, a.signed_in_at as "signedInAt",
      coalesce((
        select jsonb_agg(jsonb_build_object('grantId', g.id, 'role', g.role, 'scopeKind', g.scope_kind, 'scopeId',
          g.scope_id, 'endsOn', g.ends_on, 'grantedAt',
          to_char(g.granted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by g.granted_at, g.role, g.id)
        from role_grant g where g.street_id = s.street_id and g.account_id = s.id and g.revoked_at is null
          and (g.ends_on is null or g.ends_on >= ${today}::date)
      ), '[]'::jsonb) as grants
    from staff s join account a on a.id = s.id left join two_factor t on t.account_id = s.id
    where s.street_id = ${streetId} and (${accountId}::uuid is null or s.id = ${accountId}::uuid)
    order by a.login`.execute(tx);
  return found.rows;
}

export interface BulkPerson {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly phoneSealed: string;
}

/** Stores many people at once. `phoneSealed` is base64. They have no password. */
export async function insertPeople(tx: Tx, streetId: string, people: readonly BulkPerson[]): Promise<void> {
  const rows = JSON.stringify(people);
  await sql`insert into account (id, login, name, must_change_password)
    select id, login, name, true from jsonb_to_recordset(${rows}::jsonb) as given (id uuid, login text, name text)
  `.execute(tx);
  await sql`insert into staff (street_id, id, name, phone_sealed)
    select ${streetId}::uuid, id, name, decode("phoneSealed", 'base64')
    from jsonb_to_recordset(${rows}::jsonb) as given (id uuid, name text, "phoneSealed" text)`.execute(tx);
}
