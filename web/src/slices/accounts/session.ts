import type { SessionAnswer, SignedIn } from '@linli/core/accounts';
import { covers, may, type Permission, type Role, type ScopeTarget } from '@linli/core/kernel';
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useMemo } from 'react';
import { get, request } from '../../platform/api/index.ts';

const sessionKey = ['session'] as const;

export type Street = SignedIn['streets'][number];

/** Who sits here: nobody yet, somebody half-way in, or somebody with streets. */
export function useSession(): UseQueryResult<SessionAnswer> {
  return useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => get<SessionAnswer>('/api/session', signal),
    // Only an answer changes it: a session that ends is met by a 401 and mended over the page, not by taking it away.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Takes over the answer of an endpoint that opened, changed or closed the session. */
export function useTakeSession(): (answer: SessionAnswer) => void {
  const client = useQueryClient();
  return useCallback((answer: SessionAnswer) => client.setQueryData(sessionKey, answer), [client]);
}

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await request('DELETE', '/api/session');
    // Nothing of one person's reads may greet the next one at this PC.
    client.clear();
    await client.invalidateQueries();
    window.location.assign('/');
  };
}

export const StreetContext = createContext<Street | null>(null);

/** The street of the page. Throws outside of one: a programming mistake, not a state. */
export function useStreet(): Street {
  const street = useContext(StreetContext);
  if (!street) throw new Error('this page stands outside of a street');
  return street;
}

export function useAccount(): SignedIn['account'] | null {
  const { data } = useSession();
  return data?.state === 'signed-in' ? data.account : null;
}

/** The street as a whole. */
function wholeStreet(street: Pick<Street, 'id'>): ScopeTarget {
  return { streetId: street.id, path: [street.id], gridId: null, sectorId: null };
}

export interface Powers {
  /** May they do it to this thing? */
  readonly may: (permission: Permission, target?: ScopeTarget) => boolean;
  /** May they do it to anything in the street? For showing a page or a button that then asks what. */
  readonly mayAnywhere: (permission: Permission) => boolean;
  /** The roles they hold over this thing. */
  readonly rolesOver: (target: ScopeTarget) => readonly Role[];
}

/** What the person may do in a street: hides what the server would refuse, by the same function. */
export function powersIn(street: Street): Powers {
  const grants = street.grants.map((grant) => ({ ...grant, streetId: street.id }));
  return {
    may: (permission, target = wholeStreet(street)) => may({ grants }, permission, target),
    mayAnywhere: (permission) => grants.some((grant) => permission.roles.includes(grant.role)),
    rolesOver: (target) => grants.filter((grant) => covers(grant, target)).map((grant) => grant.role),
  };
}

export function usePowers(): Powers {
  const street = useStreet();
  return useMemo(() => powersIn(street), [street]);
}
