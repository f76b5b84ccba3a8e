import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import {
  type ClusterPaths,
  checkCluster,
  clusterPaths,
  createCluster,
  databaseName,
  ownerRole,
  readPasswords,
  type Settings,
  serverSettings,
  superuser,
} from './cluster.ts';
import { readPidFile, stopLeftover, stopServer } from './leftover.ts';
import { lockData } from './lock.ts';
import { launch, type ServerProcess } from './server-process.ts';

export interface EmbeddedOptions {
  /** Linli's data folder; the server keeps to `pg/` in it. Made when missing. */
  readonly dataDir: string;
  readonly log?: (line: string) => void;
  /** Overrides of the server's settings, for tests. */
  readonly settings?: Settings;
  /** 'loopback' where a Unix socket will not do: on Windows, and where its path would be too long. */
  readonly connect?: 'socket' | 'loopback';
}

/** How to reach a running embedded server. Both URLs hold a password: never log them. */
export interface EmbeddedConnection {
  readonly pid: number;
  /** The role that owns the database `linli` and runs the migrations; no superuser. */
  readonly ownerUrl: string;
  /** The superuser, for what only it may do. */
  readonly adminUrl: string;
}

export interface Embedded extends EmbeddedConnection {
  readonly version: string;
  /** Ends the server with a checkpoint and gives the data folder free. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Runs PostgreSQL on a data folder of ours: makes the cluster at the first start, ends a server that a killed process
 * left behind, starts it again should it fall, and holds the folder's lock until `stop`.
 * Throws the Problems of `embeddedProblems`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = resolve(options.dataDir);
  const paths = clusterPaths(dataDir);
  const lock = lockData(dataDir, () => runningEmbedded(dataDir)?.pid ?? null);
  try {
    const account = serverAccount(paths.cluster);
    const binaries = findBinaries(account);
    createCluster(paths, binaries, account, options.settings?.fsync !== 'off');
    checkCluster(paths, binaries);
    await stopLeftover(paths.cluster, binaries);
    const place = await meetingPlace(paths, options.connect);
    const connection = { ...connectionUrls(paths, place), pid: process.pid };
    const settings = { ...serverSettings(), ...place.settings, ...options.settings };
    const start = () => launch(paths, binaries, account, settings);
    const end = (server: ServerProcess) => stopServer(server.pid, paths.cluster, binaries);
    const log = options.log ?? (() => undefined);
    const supervised = supervise(await start(), start, end, log);
    let stopped: Promise<void> | null = null;
    writeFileSync(paths.connection, JSON.stringify(connection), { mode: 0o600 });
    chmodSync(paths.connection, 0o600);
    return {
      ...connection,
      get pid() {
        return supervised.pid();
      },
      version: binaries.version,
      stop() {
        stopped ??= supervised.stop().then(() => {
          rmSync(paths.connection, { force: true });
          lock.release();
        });
        return stopped;
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** True when the folder holds an embedded database. */
export function hasEmbeddedData(dataDir: string): boolean {
  return existsSync(clusterPaths(resolve(dataDir)).cluster);
}

/**
 * How to reach the embedded server that another process runs on this folder, for commands beside a running product;
 * null when none is known. `pid` is that process, not the database's.
 */
export function runningEmbedded(dataDir: string): EmbeddedConnection | null {
  const paths = clusterPaths(resolve(dataDir));
  if (!existsSync(paths.connection) || readPidFile(paths.cluster) === null) return null;
  return JSON.parse(readFileSync(paths.connection, 'utf8'));
}

/** Starts the server again when it ends by itself, up to five times a minute: an office at night has nobody to do it. */
function supervise(
  first: ServerProcess,
  start: () => Promise<ServerProcess>,
  end: (server: ServerProcess) => Promise<void>,
  log: (line: string) => void,
) {
  let server = first;
  const stopping = new AbortController();
  const keep = async () => {
    const restarts: number[] = [];
    await server.ended;
    while (!stopping.signal.aborted) {
      const recent = restarts.filter((moment) => Date.now() - moment < 60_000).length;
      if (recent >= 5) return log('the embedded database keeps ending; giving up');
      restarts.push(Date.now());
      log('the embedded database ended by itself; starting it again');
      await sleep(recent * 1000, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const next = await start().catch((error: Error) => log(error.message));
      if (!next) continue;
      server = next;
      // Asked to stop while it was coming up: nobody else knows of this one.
      if (stopping.signal.aborted) await end(server);
      await server.ended;
    }
  };
  const kept = keep();
  const stop = async () => {
    stopping.abort();
    // The server's process does not hold ours; with nothing else open, ours would end before it heard of the end.
    const hold = setInterval(() => undefined, 1_000);
    try {
      await end(server);
      await kept;
    } finally {
      clearInterval(hold);
    }
  };
  return { pid: () => server.pid, stop };
}

interface MeetingPlace {
  readonly host: string;
  readonly port: number;
  readonly settings: Settings;
}

/** A socket in the cluster's own folder is closed to everybody else; its path may be 103 bytes long (macOS). */
async function meetingPlace(paths: ClusterPaths, wish: EmbeddedOptions['connect']): Promise<MeetingPlace> {
  const fits = Buffer.byteLength(join(paths.cluster, '.s.PGSQL.5432')) <= 103;
  if (process.platform !== 'win32' && wish !== 'loopback' && fits) {
    const settings = { listen_addresses: '', unix_socket_directories: '.', unix_socket_permissions: '0700' };
    return { host: paths.cluster, port: 5432, settings: { ...settings, port: '5432' } };
  }
  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port) };
  return { host: '127.0.0.1', port, settings };
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function connectionUrls(paths: ClusterPaths, place: MeetingPlace) {
  const passwords = readPasswords(paths);
  const url = (role: string, password: string, database: string) => {
    const made = new URL(`postgresql://${role}:${password}@localhost:${place.port}/${database}`);
    // A socket's folder goes into `host=`, as libpq and pg read it, so that the URL stays one that `new URL` accepts.
    if (place.host.startsWith('/')) made.searchParams.set('host', place.host);
    else made.hostname = place.host;
    return made.href;
  };
  return {
    ownerUrl: url(ownerRole, passwords.owner, databaseName),
    adminUrl: url(superuser, passwords.superuser, 'postgres'),
  };
}
