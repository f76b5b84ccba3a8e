/** How long a page may be served without asking again: changes by other servers on the same database show after it. */
const freshMs = 100;
const mostPages = 2_000;

interface Kept {
  readonly streetId: string;
  readonly page: Promise<string | null>;
  /** Milliseconds; set when the page is made. */
  madeAt: number | null;
}

/**
 * Public pages, kept for a tenth of a second and dropped at once when something in their street is written here. A
 * thousand readers of one page then cost the database ten questions a second, and a withdrawal still shows at once.
 */
export class FreshPages {
  readonly #kept = new Map<string, Kept>();

  /** The page under this key, made when none is fresh; readers who come meanwhile wait for the same one. */
  get(
    streetId: string,
    key: string,
    now: () => number,
    make: () => Promise<string | null>,
  ): Promise<string | null> {
    const kept = this.#kept.get(key);
    if (kept && (kept.madeAt === null || now() - kept.madeAt < freshMs)) return kept.page;
    if (this.#kept.size >= mostPages) this.#kept.clear();
    const page = make();
    const entry: Kept = { streetId, page, madeAt: null };
    this.#kept.set(key, entry);
    const settle = (found: string | null) => {
      if (found === null) this.#forget(key, entry);
      else entry.madeAt = now();
    };
    page.then(settle, () => this.#forget(key, entry));
    return page;
  }

  /** Pages being made are dropped too: they may have been read before what was written. */
  drop(streetId: string): void {
    for (const [key, kept] of this.#kept) if (kept.streetId === streetId) this.#kept.delete(key);
  }

  #forget(key: string, entry: Kept): void {
    if (this.#kept.get(key) === entry) this.#kept.delete(key);
  }
}
