import { keyIdOf, openUnder, sealUnder } from '../../../platform/crypto/data-keys.ts';
import type { Tx } from '../../../platform/db/tx.ts';
import type { Desk } from '../desk.ts';

const place = (accountId: string) => `staff.phone:${accountId}`;

/** Encrypts telephone numbers under the street's key for its staff. */
export async function phoneSealer(
  tx: Tx,
  desk: Desk,
  streetId: string,
): Promise<(accountId: string, phone: string) => Buffer> {
  const key = await desk.dataKeys.of(tx, { streetId, purpose: 'staff' });
  return (accountId, phone) => sealUnder(key, place(accountId), phone);
}

export async function openPhone(
  tx: Tx,
  desk: Desk,
  streetId: string,
  accountId: string,
  sealed: Buffer | null,
): Promise<string | null> {
  if (!sealed) return null;
  const key = await desk.dataKeys.byId(tx, streetId, keyIdOf(sealed));
  return openUnder(key, place(accountId), sealed);
}
