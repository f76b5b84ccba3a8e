import { type Random, shortCode, uuidv7 } from '@linli/core/kernel';

/** 2022-01-01 UTC: ids of a sample sort before every id that a person makes. */
const firstMoment = 1_640_995_200_000;

/** The one source of chance in the sample: the same seed gives the same street, ids included. */
export class Chance {
  #state: number;
  #made = 0;
  readonly #codes = new Set<string>();

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to, not including, 1 (mulberry32 by Tommy Ettinger, public domain). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.below(from.length)] ?? from[0];
  }

  shuffled<T>(items: readonly T[]): T[] {
    const keyed = items.map((item) => ({ item, key: this.next() }));
    return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item);
  }

  readonly #bytes: Random = (length) => Uint8Array.from({ length }, () => this.below(256));

  /** A UUIDv7; later ones sort later. */
  id(): string {
    this.#made += 1;
    return uuidv7(firstMoment + this.#made, this.#bytes);
  }

  /** A place's short code, once in this street. */
  code(): string {
    for (;;) {
      const code = shortCode(5, this.#bytes);
      if (this.#codes.has(code)) continue;
      this.#codes.add(code);
      return code;
    }
  }
}
