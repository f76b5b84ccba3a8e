import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { embeddedProblem } from './problems.ts';

/** What the server wrote into `postmaster.pid` (storage/ipc: LOCK_FILE_LINE_*). */
export interface PidFile {
  readonly pid: number;
  /** True once the server accepts connections. */
  readonly ready: boolean;
}

export function readPidFile(cluster: string): PidFile | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : null;
  } catch {
    return null;
  }
}

/**
 * Stops the server that a killed Linli left running on this cluster; the caller holds the data lock, so it is nobody
 * else's. Stopping and starting anew costs 0.1 s and always gives the settings of this release; adopting would not.
 */
export async function stopLeftover(cluster: string, binaries: Binaries): Promise<void> {
  const left = readPidFile(cluster);
  if (!left) return;
  if (isAlive(left.pid) && isServerOf(left.pid, cluster)) await stopServer(left.pid, cluster, binaries);
  disownLockFiles(cluster);
}

/**
 * The server refuses to start while the process in its lock files seems to live: a number that somebody else has by
 * now, or a dead process that nobody reaps (a container without an init). We know better. `postmaster.pid` gets a
 * number that no process can have and keeps its other lines: by them the server still waits for orphaned workers.
 */
function disownLockFiles(cluster: string): void {
  const file = join(cluster, 'postmaster.pid');
  if (existsSync(file)) {
    const [, ...rest] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, ['2147483647', ...rest].join('\n'));
  }
  rmSync(join(cluster, '.s.PGSQL.5432.lock'), { force: true });
}

/** A process number can belong to somebody else by now; the server's own working directory is its cluster. */
function isServerOf(pid: number, cluster: string): boolean {
  if (process.platform === 'win32') return true;
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(
      cluster,
    );
  }
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch {
    return false;
  }
}

/** True while the process runs. One that has ended and waits to be reaped is gone, whatever `kill(pid, 0)` says. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return !isZombie(pid);
}

function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    // The state follows the name, which stands in brackets and may hold anything.
    return /^[ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '');
  } catch {
    return true;
  }
}

/** Ends a server: at once for its clients and with a checkpoint, then harder. Throws `embedded.stuck`. */
export async function stopServer(pid: number, cluster: string, binaries: Binaries): Promise<void> {
  if (process.platform === 'win32') {
    // Windows has no signals for the server to catch; pg_ctl speaks to it through its own pipe.
    spawnSync(binaries.pgCtl, ['stop', '-D', cluster, '-m', 'fast', '-w'], {
      env: binaries.env,
      stdio: 'ignore',
    });
  }
  const steps: readonly (readonly [NodeJS.Signals, number])[] = [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ];
  for (const [signal, patience] of steps) {
    if (!isAlive(pid)) return;
    signalTo(pid, signal);
    if (await isGone(pid, patience)) return;
  }
  throw embeddedProblem('embedded.stuck', { pid });
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    return;
  }
}

async function isGone(pid: number, patience: number): Promise<boolean> {
  for (let waited = 0; waited < patience; waited += 10) {
    if (!isAlive(pid)) return true;
    await sleep(10);
  }
  return !isAlive(pid);
}
