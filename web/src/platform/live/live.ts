import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** `live`: changes arrive by themselves. `away`: the line is lost and being looked for. */
export type LiveState = 'connecting' | 'live' | 'away';

interface Change {
  readonly kind: string;
  readonly id: string;
  readonly operation: string;
}

const gatherMs = 150;
const comeBackMs = 3_000;

/**
 * Keeps the open pages of a street fresh: each change makes the reads of its slice old. `sliceOf` says which slice a kind
 * of thing belongs to; an unknown kind makes all of the street's reads old, which is slow but never wrong.
 */
export function useLive(streetId: string | null, sliceOf: (kind: string) => string | null): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');

  useEffect(() => {
    if (!streetId) return;
    const street = streetId;
    const old = new Set<string | null>();
    let cursor: string | null = null;
    let source: EventSource | null = null;
    let gathering: ReturnType<typeof setTimeout> | undefined;
    let comingBack: ReturnType<typeof setTimeout> | undefined;

    const refresh = () => {
      gathering = undefined;
      const slices = old.has(null) ? [null] : [...old];
      old.clear();
      for (const slice of slices) {
        void client.invalidateQueries({ queryKey: slice ? ['street', street, slice] : ['street', street] });
      }
    };
    const mark = (slice: string | null) => {
      old.add(slice);
      gathering ??= setTimeout(refresh, gatherMs);
    };
    const here = (event: MessageEvent) => {
      if (event.lastEventId) cursor = event.lastEventId;
      setState('live');
    };
    const open = () => {
      const since = cursor ? `?since=${encodeURIComponent(cursor)}` : '';
      source = new EventSource(`/api/streets/${street}/live${since}`);
      source.addEventListener('ready', here);
      source.addEventListener('changes', (event) => {
        here(event);
        for (const { kind } of JSON.parse(event.data) as Change[]) mark(sliceOf(kind));
      });
      source.addEventListener('reset', (event) => {
        here(event);
        mark(null);
      });
      source.addEventListener('open', () => setState('live'));
      source.addEventListener('error', () => {
        setState('away');
        // The browser gives up for good after an answer that is no stream (a restart behind a proxy, a session gone).
        if (source?.readyState === EventSource.CLOSED) comingBack = setTimeout(open, comeBackMs);
      });
    };
    open();
    return () => {
      clearTimeout(gathering);
      clearTimeout(comingBack);
      source?.close();
    };
  }, [client, streetId, sliceOf]);

  return state;
}
