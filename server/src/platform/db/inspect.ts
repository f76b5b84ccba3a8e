import type pg from 'pg';
import { withClient } from './connect.ts';
import { appliedMigrations } from './migrate.ts';
import { readMigrations } from './migrations.ts';

/** What a look at a database found; nothing is changed. */
export interface Inspection {
  readonly version: string;
  /** How far its clock is ahead of ours. */
  readonly aheadMs: number;
  /** Migrations of this release that have not run; null when nothing was ever migrated. */
  readonly pending: readonly string[] | null;
  /** Tables with a street that row-level security does not hold, or not for their owner. */
  readonly unprotected: readonly string[];
  /** Names of logins of the application that may do too much. */
  readonly tooStrong: readonly string[];
}

/** Looks at a database with the owner's or a superuser's eyes. Throws `database.unreachable`. */
export function inspectDatabase(url: string): Promise<Inspection> {
  return withClient(url, 'DATABASE_URL', async (client) => {
    const asked = Date.now();
    const { rows } = await client.query<{ version: string; now: Date; migrated: boolean }>(
      `select current_setting('server_version') as version, clock_timestamp() as now,
         to_regclass('linli.migration') is not null as migrated`,
    );
    const found = rows[0];
    const now = (asked + Date.now()) / 2;
    return {
      version: found?.version ?? '',
      aheadMs: Math.round((found?.now.getTime() ?? now) - now),
      pending: found?.migrated ? await pendingNames(client) : null,
      unprotected: await unprotectedTables(client),
      tooStrong: await strongLogins(client),
    };
  });
}

async function pendingNames(client: pg.Client): Promise<string[]> {
  const done = new Set((await appliedMigrations(client)).map(({ name }) => name));
  return readMigrations().flatMap(({ name }) => (done.has(name) ? [] : [name]));
}

async function unprotectedTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select c.relname as name
    from pg_class c
    where c.relnamespace = to_regnamespace('linli') and c.relkind in ('r', 'p') and not c.relispartition
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'street_id')
      and not (c.relrowsecurity and c.relforcerowsecurity
        and exists (select from pg_policy p
          where p.polrelid = c.oid and pg_get_expr(p.polqual, p.polrelid) like '%linli.streets%'))
    order by 1`);
  return rows.map(({ name }) => name);
}

async function strongLogins(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select m.rolname as name
    from pg_auth_members am
    join pg_roles g on g.oid = am.roleid and g.rolname = 'linli_app'
    join pg_roles m on m.oid = am.member and m.rolcanlogin
    where (m.rolsuper or m.rolbypassrls) and has_database_privilege(m.oid, current_database(), 'connect')
      -- The owner holds the group to grant it on; the bootstrap superuser is nobody's login.
      and m.oid <> (select datdba from pg_database where datname = current_database())
      and m.oid <> 10
    order by 1`);
  return rows.map(({ name }) => name);
}
