import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { fromBufferPromise, fromFdPromise, type ZipFile } from 'yauzl';
import { Refusal } from './refusal.ts';

/** The bytes of one file, in memory or on disk; only ever read, only by position. */
export interface ByteSource {
  readonly size: number;
  /** At most `length` bytes from `position`; fewer at the end. */
  read(position: number, length: number): Buffer;
  stream(): AsyncIterable<Uint8Array>;
  openZip(): Promise<ZipFile>;
  close(): void;
}

const streamChunk = 64 * 1024;

function bytesSource(bytes: Uint8Array): ByteSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: buffer.length,
    read: (position, length) => buffer.subarray(position, position + length),
    async *stream() {
      for (let at = 0; at < buffer.length; at += streamChunk) yield buffer.subarray(at, at + streamChunk);
    },
    openZip: () => fromBufferPromise(buffer, { lazyEntries: true, autoClose: false }),
    close: () => undefined,
  };
}

function pathSource(path: string): ByteSource {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    throw new Refusal('file.unreadable');
  }
  const state = fstatSync(fd);
  if (!state.isFile()) {
    closeSync(fd);
    throw new Refusal('file.unreadable');
  }
  return {
    size: state.size,
    read(position, length) {
      const buffer = Buffer.alloc(length);
      return buffer.subarray(0, readSync(fd, buffer, 0, length, position));
    },
    stream: () => createReadStream('', { fd, start: 0, autoClose: false, highWaterMark: streamChunk }),
    openZip: () => fromFdPromise(fd, { lazyEntries: true, autoClose: false }),
    close: () => closeSync(fd),
  };
}

/** Opens a file given as its bytes or as a path. @throws Refusal `file.unreadable` */
export function openSource(file: Uint8Array | string): ByteSource {
  return typeof file === 'string' ? pathSource(file) : bytesSource(file);
}
