import { inTransaction } from '../../../platform/db/tx.ts';
import type { House } from '../../../platform/house.ts';
import { idleFor } from './sessions.ts';
import { sweepOld } from './store.ts';

/** Every hour: what nothing asks for any more is deleted, so that no list of old visits grows. */
export function keepTidy(house: House): void {
  const sweep = async () => {
    const now = house.clock();
    await inTransaction(house.pool, 'write', { streets: [] }, (tx) =>
      sweepOld(tx, new Date(now), new Date(now - idleFor)),
    );
  };
  house.jobs.on('accounts.tidy', sweep, '17 * * * *');
}
