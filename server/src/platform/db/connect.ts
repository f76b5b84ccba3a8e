import pg from 'pg';
import { databaseProblem } from './problems.ts';

/** Opens one connection, gives it to `work`, and closes it. Throws `database.unreachable` naming `setting`. */
export async function withClient<T>(
  url: string,
  setting: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'linli',
  });
  // A connection lost while it idles is reported by the next query; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw databaseProblem('database.unreachable', { why: reason(error), setting });
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The driver's words without its stack; several addresses of one host make an error without a message of its own. */
function reason(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return reason(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** The SQLSTATE of a database error, or null. */
export function sqlState(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null;
}
