import type { Actor } from '@linli/core/kernel';

/** How long a request may go by what another process has just changed, milliseconds. */
const freshFor = 5_000;
const mostAccounts = 20_000;

interface Known {
  readonly actor: Actor;
  readonly until: number;
}

/**
 * Who is behind a session, for some seconds, so that a page of ten requests asks the database once. In this process a
 * change of an account is in force at once: `forget` also voids the look-ups that began before it.
 */
export class KnownActors {
  readonly #byAccount = new Map<string, Map<string, Known>>();
  #changes = 0;

  find(accountId: string, token: string, now: number): Actor | null {
    const known = this.#byAccount.get(accountId)?.get(token);
    return known && known.until > now && known.until <= now + freshFor ? known.actor : null;
  }

  /** Call before a look-up, and give its answer to `keep`. */
  begin(): number {
    return this.#changes;
  }

  keep(accountId: string, token: string, actor: Actor, now: number, begun: number): void {
    if (begun !== this.#changes) return;
    if (this.#byAccount.size >= mostAccounts) this.#byAccount.clear();
    const sessions = this.#byAccount.get(accountId) ?? new Map<string, Known>();
    sessions.set(token, { actor, until: now + freshFor });
    this.#byAccount.set(accountId, sessions);
  }

  forget(accountId: string): void {
    this.#changes += 1;
    this.#byAccount.delete(accountId);
  }
}
