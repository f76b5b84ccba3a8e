import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { ServerAccount } from './account.ts';
import type { Binaries } from './binaries.ts';
import { embeddedProblem } from './problems.ts';

export const superuser = 'postgres';
export const ownerRole = 'linli_owner';
export const databaseName = 'linli';

export interface ClusterPaths {
  /** Ours, entered by the server's account only. */
  readonly home: string;
  /** The server's data directory. */
  readonly cluster: string;
  readonly passwords: string;
  readonly log: string;
  /** How to reach the running server; there only while it runs. */
  readonly connection: string;
}

export interface Passwords {
  readonly superuser: string;
  readonly owner: string;
}

/** Settings given to the server on its command line, so that they always belong to the running release. */
export type Settings = Readonly<Record<string, string>>;

export function clusterPaths(dataDir: string): ClusterPaths {
  const home = join(dataDir, 'pg');
  const cluster = join(home, 'cluster');
  return {
    home,
    cluster,
    passwords: join(cluster, 'linli-passwords.json'),
    log: join(home, 'postgres.log'),
    connection: join(home, 'connection.json'),
  };
}

/**
 * How the server's account names a data directory. Root may keep it below folders that account cannot enter; the
 * kernel's link to the working directory leads there without walking the path.
 */
export function dataArgument(account: ServerAccount, folder: string): string {
  return account.ids && process.platform === 'linux' && existsSync('/proc/self/cwd')
    ? '/proc/self/cwd'
    : folder;
}

/**
 * The settings of the embedded server. Durability is PostgreSQL's default and stated all the same. The log must hold
 * nobody's data: no statements, no parameters, no error details, and no errors at all, since an error's own text can
 * quote a value (`log` ranks above `error` in `log_min_messages`); the application logs errors in its own words.
 */
export function serverSettings(): Settings {
  const sharedMegabytes = Math.min(512, Math.max(64, Math.floor(totalmem() / 16 / 2 ** 20)));
  return {
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    max_connections: '60',
    shared_buffers: `${sharedMegabytes}MB`,
    max_wal_size: '2GB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    password_encryption: 'scram-sha-256',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_min_duration_statement: '-1',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
  };
}

/**
 * Makes the cluster with its owner role and database when there is none. It is built beside and renamed when whole, so
 * that a process killed half-way leaves nothing that looks like a cluster.
 */
export function createCluster(
  paths: ClusterPaths,
  binaries: Binaries,
  account: ServerAccount,
  sync: boolean,
): void {
  if (existsSync(paths.cluster)) return;
  mkdirSync(paths.home, { recursive: true, mode: 0o700 });
  giveTo(account, paths.home);
  const half = `${paths.cluster}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  giveTo(account, half);
  const run = runnerIn(half, paths, binaries, account);
  const folder = dataArgument(account, half);
  run(binaries.initdb, [
    ...['-D', folder, '-U', superuser, '--encoding=UTF8', '--auth=trust', '--data-checksums'],
    // The built-in provider sorts by code point on every machine, whatever its C library; Chinese order is the product's.
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...(sync ? [] : ['--no-sync']),
  ]);
  const passwords: Passwords = { superuser: newPassword(), owner: newPassword() };
  run(binaries.postgres, ['--single', '-D', folder, superuser], firstStatements(passwords));
  writeFileSync(join(half, 'pg_hba.conf'), accessRules);
  writeFileSync(join(half, 'linli-passwords.json'), `${JSON.stringify(passwords)}\n`, { mode: 0o600 });
  renameSync(half, paths.cluster);
}

const accessRules = 'local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n';

function newPassword(): string {
  return randomBytes(32).toString('base64url');
}

/** Single-user mode takes one statement a line. The owner is no superuser, as on a server that an office rents. */
function firstStatements(passwords: Passwords): string {
  return [
    `alter role ${superuser} password '${passwords.superuser}'`,
    `create role ${ownerRole} login createrole password '${passwords.owner}'`,
    `create database ${databaseName} owner ${ownerRole}`,
    '',
  ].join(';\n');
}

function giveTo(account: ServerAccount, folder: string): void {
  if (account.ids) chownSync(folder, account.ids.uid, account.ids.gid);
}

function runnerIn(cwd: string, paths: ClusterPaths, binaries: Binaries, account: ServerAccount) {
  return (program: string, args: readonly string[], input = ''): void => {
    const done = spawnSync(program, args, {
      cwd,
      input,
      ...account.ids,
      env: binaries.env,
      encoding: 'utf8',
    });
    if (done.status === 0) return;
    writeFileSync(paths.log, `${done.stdout ?? ''}${done.stderr ?? ''}`, { flag: 'a', mode: 0o600 });
    const why = done.error?.message ?? lastLine(done.stderr);
    throw embeddedProblem('embedded.not_started', { why, log: paths.log });
  };
}

export function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => /FATAL|PANIC|error/.test(line)) ?? lines.at(-1) ?? '?').trim();
}

/** Refuses a cluster that this release or this account cannot open, before anything is started. */
export function checkCluster(paths: ClusterPaths, binaries: Binaries): void {
  const expected = binaries.version.split('.')[0] ?? '';
  const found = readMine(join(paths.cluster, 'PG_VERSION'), paths).trim();
  if (found !== expected) throw embeddedProblem('embedded.other_version', { found, expected });
}

export function readPasswords(paths: ClusterPaths): Passwords {
  if (!existsSync(paths.passwords)) {
    throw embeddedProblem('embedded.no_password', { file: paths.passwords });
  }
  return JSON.parse(readMine(paths.passwords, paths));
}

function readMine(file: string, paths: ClusterPaths): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EACCES')) throw error;
    throw embeddedProblem('embedded.not_ours', { folder: paths.home, owner: statSync(paths.home).uid });
  }
}
