import { accountProblem } from '@linli/core/accounts';
import { type Actor, kernelProblem, must, Problem, uuidv7 } from '@linli/core/kernel';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { inTransaction, type Tx } from '../../../platform/db/tx.ts';
import type { Desk } from '../desk.ts';
import { completeSignIn, installationScope, type OpenSession, type Visitor } from '../session/sessions.ts';
import { findById } from '../session/store.ts';
import { recordWrongTry } from '../session/tries.ts';
import { noteOwn } from './actions.ts';
import {
  findPasskey,
  insertPasskey,
  listPasskeys,
  type PasskeyRow,
  removePasskey,
  usePasskey,
} from './store.ts';

/** Where people see the product; a passkey answers for this host and no other. */
export interface Site {
  readonly origin: string;
  readonly host: string;
}

type Json = Record<string, unknown>;

const mostPasskeys = 10;
/** How long a challenge may be answered. */
const challengeWait = 5 * 60_000;

// Loaded when the first passkey is used: the start need not wait for it.
const webauthn = () => import('@simplewebauthn/server');

const plain = (options: object): Json => ({ ...options });

/** A challenge is kept until it is answered once. `owner`: the account a new passkey is for; '' when signing in. */
async function keepChallenge(desk: Desk, challenge: string, owner: string): Promise<void> {
  const expiresAt = new Date(Date.now() + challengeWait);
  await inTransaction(desk.house.pool, 'write', { streets: [] }, (tx) =>
    desk.library.within(tx, (auth) =>
      auth.createVerificationValue({
        identifier: `passkey:${challenge}`,
        value: owner || 'sign-in',
        expiresAt,
      }),
    ),
  );
}

/** Takes the challenge that a response answers. False when it was not ours, not for this, too late, or used. */
async function takeChallenge(desk: Desk, challenge: string, owner: string): Promise<boolean> {
  const taken = await inTransaction(desk.house.pool, 'write', { streets: [] }, (tx) =>
    desk.library.within(tx, (auth) => auth.consumeVerificationValue(`passkey:${challenge}`)),
  );
  return taken?.value === (owner || 'sign-in');
}

/** Asks the library; whatever it makes of a malformed or wrong response is one refusal. */
async function verified<T>(check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw accountProblem('accounts.passkey_refused');
  }
}

/** What a browser needs to offer the passkeys it has for this site; names no account. */
export async function passkeyOptions(desk: Desk, site: Site): Promise<Json> {
  const { generateAuthenticationOptions } = await webauthn();
  const options = await generateAuthenticationOptions({ rpID: site.host, userVerification: 'required' });
  await keepChallenge(desk, options.challenge, '');
  return plain(options);
}

/** Signs in with a passkey. It is something one has and, with the device's own check, something one knows or is. */
export async function passkeySignIn(
  desk: Desk,
  site: Site,
  response: Json,
  visitor: Visitor,
): Promise<OpenSession> {
  const { verifyAuthenticationResponse } = await webauthn();
  const id = typeof response.id === 'string' ? response.id : '';
  const row = await inTransaction(desk.house.pool, 'read', { streets: [] }, (tx) => findPasskey(tx, id));
  const done = row
    ? await verified(() =>
        verifyAuthenticationResponse({
          response: response as unknown as AuthenticationResponseJSON,
          expectedChallenge: (challenge) => takeChallenge(desk, challenge, ''),
          expectedOrigin: site.origin,
          expectedRPID: site.host,
          requireUserVerification: true,
          credential: {
            id: row.credentialId,
            publicKey: new Uint8Array(row.publicKey),
            counter: row.counter,
          },
        }),
      )
    : null;
  if (!row || !done?.verified) throw accountProblem('accounts.passkey_refused');
  const { accountId } = row;
  const answer = await inTransaction(desk.house.pool, 'write', installationScope(accountId), async (tx) => {
    const account = await findById(tx, accountId);
    if (!account || account.suspended) {
      await recordWrongTry(tx, { accountId, what: 'suspended', lockMinutes: 0 });
      return accountProblem('accounts.suspended');
    }
    await usePasskey(tx, row.id, done.authenticationInfo.newCounter, new Date(desk.house.clock()));
    return completeSignIn(tx, desk, accountId, visitor, { method: 'passkey', twoFactor: true });
  });
  return must(answer);
}

/** What a browser needs to make a passkey for this account. */
export async function newPasskeyOptions(desk: Desk, actor: Actor, site: Site): Promise<Json> {
  const { generateRegistrationOptions } = await webauthn();
  const { accountId } = actor;
  const [account, known] = await inTransaction(
    desk.house.pool,
    'read',
    installationScope(accountId),
    async (tx) => [await findById(tx, accountId), await listPasskeys(tx, accountId)],
  );
  if (!account) throw kernelProblem('session.missing');
  const options = await generateRegistrationOptions({
    rpName: '邻里 Linli',
    rpID: site.host,
    userID: new Uint8Array(Buffer.from(accountId.replaceAll('-', ''), 'hex')),
    userName: account.login,
    userDisplayName: actor.name,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map((passkey) => ({ id: passkey.credentialId })),
  });
  await keepChallenge(desk, options.challenge, accountId);
  return plain(options);
}

export async function addPasskey(
  desk: Desk,
  actor: Actor,
  site: Site,
  input: { name: string; response: Json },
): Promise<void> {
  const { verifyRegistrationResponse } = await webauthn();
  const { accountId } = actor;
  const made = await verified(() =>
    verifyRegistrationResponse({
      response: input.response as unknown as RegistrationResponseJSON,
      expectedChallenge: (challenge) => takeChallenge(desk, challenge, accountId),
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: true,
    }),
  );
  if (!made.verified) throw accountProblem('accounts.passkey_refused');
  const { credential } = made.registrationInfo;
  const now = desk.house.clock();
  await inTransaction(desk.house.pool, 'write', installationScope(accountId), async (tx) => {
    if ((await listPasskeys(tx, accountId)).length >= mostPasskeys) {
      throw accountProblem('accounts.passkey_most', { most: mostPasskeys });
    }
    await insertPasskey(tx, {
      id: uuidv7(now, desk.house.random),
      accountId,
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: (credential.transports ?? []).join(','),
      name: input.name,
      createdAt: new Date(now),
    });
    await noteOwn(tx, actor, 'account.passkey_added');
  });
}

export async function dropPasskey(desk: Desk, actor: Actor, id: string): Promise<void> {
  await inTransaction(desk.house.pool, 'write', installationScope(actor.accountId), async (tx) => {
    if (!(await removePasskey(tx, actor.accountId, id))) throw kernelProblem('thing.unknown');
    await noteOwn(tx, actor, 'account.passkey_removed', { passkey: id });
  });
}

export async function ownPasskeys(tx: Tx, accountId: string): Promise<PasskeyRow[]> {
  return listPasskeys(tx, accountId);
}
