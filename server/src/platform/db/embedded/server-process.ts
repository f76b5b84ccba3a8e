import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerAccount } from './account.ts';
import type { Binaries } from './binaries.ts';
import { type ClusterPaths, dataArgument, lastLine, type Settings } from './cluster.ts';
import { isAlive, readPidFile } from './leftover.ts';
import { embeddedProblem } from './problems.ts';

export interface ServerProcess {
  readonly pid: number;
  /** Settles when the server's process has ended, however it ended. */
  readonly ended: Promise<void>;
}

const logLimit = 10 * 2 ** 20;
const readyPatience = 120_000;

/** Starts the server and resolves when it accepts connections. Throws `embedded.not_started` with its own words. */
export async function launch(
  paths: ClusterPaths,
  binaries: Binaries,
  account: ServerAccount,
  settings: Settings,
): Promise<ServerProcess> {
  const until = Date.now() + 5000;
  for (;;) {
    const from = logSize(paths.log);
    const server = spawnServer(paths, binaries, account, settings);
    if (await becomesReady(server, paths)) return server;
    const said = readFileSync(paths.log, 'utf8').slice(from);
    // After a `kill -9` of the server alone, its workers hold the shared memory for a moment longer.
    const passing = /still in use|already exists|could not bind/.test(said);
    if (!passing || Date.now() > until) {
      throw embeddedProblem('embedded.not_started', { why: lastLine(said), log: paths.log });
    }
    await sleep(200);
  }
}

function logSize(log: string): number {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size < logLimit) return size;
  renameSync(log, `${log}.1`);
  return 0;
}

function spawnServer(
  paths: ClusterPaths,
  binaries: Binaries,
  account: ServerAccount,
  settings: Settings,
): ServerProcess {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  if (process.platform === 'win32') return spawnByPgCtl(paths, binaries, options);
  const log = openSync(paths.log, 'a', 0o600);
  const child = spawn(binaries.postgres, ['-D', dataArgument(account, paths.cluster), ...options], {
    cwd: paths.cluster,
    ...account.ids,
    env: binaries.env,
    stdio: ['ignore', log, log],
    // Its own session: Ctrl-C in the terminal reaches us first, and requests under way still find their database.
    detached: true,
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const pid = child.pid ?? -1;
  const watcher = pid > 0 ? watchOver(pid, account) : null;
  void ended.then(() => watcher?.kill('SIGKILL'));
  return { pid, ended };
}

/** A few kilobytes of shell that end the server when we are gone without a word: our end of the pipe closes with us. */
function watchOver(pid: number, account: ServerAccount): ChildProcess {
  const watcher = spawn('/bin/sh', ['-c', 'read _; kill -INT "$1" 2>/dev/null', 'sh', String(pid)], {
    cwd: '/',
    ...account.ids,
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.once('error', () => undefined);
  watcher.unref();
  if (watcher.stdin && 'unref' in watcher.stdin && typeof watcher.stdin.unref === 'function')
    watcher.stdin.unref();
  return watcher;
}

/** On Windows pg_ctl gives up an administrator's rights, which the server would refuse. */
function spawnByPgCtl(paths: ClusterPaths, binaries: Binaries, options: readonly string[]): ServerProcess {
  const args = ['start', '-D', paths.cluster, '-l', paths.log, '-w', '-o', options.join(' ')];
  spawnSync(binaries.pgCtl, args, { env: binaries.env, stdio: 'ignore', windowsHide: true });
  const pid = readPidFile(paths.cluster)?.pid ?? -1;
  return { pid, ended: pid > 0 ? untilGone(pid) : Promise.resolve() };
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(200);
}

/** Replaying the log after a crash can take long; only the end of the process or two minutes of silence are a failure. */
async function becomesReady(server: ServerProcess, paths: ClusterPaths): Promise<boolean> {
  let running = true;
  void server.ended.then(() => {
    running = false;
  });
  for (let waited = 0; running && waited < readyPatience; waited += 10) {
    const file = readPidFile(paths.cluster);
    if (file?.pid === server.pid && file.ready) return true;
    await sleep(10);
  }
  return false;
}
