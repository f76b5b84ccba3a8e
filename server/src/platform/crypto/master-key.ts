import { hkdfSync, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { Problem } from '@linli/core/kernel';
import { cryptoProblem } from './problems.ts';
import { type Key, keyLength, openBytes, sealBytes } from './sealed.ts';

/**
 * Keeps the master key and never gives it out, so that a key management service can take the file's place.
 * Wrapping is asynchronous for that reason; derived keys are the local machine's own.
 */
export interface KeyKeeper {
  /** Encrypts a data key. `context` is bound to it: the same words must be given to unwrap. */
  wrap(context: string, key: Key): Promise<Buffer>;
  /** The data key. Throws `key.other_master` when the master key or the context is another. */
  unwrap(context: string, wrapped: Uint8Array): Promise<Key>;
  /** A key of 32 bytes for one purpose, always the same for the same label (HKDF-SHA256). */
  derive(label: string): Key;
}

const fileName = 'master.key';

/**
 * The master key in `<keysDir>/master.key`, 32 random bytes as hex, made at the first call. Several processes may call
 * at once: they end with the same key. Throws `key.loose`, `key.damaged` or `key.unreadable`.
 */
export function loadMasterKey(keysDir: string): KeyKeeper {
  const path = join(keysDir, fileName);
  try {
    mkdirSync(keysDir, { recursive: true, mode: 0o700 });
    if (!statSync(path, { throwIfNoEntry: false })) createKeyFile(keysDir, path);
    refuseLoose(keysDir, 0o077);
    refuseLoose(path, 0o077);
    return keyKeeper(readKey(path));
  } catch (error) {
    if (error instanceof Problem) throw error;
    const why = error instanceof Error && 'code' in error ? String(error.code) : '?';
    throw cryptoProblem('key.unreadable', { path, why });
  }
}

/** True when the folder holds a master key; reads nothing. */
export function hasMasterKey(keysDir: string): boolean {
  return existsSync(join(keysDir, fileName));
}

/** A keeper of a key in memory. For tests, and for a key that came from elsewhere. */
export function keyKeeper(master: Key): KeyKeeper {
  const derive = (label: string) => Buffer.from(hkdfSync('sha256', master, 'linli', label, keyLength));
  const wrapping = derive('wrap');
  return {
    derive,
    wrap: async (context, key) => sealBytes(wrapping, context, key),
    unwrap: async (context, wrapped) => {
      try {
        return openBytes(wrapping, context, wrapped);
      } catch {
        throw cryptoProblem('key.other_master');
      }
    },
  };
}

/** Whole or not at all, also when the power fails: written beside, flushed, then linked; the first link wins. */
function createKeyFile(keysDir: string, path: string): void {
  const half = join(keysDir, `${fileName}.${process.pid}.${randomBytes(4).toString('hex')}`);
  const file = openSync(half, 'wx', 0o600);
  try {
    writeSync(file, `${randomBytes(keyLength).toString('hex')}\n`);
    fsyncSync(file);
    linkSync(half, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    closeSync(file);
    rmSync(half, { force: true });
  }
  if (process.platform !== 'win32') flushFolder(keysDir);
}

function flushFolder(folder: string): void {
  chmodSync(folder, 0o700);
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** Windows keeps access in lists that a mode does not show; there the folder's own rights decide. */
function refuseLoose(path: string, others: number): void {
  const mode = statSync(path).mode & 0o777;
  if (process.platform === 'win32' || (mode & others) === 0) return;
  throw cryptoProblem('key.loose', { path, mode: `0${mode.toString(8)}` });
}

function readKey(path: string): Key {
  const text = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw cryptoProblem('key.damaged', { path });
  return Buffer.from(text, 'hex');
}
