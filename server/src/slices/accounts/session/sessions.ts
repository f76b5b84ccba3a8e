import type { Actor } from '@linli/core/kernel';
import { installationStreet, recordAudit } from '../../../platform/audit/entry.ts';
import { readCookie } from '../../../platform/auth/cookies.ts';
import { accountOfToken, newSessionToken } from '../../../platform/auth/tokens.ts';
import { inTransaction, type Tx } from '../../../platform/db/tx.ts';
import type { FindActor, House } from '../../../platform/house.ts';
import { type Desk, deskOf } from '../desk.ts';
import { endSessionOfToken, findSession, markSignedIn, touchSession } from './store.ts';

export const sessionCookie = 'linli_session';

const hour = 3_600_000;
/** A session ends after this long without a request, and after that long in any case. */
export const idleFor = 12 * hour;
export const longestSession = 7 * 24 * hour;
/** The last request is written down this coarsely, so that reading does not write. */
const touchEvery = 5 * 60_000;

/** The session token of a `Cookie` header, if we signed it. */
export function tokenOf(desk: Desk, cookie: string | undefined): string | null {
  return desk.signer.open(sessionCookie, readCookie(cookie, sessionCookie));
}

/**
 * Who is behind a cookie. A person who must change the password has no roles until then. Every request asks: the answer
 * is kept for some seconds, and one query in one transaction gives it otherwise.
 */
export function findActorWith(house: House): FindActor {
  const desk = deskOf(house);
  return async (cookie) => {
    const token = tokenOf(desk, cookie);
    const accountId = token && accountOfToken(token);
    if (!token || !accountId) return null;
    const now = house.clock();
    const known = desk.known.find(accountId, token, now);
    if (known) return known;
    const begun = desk.known.begin();
    const row = await inTransaction(house.pool, 'read', { streets: [], accountId }, (tx) =>
      findSession(tx, token, accountId, new Date(now), new Date(now - idleFor)),
    );
    if (!row) return null;
    const { sessionId, name, twoFactor, mustChangePassword } = row;
    const actor: Actor = {
      accountId,
      name,
      sessionId,
      twoFactor,
      grants: mustChangePassword ? [] : row.grants,
    };
    desk.known.keep(accountId, token, actor, now, begun);
    if (now - row.seenAt.getTime() > touchEvery) noteSeen(house, sessionId, now);
    return actor;
  };
}

/** Not waited for: an answer never depends on it. */
function noteSeen(house: House, sessionId: string, now: number): void {
  inTransaction(house.pool, 'write', { streets: [] }, (tx) =>
    touchSession(tx, sessionId, new Date(now)),
  ).catch((error) => house.log.warn({ err: error }, 'session'));
}

/** What a browser tells of itself, and what it had before. */
export interface Visitor {
  /** The token it brought along, which ends with the new session. */
  readonly token: string | null;
  /** Browser and system, as `deviceOf` names them. */
  readonly device: string;
}

export interface OpenSession {
  readonly accountId: string;
  readonly token: string;
  readonly sessionId: string;
}

/**
 * Opens a session with a token of its own; the one the browser brought along ends. So nobody can plant a session that
 * later becomes another person's, and a token seen before a sign-in or a change of rights is worth nothing after it.
 * `until` keeps the end of the session it replaces.
 */
export async function openSession(
  tx: Tx,
  desk: Desk,
  accountId: string,
  visitor: Visitor,
  twoFactor: boolean,
  until?: Date,
): Promise<OpenSession> {
  const now = desk.house.clock();
  const token = newSessionToken(accountId, desk.house.random);
  if (visitor.token) await endSessionOfToken(tx, visitor.token);
  const session = await desk.library.within(tx, (auth) =>
    auth.createSession(
      accountId,
      false,
      {
        token,
        twoFactor,
        ipAddress: '',
        userAgent: visitor.device,
        createdAt: new Date(now),
        updatedAt: new Date(now),
        expiresAt: until ?? new Date(now + longestSession),
      },
      true,
    ),
  );
  return { accountId, token, sessionId: session.id };
}

/** A sign-in that is complete: the session, the day of the last sign-in, the audit. */
export async function completeSignIn(
  tx: Tx,
  desk: Desk,
  accountId: string,
  visitor: Visitor,
  by: { method: 'password' | 'passkey' | 'oidc' | 'totp' | 'recovery'; twoFactor: boolean },
): Promise<OpenSession> {
  const opened = await openSession(tx, desk, accountId, visitor, by.twoFactor);
  await markSignedIn(tx, accountId, new Date(desk.house.clock()));
  const author = { streetId: installationStreet, accountId, sessionId: opened.sessionId };
  const details = { method: by.method, twoFactor: by.twoFactor };
  await recordAudit(tx, author, [
    { action: 'session.opened', targetKind: 'account', targetId: accountId, details },
  ]);
  return opened;
}

/** The installation's own rows, such as sign-ins, and those of one account. */
export function installationScope(accountId: string | null) {
  return { streets: [installationStreet], accountId };
}

const browsers = ['MicroMessenger', 'wxwork', 'DingTalk', 'Edg', 'Firefox', 'Chrome', 'Safari'];
const systems = ['HarmonyOS', 'OpenHarmony', 'Windows', 'Android', 'iPhone', 'iPad', 'Mac OS', 'Linux'];

/** “Chrome · Windows” of a User-Agent: enough to recognise one's own device, too little to follow it. */
export function deviceOf(userAgent: string | undefined): string {
  const named = (list: readonly string[]) => list.find((name) => userAgent?.includes(name));
  return [named(browsers), named(systems)].filter((name) => name !== undefined).join(' · ');
}
