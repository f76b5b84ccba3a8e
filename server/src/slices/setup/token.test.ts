import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../platform/config/config.ts';
import { newSetupToken, withSetupToken } from './token.ts';

const tokenFor = (env: Record<string, string>) => newSetupToken(readConfig(env), randomBytes);

describe('the set-up token', () => {
  it.each([
    [{ HOST: '0.0.0.0' }],
    [{ HOST: '::' }],
    [{ HOST: '192.168.1.20' }],
    [{ HOST: '127.example.org' }],
    [{ LINLI_TRUST_PROXY: 'true' }],
    [{ LINLI_PUBLIC_URL: 'https://linli.example.org' }],
  ])('is demanded when others may reach the server: %o', (env) => {
    expect(tokenFor(env)).toMatch(/^[2-9a-hjkmnp-tv-z]{16}$/);
  });

  it.each([
    [{}],
    [{ HOST: '127.0.0.2' }],
    [{ HOST: '::1' }],
    [{ HOST: 'localhost', LINLI_PUBLIC_URL: 'http://[::1]:8080' }],
  ])('is not when only this machine can: %o', (env) => {
    expect(tokenFor(env)).toBeNull();
  });

  it('is another one each time and travels in the fragment', () => {
    expect(tokenFor({ HOST: '::' })).not.toBe(tokenFor({ HOST: '::' }));
    expect(withSetupToken('http://host:8080', 'abc')).toBe('http://host:8080/#setup=abc');
    expect(withSetupToken('http://host:8080', null)).toBe('http://host:8080');
  });
});
