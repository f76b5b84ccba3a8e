import { useState } from 'react';

export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  /** Takes all of them in, or, when all are in already, out. */
  readonly toggleAll: (ids: readonly string[]) => void;
  readonly clear: () => void;
}

export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  return {
    ids,
    toggle: (id) => setIds((now) => toggled(now, [id])),
    toggleAll: (all) => setIds((now) => toggled(now, all)),
    clear: () => setIds(new Set()),
  };
}

/** The set with all of the ids, or, when it has them all already, without them. */
export function toggled(now: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  if (!ids.every((id) => now.has(id))) return new Set([...now, ...ids]);
  return new Set([...now].filter((id) => !ids.includes(id)));
}
