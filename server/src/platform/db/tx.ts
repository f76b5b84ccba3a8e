import { createHash } from 'node:crypto';
import { kernelProblem } from '@linli/core/kernel';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import pg from 'pg';

/** A handle inside one transaction. A slice's store adds its own tables with `withTables`. */
// biome-ignore lint/complexity/noBannedTypes: no tables until a store names its own
export type Tx = Kysely<{}>;

/** Whose rows the transaction may see: streets for row-level security, the account for its own grants. */
export interface RowScope {
  readonly streets: readonly string[];
  readonly accountId?: string | null;
}

/** Prepared statements by text, so that each connection parses and plans a statement once. */
const statementNames = new Map<string, string>();
const mostStatements = 1_000;

function statementName(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known) return known;
  if (statementNames.size >= mostStatements || text.length > 8_000) return undefined;
  const name = createHash('sha1').update(text).digest('base64url');
  statementNames.set(text, name);
  return name;
}

class PinnedConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  constructor(client: pg.PoolClient) {
    this.#client = client;
  }
  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const name = statementName(query.sql);
    const values = query.parameters as unknown[];
    const result = await this.#client.query<Row & pg.QueryResultRow>(
      name ? { name, text: query.sql, values } : { text: query.sql, values },
    );
    return { rows: result.rows, numAffectedRows: BigInt(result.rowCount ?? 0) };
  }
  // biome-ignore lint/correctness/useYield: Kysely asks for the method; a pipelined connection has no cursors
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('streaming is not offered inside a pipelined transaction');
  }
}

class PinnedDriver implements Driver {
  readonly #connection: DatabaseConnection;
  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }
  async init() {}
  async acquireConnection() {
    return this.#connection;
  }
  async beginTransaction(): Promise<never> {
    throw new Error('the transaction is already open');
  }
  async commitTransaction(): Promise<never> {
    throw new Error('the transaction belongs to inTransaction');
  }
  async rollbackTransaction(): Promise<never> {
    throw new Error('the transaction belongs to inTransaction');
  }
  async releaseConnection() {}
  async destroy() {}
}

function handleOn(client: pg.PoolClient): Tx {
  const driver = new PinnedDriver(new PinnedConnection(client));
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}

/**
 * `set local` as literals, not `set_config()`: a literal also reaches the shards of a distributed database. Ids are
 * escaped, and a transaction without a street sees no street's row.
 */
function opening(scope: RowScope, mode: 'read' | 'write'): string {
  const access = mode === 'read' ? ' read only' : '';
  const streets = pg.escapeLiteral(scope.streets.join(','));
  const account = pg.escapeLiteral(scope.accountId ?? '');
  return `begin${access}; set local linli.streets = ${streets}; set local linli.account = ${account}`;
}

const retriable = new Set(['40001', '40P01']);
const mostTries = 4;

/**
 * Runs `work` in one transaction of the application's role. `begin` is sent with the first statement and not waited
 * for. Deadlocks and serialisation failures run the work again from the start, at most three times.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  mode: 'read' | 'write',
  scope: RowScope,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(pool, mode, scope, work);
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      if (tries >= mostTries || typeof code !== 'string' || !retriable.has(code)) throw error;
    }
  }
}

async function commit(client: pg.PoolClient): Promise<void> {
  const ended = await client.query('commit').catch((error: { code?: string }) => {
    // Without an SQLSTATE the connection was lost: the commit may have happened or not.
    if (!error.code || /^[A-Z]+$/.test(error.code) || error.code.startsWith('57P'))
      throw kernelProblem('database.unsure');
    throw error;
  });
  // A commit of a failed transaction answers ROLLBACK without an error.
  if (ended.command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
}

async function once<T>(
  pool: pg.Pool,
  mode: 'read' | 'write',
  scope: RowScope,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const opened = client.query(opening(scope, mode));
  // Its failure also fails the work that follows; this keeps it from being reported as unhandled.
  opened.catch(() => {});
  try {
    const result = await work(handleOn(client));
    await opened;
    await commit(client);
    return result;
  } catch (error) {
    await client.query('rollback').catch((reason: Error) => {
      broken = reason;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
