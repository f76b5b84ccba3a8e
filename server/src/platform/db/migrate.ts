import type pg from 'pg';
import { seeAllStreets } from './all-rows.ts';
import { sqlState, withClient } from './connect.ts';
import {
  type Applied,
  type Migration,
  migrationsFolder,
  pendingMigrations,
  readMigrations,
} from './migrations.ts';
import { databaseProblem } from './problems.ts';
import { type AppLogin, appGroup, ensureRoles } from './roles.ts';
import { type Statement, splitStatements } from './statements.ts';

export interface MigrateOptions {
  /** How the application will log in. */
  readonly app: AppLogin;
  readonly folder?: string;
  /** Stops after the migration of this name; for restoring a backup of an earlier release. */
  readonly upTo?: string;
}

export interface Migrated {
  /** Names of the migrations that ran now. */
  readonly ran: readonly string[];
  /** Where the application connects, as a role that row-level security binds. */
  readonly appUrl: string;
}

/** Any fixed number will do; this one is 'linli' in ASCII. One process migrates at a time, the others wait. */
const migrationLock = '0x6c696e6c69';

/**
 * Brings a database to this release: roles, schema `linli`, then each pending file in one transaction, one statement at
 * a time, with `search_path` linli and every street's rows in sight. Safe in several processes at once.
 * `ownerUrl` is the role that owns the database. Throws the Problems of `databaseProblems`.
 */
export async function migrate(ownerUrl: string, options: MigrateOptions): Promise<Migrated> {
  return withClient(ownerUrl, 'DATABASE_URL', async (client) => {
    await checkServer(client);
    await client.query(`select pg_advisory_lock(${Number(migrationLock)})`);
    const appUrl = await ensureRoles(client, ownerUrl, options.app);
    await makeFrame(client);
    const all = readMigrations(options.folder ?? migrationsFolder);
    const wanted = pendingMigrations(all, await appliedMigrations(client));
    const pending = wanted.filter(({ name }) => options.upTo === undefined || name <= options.upTo);
    for (const migration of pending) await run(client, migration);
    return { ran: pending.map(({ name }) => name), appUrl };
  });
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding`,
  );
  const { version = 0, encoding = '' } = rows[0] ?? {};
  if (version < 15 || version > 18) throw databaseProblem('database.version', { found: version });
  if (encoding !== 'UTF8') throw databaseProblem('database.encoding', { found: encoding });
}

async function makeFrame(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('linli.migration') is not null as there`,
  );
  if (rows[0]?.there) return;
  await client.query('create schema if not exists linli');
  await client.query(`grant usage on schema linli to ${appGroup}`);
  await client.query(
    `create table linli.migration (
       name text not null,
       checksum text not null,
       at timestamptz not null default now(),
       constraint migration_pkey primary key (name)
     )`,
  );
  await client.query(`grant select on linli.migration to ${appGroup}`);
}

/** What the database has run, in order. */
export async function appliedMigrations(client: pg.Client): Promise<Applied[]> {
  return (await client.query<Applied>('select name, checksum from linli.migration order by name')).rows;
}

async function run(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await openMigration(client);
    for (const statement of splitStatements(migration.sql))
      await runStatement(client, migration.name, statement);
    await client.query('insert into linli.migration (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function openMigration(client: pg.Client): Promise<void> {
  await client.query('set local search_path = linli');
  const { rows } = await client.query<{ citus: boolean; streets: boolean }>(
    `select exists (select from pg_extension where extname = 'citus') as citus,
       to_regclass('linli.street') is not null as streets`,
  );
  if (rows[0]?.citus) await client.query(`set local citus.multi_shard_modify_mode = 'sequential'`);
  if (rows[0]?.streets) await seeAllStreets(client);
}

async function runStatement(client: pg.Client, name: string, statement: Statement): Promise<void> {
  try {
    await client.query(statement.text);
  } catch (error) {
    const code = sqlState(error);
    if (code === null) throw error;
    const why = error instanceof Error ? error.message : '';
    throw databaseProblem('database.migration_failed', { name, line: statement.line, code, why });
  }
}
