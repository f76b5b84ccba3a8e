import pg from 'pg';
import { installationStreet } from '../audit/entry.ts';
import { withClient } from './connect.ts';

/** Forced row-level security binds the owner too; from here to the end of the transaction it sees every street. */
export async function seeAllStreets(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ id: string }>('select id from linli.street');
  const ids = [installationStreet, ...rows.map(({ id }) => id)];
  await client.query(`set local linli.streets = ${pg.escapeLiteral(ids.join(','))}`);
}

/**
 * Runs `work` in one read-only snapshot that sees the rows of every street. For what concerns the installation as a
 * whole (backup, checks), never for a request. `url` is the owner's or a superuser's.
 */
export function withAllRows<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return withClient(url, 'DATABASE_URL', async (client) => {
    await client.query('begin isolation level repeatable read read only');
    await seeAllStreets(client);
    return work(client);
  });
}
