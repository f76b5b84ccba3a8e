import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { VerifySignature } from '@linli/core/notices';

/** Half of a new Ed25519 key pair that may be seen, and the half that never leaves the server, as text to be sealed. */
export interface KeyPair {
  /** The first 8 hex digits of the SHA-256 of the public key. */
  readonly kid: string;
  /** 32 bytes, base64url: the `x` of its JWK (RFC 8037). */
  readonly x: string;
  /** PKCS #8, PEM. */
  readonly secret: string;
}

export function newKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  if (!x) throw new Error('a key without its public half');
  const kid = createHash('sha256').update(Buffer.from(x, 'base64url')).digest('hex').slice(0, 8);
  return { kid, x, secret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

export const secretKey = (secret: string): KeyObject => createPrivateKey(secret);

/** Signs in the thread pool: a thousand signatures must not hold up everybody else. */
export function signWith(key: KeyObject, message: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign(null, message, key, (error, signature) => (error ? reject(error) : resolve(signature)));
  });
}

export const verifySignature: VerifySignature = async (publicKey, signature, message) => {
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
  return verify(null, message, key, signature);
};
