import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type pg from 'pg';
import { z } from 'zod';
import { EventKey } from './frames.ts';

/**
 * `event-keys.json` in the keys folder: the wrapped keys of events, kept with the master key and apart from every
 * backup. A destroyed key stays named, without its bytes, so that an old backup cannot bring it back.
 */
const StoredKey = EventKey.extend({
  /** Base64; null once the key is destroyed. */
  wrapped: z.string().nullable(),
  destroyedAt: z.string().nullable(),
});
export type StoredKey = z.infer<typeof StoredKey>;

const KeysFile = z.strictObject({ version: z.literal(1), keys: z.array(StoredKey) });

const fileOf = (keysDir: string) => join(keysDir, 'event-keys.json');

/** The keys of events as this transaction sees them. The caller sees every street. */
export async function eventKeys(client: pg.ClientBase): Promise<StoredKey[]> {
  const { rows } = await client.query<StoredKey>(`
    select street_id as "streetId", id, purpose, event_id as "eventId", encode(wrapped, 'base64') as wrapped,
      to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt",
      to_char(destroyed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "destroyedAt"
    from linli.data_key where event_id is not null order by street_id, id`);
  return rows;
}

/** Writes the keys beside the master key, whole or not at all; answers whether that changed anything. */
export function writeKeysFile(keysDir: string, keys: readonly StoredKey[]): boolean {
  const text = `${JSON.stringify({ version: 1, keys }, null, 1)}\n`;
  const before = readText(keysDir);
  if (text === before || (keys.length === 0 && before === null)) return false;
  const half = `${fileOf(keysDir)}.${process.pid}`;
  const file = openSync(half, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(half, fileOf(keysDir));
  rmSync(half, { force: true });
  return true;
}

/** The keys in the folder by id; none when there is no file. */
export function readKeysFile(keysDir: string): ReadonlyMap<string, StoredKey> {
  const text = readText(keysDir);
  const keys = text === null ? [] : KeysFile.parse(JSON.parse(text)).keys;
  return new Map(keys.map((key) => [key.id, key]));
}

function readText(keysDir: string): string | null {
  try {
    return readFileSync(fileOf(keysDir), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
