import { randomBytes } from 'node:crypto';
import { accountProblem } from '@linli/core/accounts';
import { type Actor, must, type Problem, uuidv7 } from '@linli/core/kernel';
import { installationStreet, recordAudit } from '../../../platform/audit/entry.ts';
import { type OidcClient, type OidcFlow, type OidcIdentity, openOidc } from '../../../platform/auth/oidc.ts';
import { inTransaction, type Tx } from '../../../platform/db/tx.ts';
import type { Desk } from '../desk.ts';
import { type FirstFactor, firstFactor } from '../session/actions.ts';
import { installationScope, type Visitor } from '../session/sessions.ts';
import { findById } from '../session/store.ts';
import { recordWrongTry } from '../session/tries.ts';
import { dropHandedOver, findByIdentity, findUntouched, linkIdentity } from './store.ts';

/** How long a person may take at the provider. */
export const oidcWait = 10 * 60_000;

/** What is kept until the provider sends the person back. `link`: the account that asked to be linked. */
interface KeptFlow extends Omit<OidcFlow, 'state'> {
  readonly link: string | null;
}

const clients = new WeakMap<Desk, OidcClient>();

/** Asked for until the provider once answered; a provider that is away stops only those who come through it. */
async function clientOf(desk: Desk): Promise<OidcClient> {
  const { config, log } = desk.house;
  if (!config.oidc) throw accountProblem('accounts.oidc_off');
  const open = clients.get(desk);
  if (open) return open;
  try {
    const client = await openOidc(desk.library, config.oidc);
    clients.set(desk, client);
    return client;
  } catch (error) {
    log.warn({ err: error }, 'oidc');
    throw accountProblem('accounts.oidc_away');
  }
}

/** Starts a single sign-on: where to send the person, and the state that has to come back with them. */
export async function beginOidc(
  desk: Desk,
  redirectUri: string,
  actor: Actor | null,
): Promise<{ state: string; location: string }> {
  const client = await clientOf(desk);
  const secret = () => randomBytes(32).toString('base64url');
  const flow: OidcFlow = { state: secret(), nonce: secret(), codeVerifier: secret(), redirectUri };
  const { state, ...rest } = flow;
  const kept: KeptFlow = { ...rest, link: actor?.accountId ?? null };
  const expiresAt = new Date(Date.now() + oidcWait);
  await inTransaction(desk.house.pool, 'write', { streets: [] }, (tx) =>
    desk.library.within(tx, (auth) =>
      auth.createVerificationValue({ identifier: `oidc:${state}`, value: JSON.stringify(kept), expiresAt }),
    ),
  );
  return { state, location: String(await client.authorizationUrl(flow)) };
}

/** Ends a single sign-on. A state works once. Throws `accounts.oidc_refused` and its kin. */
export async function finishOidc(
  desk: Desk,
  state: string,
  code: string,
  visitor: Visitor,
): Promise<FirstFactor> {
  const client = await clientOf(desk);
  const taken = await inTransaction(desk.house.pool, 'write', { streets: [] }, (tx) =>
    desk.library.within(tx, (auth) => auth.consumeVerificationValue(`oidc:${state}`)),
  );
  if (!taken) throw accountProblem('accounts.oidc_refused');
  const { link, ...kept } = JSON.parse(taken.value) as KeptFlow;
  const identity = await client.identityOf({ ...kept, state }, code).catch((error) => {
    desk.house.log.warn({ err: error }, 'oidc');
    return null;
  });
  if (!identity) throw accountProblem('accounts.oidc_refused');
  const answer = await inTransaction(desk.house.pool, 'write', installationScope(link), async (tx) => {
    const accountId = await accountOf(tx, desk, identity, link);
    if (typeof accountId !== 'string') return accountId;
    const row = await findById(tx, accountId);
    if (!row || row.suspended) {
      await recordWrongTry(tx, { accountId, what: 'suspended', lockMinutes: 0 });
      return accountProblem('accounts.suspended');
    }
    return firstFactor(tx, desk, row, visitor, 'oidc', identity.twoFactor);
  });
  return must(answer);
}

/**
 * The account of an identity: the one it is linked to. A new identity is linked on the wish of someone signed in, or to an
 * account of the same login that was added for it and never used; never to an account that is in use, because a
 * provider's user name can change hands (OpenID Connect Core 5.7).
 */
async function accountOf(
  tx: Tx,
  desk: Desk,
  identity: OidcIdentity,
  link: string | null,
): Promise<string | Problem> {
  const known = await findByIdentity(tx, identity.subject);
  if (known) return link === null || link === known ? known : accountProblem('accounts.oidc_refused');
  const untouched = link ? null : await findUntouched(tx, (identity.login ?? '').toLowerCase());
  const accountId = link ?? untouched;
  if (!accountId) return accountProblem('accounts.oidc_stranger');
  const linked = await linkIdentity(
    tx,
    uuidv7(desk.house.clock(), desk.house.random),
    accountId,
    identity.subject,
  );
  if (!linked) return accountProblem('accounts.oidc_refused');
  if (untouched) await dropHandedOver(tx, accountId);
  const author = { streetId: installationStreet, accountId, sessionId: null };
  await recordAudit(tx, author, [
    { action: 'account.oidc_linked', targetKind: 'account', targetId: accountId },
  ]);
  return accountId;
}
