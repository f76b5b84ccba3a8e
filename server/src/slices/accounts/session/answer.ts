import { askTwoFactor, type SessionAnswer } from '@linli/core/accounts';
import type { Actor } from '@linli/core/kernel';
import { inTransaction } from '../../../platform/db/tx.ts';
import { scopeNames } from '../../places/index.ts';
import type { Desk } from '../desk.ts';
import { findTicket } from './actions.ts';
import { anyAccount, findProfile, findStreets } from './store.ts';

/** Houses that are known to have an account; accounts are never deleted, so it is asked until the first is there. */
const setUp = new WeakSet<Desk>();

/** What GET /api/session says to someone who is not signed in. */
export async function strangerAnswer(desk: Desk, ticket: string | null): Promise<SessionAnswer> {
  const { config, pool } = desk.house;
  if (!setUp.has(desk)) {
    const some = await inTransaction(pool, 'read', { streets: [] }, anyAccount);
    if (!some) return { state: 'first-run', sampleAvailable: true };
    setUp.add(desk);
  }
  const waiting = ticket ? await findTicket(desk, ticket) : null;
  if (waiting) return { state: 'second-factor', recovery: waiting.recovery };
  return { state: 'signed-out', oidc: config.oidc?.name ?? null };
}

/** Who one is, and the streets one works for. Null when the account is not known. */
export async function signedInAnswer(desk: Desk, actor: Actor): Promise<SessionAnswer | null> {
  const { accountId, grants } = actor;
  const streetIds = [...new Set(grants.map((grant) => grant.streetId))];
  return inTransaction(desk.house.pool, 'read', { streets: streetIds, accountId }, async (tx) => {
    const [profile, streets, names] = await Promise.all([
      findProfile(tx, accountId),
      findStreets(tx, streetIds),
      scopeNames(tx, streetIds, grants),
    ]);
    if (!profile) return null;
    return {
      state: 'signed-in',
      account: { ...profile, askTwoFactor: askTwoFactor(grants, profile.twoFactor || profile.passkeys > 0) },
      streets: streets.map((street) => ({
        ...street,
        grants: grants
          .filter((grant) => grant.streetId === street.id)
          .map(({ role, scopeKind, scopeId }) => ({
            role,
            scopeKind,
            scopeId,
            scopeName: names.get(scopeId) ?? '',
          })),
      })),
    };
  });
}
