import type { Tx } from '../../../platform/db/tx.ts';
import type { Html } from '../../../platform/http/html.ts';
import type { Reading } from '../../../platform/http/public-page.ts';

export interface AskedState {
  readonly tx: Tx;
  readonly streetId: string;
  readonly placeId: string;
  readonly reading: Reading;
  /** Milliseconds. */
  readonly now: number;
}

/** What another slice has to say of a place to everybody; nothing: an empty list. */
export type PublicState = (asked: AskedState) => Promise<readonly Html[]>;

const known = new Map<string, PublicState>();

/** Adds to every place's public page. `name`: of the slice that speaks; the page knows none of them. */
export function registerPublicState(name: string, state: PublicState): void {
  known.set(name, state);
}

export async function publicStatesOf(asked: AskedState): Promise<Html[]> {
  const found = await Promise.all([...known.values()].map((state) => state(asked)));
  return found.flat();
}
