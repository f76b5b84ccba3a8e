import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';

/** The account that an identity of the single sign-on opens. */
export async function findByIdentity(tx: Tx, subject: string): Promise<string | null> {
  const found = await sql<{ id: string }>`
    select account_id as id from credential where provider = 'oidc' and subject = ${subject}`.execute(tx);
  return found.rows[0]?.id ?? null;
}

/** An account with this login that nobody has ever signed in to and that no identity is linked to. */
export async function findUntouched(tx: Tx, login: string): Promise<string | null> {
  const found = await sql<{ id: string }>`
    select a.id from account a where a.login = ${login} and a.signed_in_at is null and a.must_change_password
      and not exists (select from credential c where c.account_id = a.id and c.provider = 'oidc')`.execute(
    tx,
  );
  return found.rows[0]?.id ?? null;
}

/** Links an identity to an account. False when either has another link. */
export async function linkIdentity(tx: Tx, id: string, accountId: string, subject: string): Promise<boolean> {
  const linked = await sql`
    insert into credential (id, account_id, provider, subject) values (${id}, ${accountId}, 'oidc', ${subject})
    on conflict do nothing returning id`.execute(tx);
  return linked.rows.length > 0;
}

/** Whoever comes through the single sign-on needs no password of ours: the one that was handed over ends. */
export async function dropHandedOver(tx: Tx, accountId: string): Promise<void> {
  await sql`delete from credential where account_id = ${accountId} and provider = 'credential'`.execute(tx);
  await sql`update account set must_change_password = false, one_time_until = null where id = ${accountId}`.execute(
    tx,
  );
}
