import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { embeddedProblem } from './problems.ts';

export interface DataLock {
  release(): void;
}

/**
 * Takes the one lock on a data folder, or answers null when a living process holds it.
 *
 * The lock is SQLite's exclusive lock on `linli.lock`: the kernel holds it for the process, so a `kill -9`, a power cut
 * or a reused process number can leave nothing stuck, on every system Node runs on. Node itself offers no file locks.
 * Nobody else may open `linli.lock`: on POSIX systems, closing any handle on the file drops the lock.
 */
function tryLockData(dataDir: string): DataLock | null {
  const path = join(dataDir, 'linli.lock');
  checkOurs(dataDir, path);
  const file = new DatabaseSync(path);
  chmodSync(path, 0o600);
  try {
    file.exec('pragma busy_timeout = 0; pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    file.close();
    if (isBusy(error)) return null;
    throw error;
  }
  return { release: () => file.close() };
}

/** The lock on a data folder; throws `embedded.in_use` when another process holds it. `holder` names that process. */
export function lockData(dataDir: string, holder: () => number | null): DataLock {
  const lock = tryLockData(dataDir);
  if (lock) return lock;
  const pid = holder();
  throw embeddedProblem('embedded.in_use', { folder: dataDir, holder: pid === null ? '' : ` (pid ${pid})` });
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

/** Refuses a folder that another account made, before anything in it is touched. Throws `embedded.not_ours`. */
function checkOurs(dataDir: string, lock: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    if (existsSync(lock)) accessSync(lock, constants.W_OK);
  } catch {
    const owner = statSync(existsSync(lock) ? lock : dataDir, { throwIfNoEntry: false })?.uid ?? '?';
    throw embeddedProblem('embedded.not_ours', { folder: dataDir, owner });
  }
}
