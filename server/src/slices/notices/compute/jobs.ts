import { createHash } from 'node:crypto';
import type { Actor } from '@linli/core/kernel';
import { installationStreet } from '../../../platform/audit/entry.ts';
import { runCommand } from '../../../platform/command/command.ts';
import { inTransaction } from '../../../platform/db/tx.ts';
import type { House } from '../../../platform/house.ts';
import { findActiveEvents, getEventOn } from '../../events/index.ts';
import { findStreetIds } from '../keys/store.ts';
import { computeAt } from './actions.ts';
import { isComputed } from './store.ts';

/** The product itself, where no person asked: what the clock causes is in the audit under the installation's own number. */
const clockwork: Actor = {
  accountId: installationStreet,
  name: 'Linli',
  sessionId: installationStreet,
  twoFactor: false,
  grants: [],
};

/** The same event and day always make the same id, so that two servers compute once. */
function commandIdOf(eventId: string, day: string): string {
  const hex = createHash('sha256').update(`notices.compute ${eventId} ${day}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Computes what has passed its cut-off today and was not computed yet. Asked every minute; safe to repeat. */
export async function computeDue(house: House): Promise<void> {
  const streets = await inTransaction(house.pool, 'read', { streets: [] }, findStreetIds);
  for (const streetId of streets) {
    const due = await findDue(house, streetId);
    for (const { eventId, day, cutOffAt } of due) {
      const input = { commandId: commandIdOf(eventId, day), eventId, day };
      const request = {
        ...{ name: 'notices.compute', streetId, actor: clockwork },
        ...{ commandId: input.commandId, input },
      };
      await runCommand(house, request, async () => undefined, computeAt(cutOffAt));
    }
  }
}

function findDue(house: House, streetId: string) {
  const now = house.clock();
  return inTransaction(house.pool, 'read', { streets: [streetId] }, async (tx) => {
    const due: { eventId: string; day: string; cutOffAt: number }[] = [];
    for (const { id: eventId } of await findActiveEvents(tx, streetId)) {
      const { today: day, cutOffAt } = await getEventOn(tx, streetId, eventId, null, now);
      const passed = now >= cutOffAt && !(await isComputed(tx, { streetId, eventId, day }));
      if (passed) due.push({ eventId, day, cutOffAt });
    }
    return due;
  });
}
