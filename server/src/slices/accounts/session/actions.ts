import { randomBytes } from 'node:crypto';
import { accountProblem } from '@linli/core/accounts';
import { Problem } from '@linli/core/kernel';
import { verifyPassword } from '../../../platform/auth/password.ts';
import { matchingStep } from '../../../platform/auth/totp.ts';
import { openBytes } from '../../../platform/crypto/sealed.ts';
import { inTransaction, type Tx } from '../../../platform/db/tx.ts';
import type { Desk } from '../desk.ts';
import { completeSignIn, installationScope, type OpenSession, type Visitor } from './sessions.ts';
import {
  countRecoveryCodes,
  findById,
  findByLogin,
  findTotp,
  type SignInRow,
  takeRecoveryCode,
  takeStep,
} from './store.ts';
import { beginTry, recordWrongTry, rightTry, triesOfCode, triesOfLogin } from './tries.ts';

/** How long the code of the second factor is awaited. */
export const factorWait = 10 * 60_000;

export interface Caller extends Visitor {
  readonly address: string;
}

/** The first factor was right: a session, or the ticket that a code turns into one. */
export type FirstFactor = { readonly session: OpenSession } | { readonly ticket: string };

/**
 * Signs in with a password. Everything that a stranger could tell apart — text, work, count, lock — is the same for
 * logins that exist and that do not. What is wrong with an account is said only after the right password.
 */
export async function signIn(
  desk: Desk,
  input: { login: string; password: string },
  caller: Caller,
): Promise<FirstFactor> {
  const { pool } = desk.house;
  const login = input.login.normalize('NFKC').trim().toLowerCase();
  const tries = triesOfLogin(desk, login, caller.address);
  const [begun, row] = await inTransaction(pool, 'write', installationScope(null), async (tx) => {
    const counted = await beginTry(tx, desk, tries);
    return [counted, counted instanceof Problem ? null : await findByLogin(tx, login)] as const;
  });
  if (begun instanceof Problem) throw begun;
  const right = await verifyPassword(input.password, row?.password ?? null);
  const refusal = refusalOf(row, right, desk.house.clock());
  const answer = await inTransaction(pool, 'write', installationScope(row?.accountId ?? null), async (tx) => {
    if (refusal) {
      const lockMinutes = right ? 0 : begun.lockMinutes;
      await recordWrongTry(tx, { accountId: row?.accountId ?? null, what: refusal.what, lockMinutes });
      if (right) await rightTry(tx, tries);
      return refusal.problem;
    }
    await rightTry(tx, tries);
    return row
      ? firstFactor(tx, desk, row, caller, 'password', false)
      : accountProblem('accounts.sign_in_failed');
  });
  if (answer instanceof Problem) throw answer;
  return answer;
}

function refusalOf(row: SignInRow | null, right: boolean, now: number) {
  if (!row || !right)
    return { what: 'password', problem: accountProblem('accounts.sign_in_failed') } as const;
  if (row.suspended) return { what: 'suspended', problem: accountProblem('accounts.suspended') } as const;
  if (row.oneTimeUntil && row.oneTimeUntil.getTime() < now) {
    return { what: 'one-time password', problem: accountProblem('accounts.one_time_over') } as const;
  }
  return null;
}

/** After the first factor: a code is asked for when an authenticator app is on, unless the provider asked already. */
export async function firstFactor(
  tx: Tx,
  desk: Desk,
  row: Pick<SignInRow, 'accountId' | 'totp'>,
  visitor: Visitor,
  method: 'password' | 'oidc',
  secondDone: boolean,
): Promise<FirstFactor> {
  if (!row.totp || secondDone) {
    return {
      session: await completeSignIn(tx, desk, row.accountId, visitor, { method, twoFactor: secondDone }),
    };
  }
  const ticket = randomBytes(24).toString('base64url');
  const expiresAt = new Date(Date.now() + factorWait);
  await desk.library.within(tx, (auth) =>
    auth.createVerificationValue({ identifier: `factor:${ticket}`, value: row.accountId, expiresAt }),
  );
  return { ticket };
}

/** The account that waits for its code, and whether it has recovery codes left; null when the ticket is over. */
export async function findTicket(
  desk: Desk,
  ticket: string,
): Promise<{ accountId: string; recovery: boolean } | null> {
  return inTransaction(desk.house.pool, 'write', { streets: [] }, async (tx) => {
    const found = await desk.library.within(tx, (auth) => auth.findVerificationValue(`factor:${ticket}`));
    if (!found || found.expiresAt.getTime() < Date.now()) return null;
    return { accountId: found.value, recovery: (await countRecoveryCodes(tx, found.value)) > 0 };
  });
}

/** Turns the ticket and a code into a session. The ticket works once, and so does the code. */
export async function secondFactor(
  desk: Desk,
  ticket: string,
  code: string,
  caller: Caller,
): Promise<OpenSession> {
  const waiting = await findTicket(desk, ticket);
  if (!waiting) throw accountProblem('accounts.second_factor_missing');
  const { accountId } = waiting;
  const tries = triesOfCode(desk, accountId, caller.address);
  const answer = await inTransaction(desk.house.pool, 'write', installationScope(accountId), async (tx) => {
    const begun = await beginTry(tx, desk, tries);
    if (begun instanceof Problem) return begun;
    const method = await takeCode(tx, desk, accountId, code);
    if (!method) {
      await recordWrongTry(tx, { accountId, what: 'code', lockMinutes: begun.lockMinutes });
      return accountProblem('accounts.code_wrong');
    }
    const used = await desk.library.within(tx, (auth) => auth.consumeVerificationValue(`factor:${ticket}`));
    const row = await findById(tx, accountId);
    if (!used || !row) return accountProblem('accounts.second_factor_missing');
    if (row.suspended) return accountProblem('accounts.suspended');
    await rightTry(tx, tries);
    return completeSignIn(tx, desk, accountId, caller, { method, twoFactor: true });
  });
  if (answer instanceof Problem) throw answer;
  return answer;
}

/** Takes a code of the authenticator app or a recovery code; null when it is wrong or was used. */
async function takeCode(
  tx: Tx,
  desk: Desk,
  accountId: string,
  code: string,
): Promise<'totp' | 'recovery' | null> {
  const compact = code.replace(/[\s-]/g, '').toLowerCase();
  const now = desk.house.clock();
  if (!/^\d{6}$/.test(compact)) {
    const hash = recoveryHash(desk, accountId, compact);
    return (await takeRecoveryCode(tx, accountId, hash, new Date(now))) ? 'recovery' : null;
  }
  const totp = await findTotp(tx, accountId);
  if (!totp?.confirmed) return null;
  const step = matchingStep(openTotpSecret(desk, accountId, totp.secret), compact, now);
  return step !== null && (await takeStep(tx, accountId, step)) ? 'totp' : null;
}

export function openTotpSecret(desk: Desk, accountId: string, sealed: Buffer): string {
  return openBytes(desk.totpKey, `two_factor.secret:${accountId}`, sealed).toString('ascii');
}

export function recoveryHash(desk: Desk, accountId: string, compact: string): Buffer {
  return desk.fingerprint('recovery', `${accountId}:${compact}`);
}
