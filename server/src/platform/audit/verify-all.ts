import { openPool } from '../db/pool.ts';
import { inTransaction } from '../db/tx.ts';
import { installationStreet } from './entry.ts';
import { type ChainReport, verifyChain } from './seal.ts';

export interface StreetChain {
  readonly name: string;
  readonly report: ChainReport;
}

/** The chain of every street and of the installation itself, recomputed one after another. `url`: any role. */
export async function verifyAllChains(url: string): Promise<StreetChain[]> {
  const pool = openPool(url, 1);
  try {
    const { rows } = await pool.query<{ id: string; name: string }>(
      'select id, name from street order by name',
    );
    const streets = [{ id: installationStreet, name: 'Linli' }, ...rows];
    const chains: StreetChain[] = [];
    for (const { id, name } of streets) {
      const report = await inTransaction(pool, 'read', { streets: [id] }, (tx) => verifyChain(tx, id));
      chains.push({ name, report });
    }
    return chains;
  } finally {
    await pool.end();
  }
}
