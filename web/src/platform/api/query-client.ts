import { Problem } from '@linli/core/kernel';
import { QueryClient } from '@tanstack/react-query';
import { mayPass } from './command.ts';

/** Reads are tried again only when waiting can help; the change feed, not a timer, says when they are old. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failed, error) => failed < 3 && (mayPass(error) || !(error instanceof Problem)),
      retryDelay: (failed) => Math.min(400 * 2 ** failed, 4_000),
      // The browser's own notion of "online" is wrong on an office LAN without internet.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Where a read of a street's slice is kept; the feed and commands make a whole slice old at once. */
export function readKey(streetId: string, slice: string, ...rest: readonly unknown[]) {
  return ['street', streetId, slice, ...rest] as const;
}
