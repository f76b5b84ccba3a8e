import { accountProblem, failuresPerAddress, failureWindow, lockMinutes } from '@linli/core/accounts';
import type { Decided } from '@linli/core/kernel';
import { installationStreet, recordAudit } from '../../../platform/audit/entry.ts';
import type { Tx } from '../../../platform/db/tx.ts';
import type { Desk } from '../desk.ts';
import { countTry, forgetTries, lockedUntil, lockTries, type TryKind, takeBackTry } from './store.ts';

const minute = 60_000;
/** After a lock the failures are remembered this long, so that the next lock is longer. */
const memoryAfterLock = 24 * 60 * minute;

/** What is tried: the secrets of an account are guarded by its login or id, floods by the address they come from. */
export interface Tries {
  readonly kind: Exclude<TryKind, 'address'>;
  readonly key: Buffer;
  readonly address: Buffer;
}

export function triesOfLogin(desk: Desk, login: string, address: string): Tries {
  return { kind: 'login', key: desk.fingerprint('login', login), address: addressKey(desk, address) };
}

export function triesOfCode(desk: Desk, accountId: string, address: string): Tries {
  return { kind: 'code', key: desk.fingerprint('code', accountId), address: addressKey(desk, address) };
}

/** IPv6 gives every customer a /64 at least: its first half is the address that counts. */
function addressKey(desk: Desk, address: string): Buffer {
  const half =
    address.includes(':') && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address;
  return desk.fingerprint('address', half);
}

/**
 * Counts a try. Answers the problem that stands in its way, the same for logins that exist and that do not, or the
 * minutes of the lock that this try has set off: a right one takes it away again, a wrong one leaves it.
 */
export async function beginTry(tx: Tx, desk: Desk, tries: Tries): Promise<Decided<{ lockMinutes: number }>> {
  const now = desk.house.clock();
  const at = new Date(now);
  const forgetAt = new Date(now + failureWindow * minute);
  const fromAddress = await countTry(tx, 'address', tries.address, at, forgetAt);
  if ((fromAddress?.failures ?? 0) > failuresPerAddress) {
    return accountProblem('accounts.too_many', { minutes: failureWindow });
  }
  const counted = await countTry(tx, tries.kind, tries.key, at, forgetAt);
  if (!counted) {
    await takeBackTry(tx, 'address', tries.address);
    const until = (await lockedUntil(tx, tries.kind, tries.key))?.getTime() ?? now;
    return accountProblem('accounts.locked', { minutes: Math.max(1, Math.ceil((until - now) / minute)) });
  }
  const minutes = lockMinutes(counted.failures);
  if (minutes > 0) {
    const until = now + minutes * minute;
    await lockTries(tx, tries.kind, tries.key, new Date(until), new Date(until + memoryAfterLock));
  }
  return { lockMinutes: minutes };
}

export async function rightTry(tx: Tx, tries: Tries): Promise<void> {
  await forgetTries(tx, tries.kind, tries.key);
  await takeBackTry(tx, 'address', tries.address);
}

/** Writes down a wrong try. An unknown login leaves no name: the audit outlives a mistyped password in the wrong field. */
export async function recordWrongTry(
  tx: Tx,
  tried: {
    accountId: string | null;
    what: 'password' | 'code' | 'one-time password' | 'suspended';
    lockMinutes: number;
  },
): Promise<void> {
  const author = { streetId: installationStreet, accountId: tried.accountId, sessionId: null };
  const action = tried.lockMinutes > 0 ? 'session.locked' : 'session.refused';
  const details = { what: tried.what, ...(tried.lockMinutes > 0 ? { minutes: tried.lockMinutes } : {}) };
  await recordAudit(tx, author, [{ action, targetKind: 'account', targetId: tried.accountId, details }]);
}
