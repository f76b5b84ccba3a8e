import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** OWASP Password Storage Cheat Sheet, argon2id: m = 19 MiB, t = 2, p = 1. */
const memoryKiB = 19_456;
const passes = 2;
const tagBytes = 32;

function argon2id(password: string, salt: Buffer): Promise<Buffer> {
  // NFKC: the same key presses give the same bytes on every keyboard (RFC 8265).
  const message = password.normalize('NFKC');
  const settings = { message, nonce: salt, parallelism: 1, tagLength: tagBytes, memory: memoryKiB, passes };
  return new Promise((resolve, reject) => {
    argon2('argon2id', settings, (error, tag) => (error ? reject(error) : resolve(tag)));
  });
}

const text = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** A PHC string: `$argon2id$v=19$m=…,t=…,p=1$salt$tag`. Works in a thread of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await argon2id(password, salt);
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=1$${text(salt)}$${text(tag)}`;
}

const shape = new RegExp(
  String.raw`^\$argon2id\$v=19\$m=${memoryKiB},t=${passes},p=1\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$`,
);

/**
 * Checks a password. Without a stored hash (an unknown login, an account without a password) the same work is done and
 * the answer is false, so that the time says nothing.
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const parts = shape.exec(hash ?? '');
  const salt = Buffer.from(parts?.[1] ?? '', 'base64');
  const tag = await argon2id(password, parts ? salt : Buffer.alloc(16));
  return parts !== null && timingSafeEqual(tag, Buffer.from(parts[2] ?? '', 'base64'));
}
