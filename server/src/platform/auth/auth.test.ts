import { describe, expect, test } from 'vitest';
import { KnownActors } from './actors.ts';
import { CookieSigner, readCookie, writeCookie } from './cookies.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { accountOfToken, newSessionToken } from './tokens.ts';
import { base32, codeOfStep, matchingStep, newTotpSecret, stepAt, totpUri } from './totp.ts';

describe('passwords', () => {
  test('refuse another password, a damaged hash, and none at all', async () => {
    const hash = await hashPassword('correct horse');
    expect(await verifyPassword('correct horsf', hash)).toBe(false);
    expect(await verifyPassword('correct horse', hash.slice(0, -1))).toBe(false);
    expect(await verifyPassword('correct horse', null)).toBe(false);
    expect(await verifyPassword('correct horse', hash)).toBe(true);
  });

  test('are the same however the keyboard composes them', async () => {
    expect(await verifyPassword('cafe\u0301 \uff11', await hashPassword('caf\u00e9 1'))).toBe(true);
  });

  test('never hash alike', async () => {
    expect(await hashPassword('same')).not.toBe(await hashPassword('same'));
  });

  test('do not block the loop', async () => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 1);
    await hashPassword('correct horse');
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
  });
});

describe('codes of an authenticator app', () => {
  // RFC 6238 appendix B, SHA-1; the last six digits of the eight it lists.
  const secret = base32(Buffer.from('12345678901234567890'));
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ])('at %i seconds: %s', (seconds, code) => {
    expect(codeOfStep(secret, stepAt(seconds * 1_000))).toBe(code);
    expect(matchingStep(secret, code, seconds * 1_000)).toBe(stepAt(seconds * 1_000));
  });

  test('hold one step before and after, no longer', () => {
    const now = 1_700_000_000_000;
    const code = codeOfStep(secret, stepAt(now));
    expect(matchingStep(secret, code, now + 30_000)).toBe(stepAt(now));
    expect(matchingStep(secret, code, now + 60_000)).toBeNull();
    expect(matchingStep(secret, '12345', now)).toBeNull();
    expect(matchingStep(secret, '12345a', now)).toBeNull();
  });

  test('come from 160 random bits that every app reads', () => {
    expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
    const uri = new URL(totpUri(secret, 'zhangwei', '邻里 Linli'));
    expect([uri.protocol, uri.searchParams.get('secret')]).toEqual(['otpauth:', secret]);
  });
});

describe('cookies', () => {
  const signer = new CookieSigner(Buffer.alloc(32, 7));
  test('are taken with our signature for this cookie only', () => {
    const signed = signer.sign('a', 'value');
    expect(signer.open('a', signed)).toBe('value');
    expect(signer.open('b', signed)).toBeNull();
    expect(signer.open('a', `${signed.slice(0, -1)}${signed.endsWith('A') ? 'B' : 'A'}`)).toBeNull();
    expect(new CookieSigner(Buffer.alloc(32, 8)).open('a', signed)).toBeNull();
    expect(signer.open('a', null)).toBeNull();
    expect(signer.open('a', `${'x'.repeat(100_000)}.y`)).toBeNull();
  });

  test('of the same name twice are none', () => {
    expect(readCookie('a=1; b=2', 'a')).toBe('1');
    expect(readCookie('a=1; a=2', 'a')).toBeNull();
    expect(readCookie('aa=1', 'a')).toBeNull();
    expect(readCookie(undefined, 'a')).toBeNull();
  });

  test('say Secure when they must not travel in the clear', () => {
    const settings = { sameSite: 'Lax', path: '/x', secure: true, maxAgeSeconds: 60 } as const;
    expect(writeCookie('a', 'v', settings)).toBe('a=v; Path=/x; Max-Age=60; HttpOnly; SameSite=Lax; Secure');
  });
});

test('a session token names its account and nothing else is one', () => {
  const id = '0190b3c2-7a4e-7bbb-8ccc-123456789abc';
  const random = (length: number) => new Uint8Array(length).fill(9);
  expect(accountOfToken(newSessionToken(id, random))).toBe(id);
  expect(accountOfToken('c2hvcnQ')).toBeNull();
});

describe('known actors', () => {
  const actor = { accountId: 'a', name: '', sessionId: 's', twoFactor: false, grants: [] };
  test('are forgotten after five seconds, and at once on a change', () => {
    const known = new KnownActors();
    known.keep('a', 'token', actor, 1_000, known.begin());
    expect(known.find('a', 'token', 5_999)).toBe(actor);
    expect(known.find('a', 'other', 1_001)).toBeNull();
    expect(known.find('a', 'token', 6_000)).toBeNull();
    known.forget('a');
    expect(known.find('a', 'token', 1_001)).toBeNull();
  });

  test('are not kept by a look-up that began before the change', () => {
    const known = new KnownActors();
    const begun = known.begin();
    known.forget('a');
    known.keep('a', 'token', actor, 1_000, begun);
    expect(known.find('a', 'token', 1_001)).toBeNull();
  });
});
