import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

test.each([
  ['PORT', 'eighty'],
  ['PORT', '70000'],
  ['LINLI_PUBLIC_URL', 'javascript:alert(1)'],
  ['LINLI_LOG', 'loud'],
  ['DATABASE_URL', 'mysql://x'],
  ['LINLI_DB_CONNECTIONS', '1'],
])('a wrong %s is named in one sentence, and its value is not repeated', (name, value) => {
  const read = () => readConfig({ [name]: value });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(name);
  expect(read).not.toThrow(value);
});

test('single sign-on asks for all of its settings', () => {
  expect(() => readConfig({ OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'linli' })).toThrow(
    'OIDC_CLIENT_SECRET',
  );
});

test('with nothing set, it listens on loopback and keeps its data beside it', () => {
  const config = readConfig({ PORT: '' });
  expect(config).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    databaseUrl: null,
    oidc: null,
    publicUrl: null,
  });
  expect(config.keysDir.startsWith(config.dataDir)).toBe(true);
});
