import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { withClient } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { pendingMigrations, readMigrations } from '../db/migrations.ts';
import { prepareDatabase } from '../db/prepare.ts';
import type { AppLogin } from '../db/roles.ts';
import { type BackupTable, backupTables, plainText } from './catalogue.ts';
import type { Contents, TableStart, Totals } from './frames.ts';
import { readKeysFile, type StoredKey } from './keys-file.ts';
import { backupProblem } from './problems.ts';
import { type ReadBackup, readBackup } from './read.ts';
import { readTable } from './write.ts';

export interface RestoreBackup extends ReadBackup {
  readonly ownerUrl: string;
  readonly app: AppLogin;
  /** Goes on when keys of events are missing; what they sealed stays unreadable. */
  readonly withoutEventKeys: boolean;
}

/**
 * Restores a backup into a database without data: the tables as they were then, every row, checked against the backup,
 * then the migrations since. All rows appear at once or not at all.
 * Throws the Problems of `backupProblems` and `databaseProblems`.
 */
export async function restoreBackup(order: RestoreBackup): Promise<Totals> {
  await refuseData(order.ownerUrl);
  const totals = await withClient(order.ownerUrl, 'DATABASE_URL', async (client) => {
    const load = new Load(client, order);
    try {
      const read = await readBackup(order, load);
      await load.finish();
      return read;
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  });
  await prepareDatabase(order.ownerUrl, { app: order.app });
  await withClient(order.ownerUrl, 'DATABASE_URL', (client) => client.query('analyze'));
  return totals;
}

/** An office that is set up has one of these rows; a database that was only migrated has none. */
const telling = ['street', 'account', 'audit'];

async function refuseData(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, 'DATABASE_URL', async (client) => {
    const others = await client.query(
      `select from pg_stat_activity
       where datname = current_database() and application_name = 'linli' and pid <> pg_backend_pid()`,
    );
    if (others.rowCount !== 0) throw backupProblem('restore.in_use');
    await client.query('begin');
    for (const table of telling) {
      if (await hasRows(client, table)) throw backupProblem('restore.not_empty', { table });
    }
    await client.query('rollback');
  });
}

/** Counts with row-level security off for the owner; the caller takes that back with its transaction. */
async function hasRows(client: pg.Client, table: string): Promise<boolean> {
  const there = await client.query<{ there: boolean }>(
    `select to_regclass('linli.${table}') is not null as there`,
  );
  if (!there.rows[0]?.there) return false;
  await client.query(`alter table linli.${table} no force row level security`);
  return (await client.query(`select from linli.${table} limit 1`)).rowCount === 1;
}

/** One restore under way, in one transaction from the first row to the last check. */
class Load {
  readonly #client: pg.Client;
  readonly #order: RestoreBackup;
  readonly #hashes = new Map<string, string>();
  #tables: readonly BackupTable[] = [];
  #links: readonly Link[] = [];
  #eventKeys: readonly StoredKey[] = [];

  constructor(client: pg.Client, order: RestoreBackup) {
    this.#client = client;
    this.#order = order;
  }

  async contents(contents: Contents): Promise<void> {
    this.#eventKeys = this.#keysFor(contents);
    const upTo = lastMigration(contents);
    await this.#client.query('drop schema if exists pgboss cascade');
    await this.#client.query('drop schema if exists linli cascade');
    await migrate(this.#order.ownerUrl, { app: this.#order.app, upTo });
    await this.#client.query(`begin; ${plainText}; set local search_path = linli`);
    this.#tables = await backupTables(this.#client);
    this.#links = await foreignKeys(this.#client);
    for (const { table, name } of this.#links)
      await this.#client.query(`alter table ${table} drop constraint ${name}`);
    for (const { name, forced } of this.#tables) {
      if (forced) await this.#client.query(`alter table "${name}" no force row level security`);
    }
    const names = this.#tables.map(({ name }) => `"${name}"`).join(', ');
    await this.#client.query(`truncate ${names}`);
  }

  async table(start: TableStart, data: AsyncIterable<Buffer>): Promise<void> {
    const table = this.#tables.find(({ name }) => name === start.table);
    if (!table || table.columns.join() !== start.columns.join()) {
      throw backupProblem('backup.differs', { table: start.table });
    }
    const hash = createHash('sha256');
    const hashed = async function* () {
      for await (const bytes of data) {
        hash.update(bytes);
        yield bytes;
      }
    };
    const columns = table.columns.map((column) => `"${column}"`).join(', ');
    const sink = this.#client.query(copyFrom(`copy "${table.name}" (${columns}) from stdin`));
    await pipeline(Readable.from(hashed(), { objectMode: false }), sink);
    this.#hashes.set(table.name, hash.digest('hex'));
  }

  /** Compares what is in the database with what was in the backup, brings back what was lifted, and commits. */
  async finish(): Promise<void> {
    for (const table of this.#tables) {
      if ((await hashOf(this.#client, table)) !== this.#hashes.get(table.name)) {
        throw backupProblem('backup.differs', { table: table.name });
      }
      for (const column of table.identities) await continueNumbers(this.#client, table.name, column);
    }
    for (const key of this.#eventKeys) await insertKey(this.#client, key);
    for (const { table, name, definition } of this.#links) {
      await this.#client.query(`alter table ${table} add constraint ${name} ${definition}`);
    }
    for (const { name, forced } of this.#tables) {
      if (forced) await this.#client.query(`alter table "${name}" force row level security`);
    }
    // Cursors of the change feed name transactions of the old cluster; a new epoch makes everybody read anew.
    await this.#client.query('update installation set epoch = gen_random_uuid()');
    await this.#client.query('commit');
  }

  #keysFor(contents: Contents): StoredKey[] {
    const stored = readKeysFile(this.#order.keysDir);
    const missing = contents.eventKeys.filter(({ id }) => !stored.has(id));
    if (missing.length > 0 && !this.#order.withoutEventKeys) {
      const count = new Set(missing.map(({ eventId }) => eventId)).size;
      throw backupProblem('restore.keys_missing', { folder: this.#order.keysDir, count });
    }
    const lost = { wrapped: null, destroyedAt: contents.createdAt };
    return contents.eventKeys.map((key) => stored.get(key.id) ?? { ...key, ...lost });
  }
}

/** The last migration the backup knows; refuses what this release does not have. */
function lastMigration(contents: Contents): string {
  const all = readMigrations();
  const unknown = contents.migrations.find(({ name }) => !all.some((migration) => migration.name === name));
  if (unknown) throw backupProblem('restore.newer', { name: unknown.name });
  pendingMigrations(all, contents.migrations);
  return contents.migrations.at(-1)?.name ?? '';
}

interface Link {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** Tables point to one another in circles; all links are lifted while rows come in, and checked when they return. */
async function foreignKeys(client: pg.Client): Promise<Link[]> {
  const { rows } = await client.query<Link>(`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where connamespace = 'linli'::regnamespace and contype = 'f' and conparentid = 0
    order by 1, 2`);
  return rows;
}

async function hashOf(client: pg.Client, table: BackupTable): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of readTable(client, table)) hash.update(bytes);
  return hash.digest('hex');
}

async function continueNumbers(client: pg.Client, table: string, column: string): Promise<void> {
  await client.query(
    `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${pg.escapeIdentifier(column)}), 0) + 1, false)
     from ${pg.escapeIdentifier(table)}`,
    [`linli.${table}`, column],
  );
}

async function insertKey(client: pg.Client, key: StoredKey): Promise<void> {
  await client.query(
    `insert into data_key (street_id, id, purpose, event_id, wrapped, created_at, destroyed_at)
     values ($1, $2, $3, $4, decode($5, 'base64'), $6, $7)`,
    [key.streetId, key.id, key.purpose, key.eventId, key.wrapped, key.createdAt, key.destroyedAt],
  );
}
