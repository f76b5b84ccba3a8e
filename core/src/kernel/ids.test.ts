import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortCode, uuidv7 } from './ids.ts';
import { Id } from './shapes.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

test('a UUIDv7 carries its version and variant, and our own shape accepts it', () => {
  const id = uuidv7(Date.UTC(2026, 10, 23), random);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Id.safeParse(id).success).toBe(true);
});

test('identifiers sort by the moment they were made', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 47 }),
      fc.integer({ min: 1, max: 10_000 }),
      (moment, later) => {
        expect(uuidv7(moment, random) < uuidv7(moment + later, random)).toBe(true);
      },
    ),
  );
});

test('a short code has the asked length and no letter that is mistaken for another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (length) => {
      expect(shortCode(length, random)).toMatch(new RegExp(`^[2-9a-hjkmnp-tv-z]{${length}}$`));
    }),
  );
});

test('every letter of a short code is as likely as any other', () => {
  const counts = new Map<string, number>();
  for (const letter of Array.from({ length: 60 }, () => shortCode(1_000, random)).join(''))
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect(counts.size).toBe(30);
  for (const count of counts.values()) expect(Math.abs(count - 2_000)).toBeLessThan(300);
});
