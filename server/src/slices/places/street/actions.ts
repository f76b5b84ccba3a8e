import { must } from '@linli/core/kernel';
import { checkStreetCode } from '@linli/core/places';
import type { Tx } from '../../../platform/db/tx.ts';
import type { House } from '../../../platform/house.ts';
import { insertRoot, insertStreet, type NewStreet } from './store.ts';

/**
 * A new street with the root of its tree, nothing below. The transaction must be scoped to `streetId`. Throws
 * `places.street_exists`, `places.code_wrong`. Whoever sets the street up writes the audit.
 */
export async function createStreet(
  tx: Tx,
  house: Pick<House, 'clock' | 'random'>,
  street: NewStreet,
): Promise<void> {
  if (street.code !== null) must(checkStreetCode(street.code));
  await insertStreet(tx, house, street);
  await insertRoot(tx, house, street);
}
