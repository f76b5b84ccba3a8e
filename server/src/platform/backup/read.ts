import { createReadStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import type { KeyKeeper } from '../crypto/master-key.ts';
import { type BackupReader, type Contents, decodeFrames, readFrames, type Totals } from './frames.ts';
import { backupProblem } from './problems.ts';
import { type Header, type Lock, openFile } from './sealed-file.ts';

export interface ReadBackup {
  readonly file: string;
  readonly keysDir: string;
  /** The keeper of `keysDir`; null when it holds no master key. */
  readonly keys: KeyKeeper | null;
  readonly passphrase: string | null;
}

/** Gives a backup's parts to a reader, checking every byte. Throws the Problems of `backupProblems`. */
export async function readBackup(order: ReadBackup, reader: BackupReader): Promise<Totals> {
  if (!existsSync(order.file)) throw backupProblem('backup.no_file', { file: order.file });
  let totals: Totals = { tables: 0, rows: 0 };
  let compressed = false;
  try {
    await pipeline(
      createReadStream(order.file, { highWaterMark: 256 * 1024 }),
      (sealed: AsyncIterable<Buffer>) => openFile(order, (header) => lockFor(order, header), sealed),
      async function* (plain: AsyncIterable<Buffer>) {
        compressed = true;
        yield* plain;
      },
      createZstdDecompress(),
      async (bytes: AsyncIterable<Buffer>) => {
        totals = await readFrames(decodeFrames(bytes), reader);
      },
    );
  } catch (error) {
    // The bytes are proven to be ours before they are inflated; a compressor's complaint is damage all the same.
    const zstd =
      compressed && error instanceof Error && 'code' in error && /^ZSTD|^Z_/.test(String(error.code));
    throw zstd ? backupProblem('backup.damaged', { at: '-' }) : error;
  }
  return totals;
}

function lockFor(order: ReadBackup, header: Header): Lock {
  if (header.lock === 'passphrase') {
    if (order.passphrase === null) throw backupProblem('backup.needs_passphrase');
    return { kind: 'passphrase', passphrase: order.passphrase };
  }
  if (!order.keys) throw backupProblem('backup.other_master', { folder: order.keysDir });
  return { kind: 'master', keys: order.keys };
}

export interface Verified extends Totals {
  readonly createdAt: string;
  readonly migration: string;
}

/** Reads a whole backup without restoring it: it opens, nothing is missing, every table is as it was written. */
export async function verifyBackup(order: ReadBackup): Promise<Verified> {
  let found: Contents | null = null;
  const totals = await readBackup(order, {
    contents: async (contents) => {
      found = contents;
    },
    table: async (_start, data) => {
      for await (const _bytes of data);
    },
  });
  const contents = found as Contents | null;
  return {
    ...totals,
    createdAt: contents?.createdAt ?? '',
    migration: contents?.migrations.at(-1)?.name ?? '',
  };
}
