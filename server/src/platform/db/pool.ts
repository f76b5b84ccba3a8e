import pg from 'pg';

// Days stay text (a Date would move them by the machine's zone); counts are far below 2^53.
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.DATE) return (value: string) => value;
    if (oid === pg.types.builtins.INT8) return Number;
    if (oid === pg.types.builtins.NUMERIC) return Number;
    return pg.types.getTypeParser(oid, format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * Connections of the application's role: under row-level security, and pipelined, so that a transaction's first
 * statements and its commit travel together with the work.
 */
export function openPool(url: string, connections: number): pg.Pool {
  const settings = {
    connectionString: url,
    max: connections,
    types,
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'linli',
    options:
      '-c search_path=linli -c statement_timeout=30s -c idle_in_transaction_session_timeout=30s -c timezone=UTC',
  };
  const pool = new pg.Pool(settings as pg.PoolConfig);
  // A connection that dies is replaced at the next use, and the work on it fails by its own promises. Without these
  // listeners it would end the process: the pool's is for idle connections, the client's for those in use.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
