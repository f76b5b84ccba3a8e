import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import type { FileLimits } from './limits.ts';
import { Refusal } from './refusal.ts';
import type { ByteSource } from './source.ts';

/** A checked archive. Names are looked up without regard to case, as OPC asks; no name is ever used as a path. */
export interface Archive {
  has(name: string): boolean;
  names(): readonly string[];
  /** Unpacked size of a part, as counted. */
  size(name: string): number;
  /** The unpacked bytes of a part, counted against its size again. @throws Refusal `file.broken` when it is missing */
  read(name: string): AsyncIterable<Uint8Array>;
  /**
   * Unpacks every part once and throws the bytes away: real sizes, ratios and checksums are known before anything is
   * believed. `onBytes` gets the running total.
   */
  verify(onBytes: (bytes: number) => void): Promise<void>;
}

const unpackChunk = 64 * 1024;

/** What the zip reader's own refusals mean. Its messages are the only thing it gives. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const message = error instanceof Error ? error.message : '';
  if (
    /central directory record signature not found|Invalid comment length|EOF|overflows file bounds/i.test(
      message,
    )
  ) {
    return new Refusal('file.truncated');
  }
  if (/relative path|absolute path|invalid characters in fileName/.test(message)) {
    return new Refusal('file.unsafe_archive');
  }
  return new Refusal(/strong encryption/.test(message) ? 'file.password' : 'file.broken');
}

async function* guarded<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Pictures may be one colour and pack a thousandfold; they still count in the whole file's ratio. */
const isPicture = (name: string) => /\/media\//i.test(name);

function tooDense(limits: FileLimits, unpacked: number, packed: number): boolean {
  return unpacked > limits.ratioFromBytes && unpacked > packed * limits.ratio;
}

/**
 * The unpacked bytes of one entry. Stops at the first byte beyond what the entry claims, so a false claim costs
 * nothing; a true claim was judged before.
 */
async function* unpack(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const raw = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  // The callback only keeps a failure from being reported twice: reading `out` throws it.
  const out =
    entry.compressionMethod === 0
      ? raw
      : pipeline(raw, createInflateRaw({ chunkSize: unpackChunk }), () => undefined);
  let bytes = 0;
  for await (const chunk of out) {
    bytes += chunk.length;
    if (bytes > entry.uncompressedSize) throw new Refusal('file.false_size');
    yield chunk;
  }
  if (bytes !== entry.uncompressedSize) throw new Refusal('file.false_size');
}

function checkEntry(entry: Entry, limits: FileLimits): void {
  if ((entry.generalPurposeBitFlag & 1) !== 0) throw new Refusal('file.password');
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw new Refusal('file.broken');
  if (!isPicture(entry.fileName) && tooDense(limits, entry.uncompressedSize, entry.compressedSize)) {
    throw new Refusal('file.bomb');
  }
}

function checkTotals(entries: readonly Entry[], limits: FileLimits): void {
  let packed = 0;
  let unpacked = 0;
  for (const entry of entries) {
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
  }
  if (unpacked > limits.unpackedBytes || tooDense(limits, unpacked, packed)) throw new Refusal('file.bomb');
}

/**
 * Parts that share bytes are how a small file becomes a large one without a suspicious ratio (Fifield, "A better zip
 * bomb", 2019). The span of a part is at least its local header, its name and its packed bytes.
 */
function refuseOverlap(entries: readonly Entry[]): void {
  const byOffset = [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  let end = 0;
  for (const entry of byOffset) {
    const start = entry.relativeOffsetOfLocalHeader;
    if (start < end) throw new Refusal('file.unsafe_archive');
    end = start + 30 + entry.fileNameLength + entry.compressedSize;
  }
}

async function listEntries(zip: ZipFile, limits: FileLimits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.parts) throw new Refusal('file.too_many_parts', { limit: limits.parts });
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    const key = entry.fileName.toLowerCase();
    if (entries.has(key)) throw new Refusal('file.unsafe_archive');
    checkEntry(entry, limits);
    entries.set(key, entry);
  }
  const all = [...entries.values()];
  refuseOverlap(all);
  checkTotals(all, limits);
  return entries;
}

/** Another program may believe the local header; a file that says two names is not read at all. */
async function checkLocalName(zip: ZipFile, entry: Entry): Promise<void> {
  const local = await zip.readLocalFileHeaderPromise(entry);
  if (!('fileName' in local) || !local.fileName.equals(entry.fileNameRaw))
    throw new Refusal('file.unsafe_archive');
}

async function verifyEntry(zip: ZipFile, entry: Entry, onChunk: (bytes: number) => void): Promise<void> {
  await checkLocalName(zip, entry);
  let checksum = 0;
  for await (const chunk of unpack(zip, entry)) {
    checksum = crc32(chunk, checksum);
    onChunk(chunk.length);
  }
  if (checksum !== entry.crc32) throw new Refusal('file.broken');
}

/**
 * Opens a zip archive and judges everything that can be judged without unpacking.
 * @throws Refusal truncated, unsafe_archive, too_many_parts, bomb, password, broken
 */
export async function openArchive(source: ByteSource, limits: FileLimits): Promise<Archive> {
  let zip: ZipFile;
  let entries: Map<string, Entry>;
  try {
    zip = await source.openZip();
    entries = await listEntries(zip, limits);
  } catch (error) {
    throw refusalOf(error);
  }
  const find = (name: string): Entry => {
    const entry = entries.get(name.toLowerCase());
    if (!entry) throw new Refusal('file.broken');
    return entry;
  };
  return {
    has: (name) => entries.has(name.toLowerCase()),
    names: () => [...entries.keys()],
    size: (name) => find(name).uncompressedSize,
    read: (name) => guarded(unpack(zip, find(name))),
    async verify(onBytes) {
      let total = 0;
      try {
        for (const entry of entries.values()) {
          await verifyEntry(zip, entry, (bytes) => {
            total += bytes;
            onBytes(total);
          });
        }
      } catch (error) {
        throw refusalOf(error);
      }
    },
  };
}
