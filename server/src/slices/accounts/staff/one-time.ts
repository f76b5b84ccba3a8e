import { createHmac } from 'node:crypto';
import { shortCode } from '@linli/core/kernel';
import type { House } from '../../../platform/house.ts';

/** How long a password that was handed over works, milliseconds. */
export const oneTimeFor = 7 * 24 * 3_600_000;

/**
 * The password to hand over, such as `k3vd-92mx-pt7a`: 58 bits, letters and digits that are not mistaken for one another.
 * It is derived from the keys and the command, so that a replayed command shows it again and no table holds it.
 */
export function oneTimePassword(house: Pick<House, 'keys'>, accountId: string, commandId: string): string {
  const key = house.keys.derive('accounts.one-time');
  let block = 0;
  const stream = (length: number): Uint8Array => {
    block += 1;
    const text = `${accountId}\0${commandId}\0${block}`;
    return createHmac('sha256', key).update(text).digest().subarray(0, length);
  };
  return (shortCode(12, stream).match(/.{4}/g) ?? []).join('-');
}
