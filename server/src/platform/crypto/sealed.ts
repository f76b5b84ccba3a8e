import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { cryptoProblem } from './problems.ts';

/** A key of 32 bytes. */
export type Key = Buffer;

export const keyLength = 32;
const version = 1;
const nonceLength = 12;
const tagLength = 16;

/**
 * Encrypts with AES-256-GCM: 1 byte version, 12 bytes random nonce, ciphertext, 16 bytes tag (NIST SP 800-38D; random
 * nonces are safe for 2^32 messages a key). `aad` says where the value belongs, such as `resident.phone:<id>`, so that
 * it opens nowhere else.
 */
export function sealBytes(key: Key, aad: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(aad, 'utf8'));
  return Buffer.concat([
    Buffer.of(version),
    nonce,
    cipher.update(plain),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

/** The bytes that `sealBytes` took. Throws `sealed.damaged` for another key, another place, or altered bytes. */
export function openBytes(key: Key, aad: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < 1 + nonceLength + tagLength || bytes[0] !== version)
    throw cryptoProblem('sealed.damaged');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + nonceLength), {
    authTagLength: tagLength,
  });
  decipher.setAAD(Buffer.from(aad, 'utf8'));
  decipher.setAuthTag(bytes.subarray(-tagLength));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(1 + nonceLength, -tagLength)), decipher.final()]);
  } catch {
    throw cryptoProblem('sealed.damaged');
  }
}

export const seal = (key: Key, aad: string, text: string): Buffer =>
  sealBytes(key, aad, Buffer.from(text, 'utf8'));

export const open = (key: Key, aad: string, sealed: Uint8Array): string =>
  openBytes(key, aad, sealed).toString('utf8');

/**
 * A keyed hash for exact look-up (HMAC-SHA256, 32 bytes). Use a key made for this purpose: with a shared one, equal
 * values of different fields would show as equal.
 */
export function fingerprint(key: Key, value: string): Buffer {
  return createHmac('sha256', key).update(value, 'utf8').digest();
}
