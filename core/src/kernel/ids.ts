/** Milliseconds since 1970, UTC. Rules take the moment as an argument; only the edges hold a clock. */
export type Clock = () => number;

/** Cryptographically strong random bytes, given by the platform. */
export type Random = (length: number) => Uint8Array;

/** A UUIDv7 (RFC 9562): sorts by the moment it was made, so that new rows stay together in an index. */
export function uuidv7(now: number, random: Random): string {
  const bytes = random(16);
  let rest = now;
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Letters and digits that are not mistaken for one another when read aloud or typed (no 0 O 1 I L U). */
const codeAlphabet = '23456789abcdefghjkmnpqrstvwxyz';

/** A short code of `length` characters, for links and posters; unbiased. */
export function shortCode(length: number, random: Random): string {
  let code = '';
  while (code.length < length) {
    for (const byte of random(length * 2)) {
      // 240 = 8 × 30: bytes above it would favour the first letters.
      if (byte < 240 && code.length < length) code += codeAlphabet[byte % codeAlphabet.length];
    }
  }
  return code;
}
