import { base64url, fromBase64url } from './bytes.ts';
import { NoticeCode } from './contract.ts';
import { canonicalPayload, type NoticePayload, packPayload, unpackPayload } from './payload.ts';

/** Ed25519 (RFC 8032). */
const signatureLength = 64;

/** A published key: GET /.well-known/linli-notice-keys.json lists them as JWK (RFC 8037). */
export interface NoticeKey {
  readonly kid: string;
  /** The public key, 32 bytes, base64url. */
  readonly x: string;
}

/** Ed25519 verification, as the platform at hand offers it (Web Crypto or Node). */
export type VerifySignature = (
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
) => Promise<boolean>;

/**
 * What the QR of a poster holds: the address of the live page, and behind `#`, which no browser sends, what the poster
 * states with its signature. A telephone opens the page; a verifier without a network reads the rest.
 * Throws when a field does not fit: payloads are made by the server and checked there.
 */
export function qrText(publicUrl: string, payload: NoticePayload, signature: Uint8Array): string {
  const packed = packPayload(payload);
  if (!packed || signature.length !== signatureLength) throw new Error('a notice that fits no QR code');
  return `${publicUrl}/n/${payload.code}#${base64url(Uint8Array.from([...signature, ...packed]))}`;
}

/** The parts of a QR text; null when it is not one of ours. */
export function readQr(text: string): { payload: NoticePayload; signature: Uint8Array } | null {
  const parts = /^https?:\/\/[^/?#\s]+\/n\/([0-9a-z]{12})#([A-Za-z0-9_-]{100,800})$/.exec(text);
  const code = NoticeCode.safeParse(parts?.[1]);
  const bytes = fromBase64url(parts?.[2] ?? '');
  if (!code.success || !bytes) return null;
  const payload = unpackPayload(bytes.subarray(signatureLength), code.data);
  return payload && { payload, signature: bytes.subarray(0, signatureLength) };
}

export type Verdict =
  | { readonly genuine: true; readonly payload: NoticePayload }
  /** `unreadable`: no notice of ours, or damaged. `key`: no such key is published. `signature`: altered or forged. */
  | { readonly genuine: false; readonly why: 'unreadable' | 'key' | 'signature' };

/**
 * Whether a street office signed exactly this. Says nothing about today: a genuine notice may be old or withdrawn, which
 * only its live page knows.
 */
export async function verifyQr(
  text: string,
  keys: readonly NoticeKey[],
  verify: VerifySignature,
): Promise<Verdict> {
  const read = readQr(text);
  if (!read) return { genuine: false, why: 'unreadable' };
  const known = keys.filter((key) => key.kid === read.payload.keyId);
  if (known.length === 0) return { genuine: false, why: 'key' };
  for (const { x } of known) {
    const publicKey = fromBase64url(x);
    if (publicKey && (await verify(publicKey, read.signature, canonicalPayload(read.payload))))
      return { genuine: true, payload: read.payload };
  }
  return { genuine: false, why: 'signature' };
}
