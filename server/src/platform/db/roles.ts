import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { sqlState, withClient } from './connect.ts';
import { databaseProblem } from './problems.ts';
import { withLogin } from './url.ts';

/** The role that migrations grant to; every login of the application is its member. */
export const appGroup = 'linli_app';

/** How the application logs in. Either the login the office gave, or a password for the role made for this database. */
export type AppLogin = { readonly url: string } | { readonly passwordOf: (role: string) => string };

/**
 * The login role of a database. Role names are shared by a whole server and at most 63 bytes long; `_app` would meet
 * the group's own name in a database called linli.
 */
export function appRoleOf(database: string): string {
  return `${database.slice(0, 55)}_service`;
}

/**
 * Makes sure that the application can log in as a member of `linli_app` that neither owns the tables nor passes
 * row-level security, and that nobody else may connect. Answers the application's URL.
 * `owner` is connected to the database. Safe in several processes at once. Throws the Problems of `databaseProblems`.
 */
export async function ensureRoles(owner: pg.Client, ownerUrl: string, login: AppLogin): Promise<string> {
  const database = await currentDatabase(owner);
  if ('url' in login) {
    await checkLogin(login.url, owner, 'DATABASE_APP_URL');
    return login.url;
  }
  const role = appRoleOf(database);
  const password = login.passwordOf(role);
  const url = withLogin(ownerUrl, role, password);
  if (!(await canLogIn(url))) {
    await makeGroup(owner, database);
    await makeLogin(owner, database, role, password);
  }
  await closeToOthers(owner, database, role);
  await checkLogin(url, owner, 'DATABASE_URL');
  return url;
}

async function currentDatabase(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  return rows[0]?.name ?? '';
}

async function canLogIn(url: string): Promise<boolean> {
  try {
    return await withClient(url, '', async (client) => {
      const { rows } = await client.query(
        `select 1 from pg_roles where rolname = '${appGroup}' and pg_has_role(oid, 'member')`,
      );
      return rows.length === 1;
    });
  } catch {
    return false;
  }
}

async function makeGroup(owner: pg.Client, database: string): Promise<void> {
  const { rows } = await owner.query('select 1 from pg_roles where rolname = $1', [appGroup]);
  if (rows.length > 0) return;
  await owner.query(`create role ${appGroup} nologin`).catch((error) => {
    // Another database of this server may make it in this very moment.
    if (!['42710', '23505'].includes(sqlState(error) ?? '')) throw missing(error, database);
  });
}

async function makeLogin(owner: pg.Client, database: string, role: string, password: string): Promise<void> {
  const { rows } = await owner.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = rows.length > 0 ? 'alter' : 'create';
  const name = pg.escapeIdentifier(role);
  // A verifier, so that the password itself reaches no server log that records DDL.
  const verifier = pg.escapeLiteral(scramVerifier(password));
  try {
    await owner.query(`${verb} role ${name} login password ${verifier}`);
    await retrying(() => owner.query(`grant ${appGroup} to ${name}`));
  } catch (error) {
    throw missing(error, database);
  }
}

/** Grants to one shared role from several databases at once collide in the catalogue (XX000 tuple concurrently updated). */
async function retrying<T>(work: () => Promise<T>, tries = 10): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (tries === 0 || sqlState(error) !== 'XX000') throw error;
    return retrying(work, tries - 1);
  }
}

function missing(error: unknown, database: string): unknown {
  if (sqlState(error) !== '42501') return error;
  const role = pg.escapeIdentifier(appRoleOf(database));
  const sql = [
    `create role ${appGroup} nologin; -- unless it is there`,
    `create role ${role} login password '…' in role ${appGroup};`,
    `grant connect on database ${pg.escapeIdentifier(database)} to ${role};`,
  ].join('\n');
  return databaseProblem('database.roles_missing', { sql });
}

/** Only the application and the owner may connect. On a database that somebody else owns this is that person's to do. */
async function closeToOthers(owner: pg.Client, database: string, role: string): Promise<void> {
  const { rows } = await owner.query<{ mine: boolean; open: boolean; connects: boolean }>(
    `select pg_has_role(datdba, 'usage') as mine,
       has_database_privilege('public', oid, 'connect') or has_database_privilege('public', oid, 'temporary') as open,
       has_database_privilege($1, oid, 'connect') as connects
     from pg_database where datname = $2`,
    [role, database],
  );
  if (!rows[0]?.mine) return;
  const name = pg.escapeIdentifier(database);
  if (rows[0].open) await owner.query(`revoke connect, temporary on database ${name} from public`);
  if (rows[0].open || !rows[0].connects) {
    await owner.query(`grant connect on database ${name} to ${pg.escapeIdentifier(role)}`);
  }
}

async function checkLogin(url: string, owner: pg.Client, setting: string): Promise<void> {
  const { rows: owners } = await owner.query<{ name: string }>('select current_user as name');
  await withClient(url, setting, async (client) => {
    const { rows } = await client.query<{ role: string; strong: boolean; member: boolean | null }>(
      `select rolname as role,
         rolsuper or rolbypassrls or pg_has_role($1, 'member') as strong,
         (select pg_has_role(g.oid, 'usage') from pg_roles g where g.rolname = $2) as member
       from pg_roles where rolname = current_user`,
      [owners[0]?.name, appGroup],
    );
    const role = rows[0]?.role ?? '';
    if (rows[0]?.strong) throw databaseProblem('database.app_role_too_strong', { role });
    if (!rows[0]?.member) {
      const sql = `create role ${appGroup} nologin; -- unless it is there\ngrant ${appGroup} to ${pg.escapeIdentifier(role)};`;
      throw databaseProblem('database.app_role_not_member', { role, sql });
    }
  });
}

/** What PostgreSQL stores for a password (RFC 5803 for SCRAM-SHA-256, with its own default of 4096 rounds). */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const rounds = 4096;
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256');
  const keyed = (label: string) => createHmac('sha256', salted).update(label).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`;
}
