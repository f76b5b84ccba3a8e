import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { KeyKeeper } from '../crypto/master-key.ts';
import { fingerprint, type Key } from '../crypto/sealed.ts';
import { backupProblem } from './problems.ts';

const magic = Buffer.from('LINLIBAK');
const chunkLength = 256 * 1024;
const tagLength = 16;

/** What anyone can read of a backup: nothing about a person or a place. */
const Header = z.strictObject({
  version: z.literal(1),
  createdAt: z.string(),
  /** Base64, 32 random bytes: the same key never encrypts two backups. */
  salt: z.string(),
  lock: z.enum(['master', 'passphrase']),
  /** Tells a wrong key from a damaged file. */
  check: z.string(),
});
export type Header = z.infer<typeof Header>;

/** What opens a backup. */
export type Lock =
  | { readonly kind: 'master'; readonly keys: KeyKeeper }
  | { readonly kind: 'passphrase'; readonly passphrase: string };

const slowHash = promisify<string, Buffer, number, object, Buffer>(scrypt);

/** A third of a second and 128 MB on a usual PC, for whoever holds the file and guesses (RFC 7914). */
const scryptCost = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };

async function fileKey(lock: Lock, salt: Buffer): Promise<Key> {
  const secret =
    lock.kind === 'master'
      ? lock.keys.derive('backup')
      : await slowHash(lock.passphrase.normalize('NFKC'), salt, 32, scryptCost);
  return Buffer.from(hkdfSync('sha256', secret, salt, 'linli backup', 32));
}

const checkOf = (key: Key) => fingerprint(key, 'check').toString('base64').slice(0, 16);

/**
 * Encrypts a stream into the bytes of a backup file: the mark, the header, then chunks of AES-256-GCM. Each chunk is
 * bound to the header, to its place and to being the last or not, so that none can be altered, moved or left out
 * (STREAM; Hoang, Reyhanitabar, Rogaway and Vizár 2015).
 */
export async function* sealFile(
  lock: Lock,
  createdAt: string,
  plain: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(32);
  const key = await fileKey(lock, salt);
  const header: Header = {
    version: 1,
    createdAt,
    salt: salt.toString('base64'),
    lock: lock.kind,
    check: checkOf(key),
  };
  const head = encodeHeader(header);
  yield head;
  const aad = createHash('sha256').update(head).digest();
  let rest: Buffer = Buffer.alloc(0);
  let no = 0;
  for await (const piece of plain) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    // The last chunk must be known as such: one whole chunk is always kept back.
    for (; rest.length > chunkLength; no += 1) {
      yield sealChunk(key, aad, no, false, rest.subarray(0, chunkLength));
      rest = rest.subarray(chunkLength);
    }
  }
  yield sealChunk(key, aad, no, true, rest);
}

function encodeHeader(header: Header): Buffer {
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([magic, length, json]);
}

function nonceOf(no: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(no, 0, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function sealChunk(key: Key, aad: Buffer, no: number, last: boolean, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(no, last));
  cipher.setAAD(aad);
  const length = Buffer.alloc(4);
  // The top bit marks the last chunk; the nonce proves it.
  length.writeUInt32BE((plain.length + tagLength + (last ? 0x80000000 : 0)) >>> 0);
  return Buffer.concat([length, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Decrypts the bytes of a backup file. Throws `backup.not_one`, `backup.other_format`, `backup.wrong_passphrase`,
 * `backup.needs_passphrase`, `backup.other_master` or `backup.damaged`.
 */
export async function* openFile(
  name: { readonly file: string; readonly keysDir: string },
  lockOf: (header: Header) => Lock,
  sealed: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const bytes = new ByteReader(sealed);
  const { header, head } = await readHeader(bytes, name.file);
  const key = await fileKey(lockOf(header), Buffer.from(header.salt, 'base64'));
  if (checkOf(key) !== header.check) {
    throw header.lock === 'passphrase'
      ? backupProblem('backup.wrong_passphrase')
      : backupProblem('backup.other_master', { folder: name.keysDir });
  }
  const aad = createHash('sha256').update(head).digest();
  for (let no = 0, last = false; !last; no += 1) {
    const length = (await bytes.take(4))?.readUInt32BE();
    if (length === undefined) throw backupProblem('backup.damaged', { at: no });
    last = length >= 0x80000000;
    const size = length % 0x80000000;
    const chunk = size <= chunkLength + tagLength ? await bytes.take(size) : null;
    if (!chunk) throw backupProblem('backup.damaged', { at: no });
    yield openChunk(key, aad, no, last, chunk);
  }
  if (await bytes.take(1)) throw backupProblem('backup.damaged', { at: 'end' });
}

async function readHeader(bytes: ByteReader, file: string): Promise<{ header: Header; head: Buffer }> {
  const start = await bytes.take(magic.length + 4);
  const length = start?.readUInt32BE(magic.length) ?? 0;
  const json =
    start?.subarray(0, magic.length).equals(magic) && length < 4096 ? await bytes.take(length) : null;
  if (!start || !json) throw backupProblem('backup.not_one', { file });
  const header = Header.safeParse(parseJson(json));
  if (!header.success) throw backupProblem('backup.other_format');
  return { header: header.data, head: Buffer.concat([start, json]) };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

function openChunk(key: Key, aad: Buffer, no: number, last: boolean, chunk: Buffer): Buffer {
  if (chunk.length < tagLength) throw backupProblem('backup.damaged', { at: no });
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(no, last), { authTagLength: tagLength });
  decipher.setAAD(aad);
  decipher.setAuthTag(chunk.subarray(-tagLength));
  try {
    return Buffer.concat([decipher.update(chunk.subarray(0, -tagLength)), decipher.final()]);
  } catch {
    throw backupProblem('backup.damaged', { at: no });
  }
}

/** Takes a stream of bytes in the sizes asked for. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** `length` bytes, or null when the stream ends before. */
  async take(length: number): Promise<Buffer | null> {
    const parts = [this.#rest];
    let have = this.#rest.length;
    while (have < length) {
      const next = await this.#source.next();
      if (next.done) return null;
      parts.push(next.value);
      have += next.value.length;
    }
    const all = parts.length === 1 ? this.#rest : Buffer.concat(parts);
    this.#rest = all.subarray(length);
    return all.subarray(0, length);
  }
}
