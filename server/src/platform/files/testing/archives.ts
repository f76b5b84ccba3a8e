import { crc32, deflateRawSync } from 'node:zlib';

/** One part of an archive to build. Everything the format allows a writer to lie about can be set. */
export interface ArchivePart {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly stored?: boolean;
  /** The unpacked size to claim. */
  readonly claimedSize?: number;
  readonly flags?: number;
  readonly method?: number;
  readonly checksum?: number;
  readonly localName?: string;
  /** Point the directory at the bytes of an earlier part instead of writing new ones. */
  readonly sameBytesAs?: number;
}

export interface ArchiveOptions {
  /** The number of parts to claim. */
  readonly claimedParts?: number;
}

interface Written {
  readonly offset: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly checksum: number;
  readonly method: number;
}

function header(part: ArchivePart, written: Written, local: boolean): Buffer {
  const name = Buffer.from(local ? (part.localName ?? part.name) : part.name);
  const fixed = Buffer.alloc(local ? 30 : 46);
  fixed.writeUInt32LE(local ? 0x04034b50 : 0x02014b50, 0);
  const at = local ? 4 : 6;
  if (!local) fixed.writeUInt16LE(20, 4);
  fixed.writeUInt16LE(20, at);
  fixed.writeUInt16LE((part.flags ?? 0) | 0x800, at + 2);
  fixed.writeUInt16LE(written.method, at + 4);
  fixed.writeUInt32LE(written.checksum, at + 10);
  fixed.writeUInt32LE(written.packed, at + 14);
  fixed.writeUInt32LE(part.claimedSize ?? written.unpacked, at + 18);
  fixed.writeUInt16LE(name.length, at + 22);
  if (!local) fixed.writeUInt32LE(written.offset, 42);
  return Buffer.concat([fixed, name]);
}

/** A zip archive, honest or not. */
export function archive(parts: readonly ArchivePart[], options: ArchiveOptions = {}): Buffer {
  const pieces: Buffer[] = [];
  const written: Written[] = [];
  let offset = 0;
  for (const part of parts) {
    const earlier = part.sameBytesAs === undefined ? undefined : written[part.sameBytesAs];
    if (earlier) {
      written.push(earlier);
      continue;
    }
    const content = Buffer.from(part.content);
    const packed = part.stored ? content : deflateRawSync(content);
    const entry: Written = {
      offset,
      packed: packed.length,
      unpacked: content.length,
      checksum: part.checksum ?? crc32(content),
      method: part.method ?? (part.stored ? 0 : 8),
    };
    const head = header(part, entry, true);
    pieces.push(head, packed);
    written.push(entry);
    offset += head.length + packed.length;
  }
  const directory = Buffer.concat(parts.map((part, index) => header(part, written[index] as Written, false)));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(options.claimedParts ?? parts.length, 8);
  end.writeUInt16LE(options.claimedParts ?? parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, directory, end]);
}
