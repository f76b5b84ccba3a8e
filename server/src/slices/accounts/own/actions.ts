import { accountProblem, decidePassword } from '@linli/core/accounts';
import {
  type Actor,
  type Decided,
  kernelProblem,
  type Language,
  must,
  Problem,
  shortCode,
} from '@linli/core/kernel';
import { installationStreet, recordAudit } from '../../../platform/audit/entry.ts';
import { hashPassword, verifyPassword } from '../../../platform/auth/password.ts';
import { matchingStep, newTotpSecret, totpUri } from '../../../platform/auth/totp.ts';
import { sealBytes } from '../../../platform/crypto/sealed.ts';
import { inTransaction, type Tx } from '../../../platform/db/tx.ts';
import type { Desk } from '../desk.ts';
import { type Caller, openTotpSecret, recoveryHash } from '../session/actions.ts';
import { installationScope, type OpenSession, openSession } from '../session/sessions.ts';
import { endSessionsOf, findById, findTotp, type SignInRow } from '../session/store.ts';
import { beginTry, recordWrongTry, rightTry, triesOfCode, triesOfLogin } from '../session/tries.ts';
import {
  confirmTotp,
  endOfSession,
  endOwnSession,
  keepOwnPassword,
  removeTotp,
  replaceRecoveryCodes,
  setLanguage,
  startTotp,
} from './store.ts';

const recoveryCodes = 10;
/** 30^10 possibilities each: as hard to guess as a random password of nine letters and digits. */
const recoveryLength = 10;

/** Runs in one transaction of the account; a Problem it answers is thrown after what it wrote was kept. */
async function ofAccount<T>(desk: Desk, actor: Actor, work: (tx: Tx) => Promise<Decided<T>>): Promise<T> {
  return must(await inTransaction(desk.house.pool, 'write', installationScope(actor.accountId), work));
}

/** Notes a change of someone's own account. */
export function noteOwn(
  tx: Tx,
  actor: Actor,
  action: string,
  details: Record<string, unknown> = {},
): Promise<void> {
  const { accountId, sessionId } = actor;
  const author = { streetId: installationStreet, accountId, sessionId };
  return recordAudit(tx, author, [{ action, targetKind: 'account', targetId: accountId, details }]);
}

/** Asks for the password again before a change of how one signs in. Counted like a sign-in. */
async function confirmPassword(
  desk: Desk,
  actor: Actor,
  password: string,
  caller: Caller,
): Promise<SignInRow> {
  const { accountId } = actor;
  const [row, tries, begun] = await inTransaction(
    desk.house.pool,
    'write',
    installationScope(accountId),
    async (tx) => {
      const found = await findById(tx, accountId);
      if (!found) throw kernelProblem('session.missing');
      if (!found.password) throw accountProblem('accounts.password_none');
      const guarded = triesOfLogin(desk, found.login, caller.address);
      return [found, guarded, await beginTry(tx, desk, guarded)] as const;
    },
  );
  if (begun instanceof Problem) throw begun;
  const right = await verifyPassword(password, row.password);
  await inTransaction(desk.house.pool, 'write', installationScope(accountId), (tx) =>
    right
      ? rightTry(tx, tries)
      : recordWrongTry(tx, { accountId, what: 'password', lockMinutes: begun.lockMinutes }),
  );
  if (!right) throw accountProblem('accounts.password_wrong');
  return row;
}

/** The session goes on under a new token, with the same end. */
async function renew(
  tx: Tx,
  desk: Desk,
  actor: Actor,
  caller: Caller,
  twoFactor: boolean,
): Promise<OpenSession> {
  const until = await endOfSession(tx, actor.sessionId);
  if (!until) throw kernelProblem('session.missing');
  return openSession(tx, desk, actor.accountId, caller, twoFactor, until);
}

/** Changes the password. All other sessions end: whoever knew the old one is out. */
export async function changePassword(
  desk: Desk,
  actor: Actor,
  input: { current: string; next: string },
  caller: Caller,
): Promise<OpenSession> {
  const row = await confirmPassword(desk, actor, input.current, caller);
  must(decidePassword(input.next, row.login));
  if (input.next === input.current) throw accountProblem('accounts.password_same');
  const hash = await hashPassword(input.next);
  return ofAccount(desk, actor, async (tx) => {
    const session = await renew(tx, desk, actor, caller, actor.twoFactor);
    await desk.library.within(tx, (auth) => auth.updatePassword(actor.accountId, hash));
    await keepOwnPassword(tx, actor.accountId);
    await endSessionsOf(tx, actor.accountId, session.sessionId);
    await noteOwn(tx, actor, 'account.password_changed');
    return session;
  });
}

export async function changeLanguage(desk: Desk, actor: Actor, language: Language): Promise<void> {
  await ofAccount(desk, actor, (tx) => setLanguage(tx, actor.accountId, language));
}

/** A new secret for an authenticator app; in force only when a code of it was typed. */
export async function beginTotp(
  desk: Desk,
  actor: Actor,
  password: string,
  caller: Caller,
): Promise<{ uri: string; secret: string }> {
  const { login } = await confirmPassword(desk, actor, password, caller);
  const secret = newTotpSecret();
  const sealed = sealBytes(
    desk.totpKey,
    `two_factor.secret:${actor.accountId}`,
    Buffer.from(secret, 'ascii'),
  );
  await ofAccount(desk, actor, async (tx) =>
    (await startTotp(tx, actor.accountId, sealed)) ? true : accountProblem('accounts.totp_on'),
  );
  return { uri: totpUri(secret, login, '邻里 Linli'), secret };
}

/** Puts the app in force. The recovery codes are shown this once; only their keyed hashes stay. */
export async function finishTotp(
  desk: Desk,
  actor: Actor,
  code: string,
  caller: Caller,
): Promise<{ codes: string[]; session: OpenSession }> {
  const { accountId } = actor;
  const now = desk.house.clock();
  const tries = triesOfCode(desk, accountId, caller.address);
  return ofAccount(desk, actor, async (tx) => {
    const totp = await findTotp(tx, accountId);
    if (!totp) return accountProblem('accounts.totp_off');
    if (totp.confirmed) return accountProblem('accounts.totp_on');
    const begun = await beginTry(tx, desk, tries);
    if (begun instanceof Problem) return begun;
    const step = matchingStep(openTotpSecret(desk, accountId, totp.secret), code.replace(/\s/g, ''), now);
    if (step === null) {
      await recordWrongTry(tx, { accountId, what: 'code', lockMinutes: begun.lockMinutes });
      return accountProblem('accounts.code_wrong');
    }
    await rightTry(tx, tries);
    if (!(await confirmTotp(tx, accountId, step, new Date(now)))) return accountProblem('accounts.totp_on');
    const plain = Array.from({ length: recoveryCodes }, () => shortCode(recoveryLength, desk.house.random));
    await replaceRecoveryCodes(
      tx,
      accountId,
      plain.map((one) => recoveryHash(desk, accountId, one)),
    );
    const session = await renew(tx, desk, actor, caller, true);
    await noteOwn(tx, actor, 'account.totp_on');
    return { codes: plain.map((one) => `${one.slice(0, 5)}-${one.slice(5)}`), session };
  });
}

export async function endTotp(
  desk: Desk,
  actor: Actor,
  password: string,
  caller: Caller,
): Promise<OpenSession> {
  await confirmPassword(desk, actor, password, caller);
  return ofAccount(desk, actor, async (tx) => {
    if (!(await removeTotp(tx, actor.accountId))) return accountProblem('accounts.totp_off');
    const session = await renew(tx, desk, actor, caller, false);
    await noteOwn(tx, actor, 'account.totp_off');
    return session;
  });
}

/** Ends one of one's own sessions, also the current one. */
export async function closeOwnSession(desk: Desk, actor: Actor, id: string): Promise<void> {
  await ofAccount(desk, actor, async (tx) => {
    if (!(await endOwnSession(tx, actor.accountId, id))) return kernelProblem('thing.unknown');
    await noteOwn(tx, actor, 'session.closed', { session: id });
    return true;
  });
  desk.known.forget(actor.accountId);
}
