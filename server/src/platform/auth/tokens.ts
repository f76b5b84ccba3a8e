import type { Random } from '@linli/core/kernel';

/**
 * A session's token: the account's id, then 192 random bits. The id lets row-level security be set before the session
 * is looked up, in one round trip; the cookie's signature keeps anyone from choosing it.
 */
export function newSessionToken(accountId: string, random: Random): string {
  const id = Buffer.from(accountId.replaceAll('-', ''), 'hex');
  return Buffer.concat([id, random(24)]).toString('base64url');
}

export function accountOfToken(token: string): string | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 40) return null;
  const hex = bytes.toString('hex').slice(0, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
