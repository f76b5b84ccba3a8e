import { Problem } from '@linli/core/kernel';
import type { Config } from '../platform/config/config.ts';
import { checkMasterKey } from '../platform/crypto/data-keys.ts';
import { hasMasterKey, type KeyKeeper, loadMasterKey } from '../platform/crypto/master-key.ts';
import {
  type Embedded,
  hasEmbeddedData,
  runningEmbedded,
  startEmbedded,
} from '../platform/db/embedded/index.ts';
import { inspectDatabase } from '../platform/db/inspect.ts';
import { prepareDatabase } from '../platform/db/prepare.ts';
import type { AppLogin } from '../platform/db/roles.ts';
import { withDatabase } from '../platform/db/url.ts';
import { cliProblem } from './problems.ts';

/** A database to work on, wherever it runs. */
export interface Database {
  readonly ownerUrl: string;
  /** Sees every row: the embedded server's superuser, else the owner. */
  readonly readerUrl: string;
  readonly keys: KeyKeeper;
  /** True when another process serves these data right now. */
  readonly shared: boolean;
  /** That process, where it is known. */
  readonly servedBy: number | null;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Makes the data when there are none. */
  readonly create?: boolean;
  /** Refuses data that a running Linli serves, instead of working beside it. */
  readonly alone?: boolean;
  readonly log?: (line: string) => void;
}

/**
 * The database of this configuration: the one of DATABASE_URL, the embedded server of a running Linli, or the embedded
 * server started for the caller. Throws `cli.no_data`, `cli.no_keys`, and the Problems of the embedded server.
 */
export async function openDatabase(config: Config, options: OpenOptions = {}): Promise<Database> {
  if (config.databaseUrl !== null) {
    const url = config.databaseUrl;
    const keys = loadMasterKey(config.keysDir);
    return {
      ownerUrl: url,
      readerUrl: url,
      keys,
      shared: false,
      servedBy: null,
      close: async () => undefined,
    };
  }
  const there = hasEmbeddedData(config.dataDir);
  if (!there && !options.create) throw cliProblem('cli.no_data', { folder: config.dataDir });
  // A new master key for old data would lock them for good.
  if (there && !hasMasterKey(config.keysDir)) throw cliProblem('cli.no_keys', { folder: config.keysDir });
  const keys = loadMasterKey(config.keysDir);
  const started = await startOrJoin(config, options);
  const readerUrl = withDatabase(started.adminUrl, 'linli');
  return { ...started, readerUrl, keys };
}

async function startOrJoin(config: Config, { alone = false, log }: OpenOptions) {
  const running = (server: { ownerUrl: string; adminUrl: string }) => ({
    ownerUrl: server.ownerUrl,
    adminUrl: server.adminUrl,
  });
  try {
    const server: Embedded = await startEmbedded({ dataDir: config.dataDir, ...(log ? { log } : {}) });
    return { ...running(server), shared: false, servedBy: null, close: () => server.stop() };
  } catch (error) {
    const taken = error instanceof Problem && error.code === 'embedded.in_use';
    const other = taken && !alone ? runningEmbedded(config.dataDir) : null;
    if (!other) throw error;
    return { ...running(other), shared: true, servedBy: other.pid, close: async () => undefined };
  }
}

/** How the application logs in to this database: as the office says, else by a password that the master key gives. */
export function appLogin(config: Config, keys: KeyKeeper): AppLogin {
  if (config.databaseAppUrl !== null) return { url: config.databaseAppUrl };
  return { passwordOf: (role) => keys.derive(`db-role:${role}`).toString('base64url') };
}

/**
 * Brings the database to this release; answers where the application connects. Throws `key.other_master`, and
 * `cli.other_release` for the database of a running server that is older than this program.
 */
export async function prepare(config: Config, database: Database): Promise<string> {
  if (database.shared) {
    const { pending } = await inspectDatabase(database.ownerUrl);
    if (pending?.length !== 0) throw cliProblem('cli.other_release', { pid: database.servedBy ?? '?' });
  }
  const { appUrl } = await prepareDatabase(database.ownerUrl, { app: appLogin(config, database.keys) });
  await checkMasterKey(database.readerUrl, database.keys);
  return appUrl;
}
