import { createHash } from 'node:crypto';
import { closeSync, createWriteStream, openSync, renameSync, rmSync, statSync } from 'node:fs';
import process from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { withAllRows } from '../db/all-rows.ts';
import { appliedMigrations } from '../db/migrate.ts';
import { type BackupTable, backupTables, hiddenTables, plainText } from './catalogue.ts';
import { type Contents, encodeFrame, linesIn, type Totals } from './frames.ts';
import { eventKeys, writeKeysFile } from './keys-file.ts';
import { backupProblem } from './problems.ts';
import { type Lock, sealFile } from './sealed-file.ts';

export interface WriteBackup {
  /** The owner's URL, or a superuser's. */
  readonly url: string;
  readonly keysDir: string;
  readonly lock: Lock;
  readonly file: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

export interface Written extends Totals {
  readonly bytes: number;
  /** The keys folder has changed since the last backup: its copy must be made anew. */
  readonly keysChanged: boolean;
}

/**
 * Writes every row of one snapshot into an encrypted file, while the server goes on working. The file appears when it
 * is whole. Throws `backup.exists`, `backup.no_place`, `backup.hidden_rows` or `backup.weak_passphrase`.
 */
export async function writeBackup(order: WriteBackup): Promise<Written> {
  if (order.lock.kind === 'passphrase' && [...order.lock.passphrase].length < 12) {
    throw backupProblem('backup.weak_passphrase');
  }
  return withAllRows(order.url, async (client) => {
    await client.query(plainText);
    const [hidden] = await hiddenTables(client);
    if (hidden) throw backupProblem('backup.hidden_rows', { table: hidden });
    const keys = await eventKeys(client);
    const named = keys.map(({ wrapped: _wrapped, destroyedAt: _destroyedAt, ...key }) => key);
    const migrations = await appliedMigrations(client);
    const totals = await writeFile(order, client, {
      createdAt: order.createdAt,
      migrations,
      eventKeys: named,
    });
    return { ...totals, bytes: statSync(order.file).size, keysChanged: writeKeysFile(order.keysDir, keys) };
  });
}

async function writeFile(order: WriteBackup, client: pg.Client, contents: Contents): Promise<Totals> {
  const totals = { tables: 0, rows: 0 };
  const half = `${order.file}.${process.pid}.part`;
  claim(order.file);
  try {
    await pipeline(
      Readable.from(framesOf(client, contents, totals), { objectMode: false }),
      createZstdCompress(),
      (compressed: AsyncIterable<Buffer>) => sealFile(order.lock, order.createdAt, compressed),
      createWriteStream(half, { flags: 'wx', mode: 0o600, flush: true }),
    );
    renameSync(half, order.file);
  } catch (error) {
    rmSync(half, { force: true });
    rmSync(order.file, { force: true });
    throw error;
  }
  return totals;
}

/** Takes the name with an empty file, so that nothing that has it is ever overwritten. */
function claim(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EEXIST') throw backupProblem('backup.exists', { file });
    throw backupProblem('backup.no_place', { file, why: String(code) });
  }
}

async function* framesOf(
  client: pg.Client,
  contents: Contents,
  totals: { tables: number; rows: number },
): AsyncGenerator<Buffer> {
  yield encodeFrame({ kind: 'contents', body: contents });
  for (const table of await backupTables(client)) {
    yield encodeFrame({ kind: 'table', body: { table: table.name, columns: [...table.columns] } });
    const hash = createHash('sha256');
    let rows = 0;
    for await (const data of readTable(client, table)) {
      hash.update(data);
      rows += linesIn(data);
      yield encodeFrame({ kind: 'data', body: data });
    }
    yield encodeFrame({ kind: 'end', body: { rows, sha256: hash.digest('hex') } });
    totals.tables += 1;
    totals.rows += rows;
  }
  yield encodeFrame({ kind: 'totals', body: { ...totals } });
}

/** A table's rows in COPY's text form, in the order of its primary key. */
export function readTable(client: pg.Client, table: BackupTable): AsyncIterable<Buffer> {
  return client.query(copyTo(`copy (${table.select}) to stdout`));
}
