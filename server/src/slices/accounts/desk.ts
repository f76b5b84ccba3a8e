import { createHmac } from 'node:crypto';
import { KnownActors } from '../../platform/auth/actors.ts';
import { CookieSigner } from '../../platform/auth/cookies.ts';
import { AuthLibrary } from '../../platform/auth/library.ts';
import { DataKeys } from '../../platform/crypto/data-keys.ts';
import type { House } from '../../platform/house.ts';

/** What the parts of this slice share for one house. */
export interface Desk {
  readonly house: House;
  readonly library: AuthLibrary;
  readonly signer: CookieSigner;
  readonly known: KnownActors;
  /** A keyed hash: finds again what was seen without keeping it. */
  fingerprint(kind: string, value: string): Buffer;
  /** Encrypts the secrets of authenticator apps. */
  readonly totpKey: Buffer;
  /** Encrypts the telephone numbers of staff, street by street. */
  readonly dataKeys: DataKeys;
}

const desks = new WeakMap<House, Desk>();

export function deskOf(house: House): Desk {
  const open = desks.get(house);
  if (open) return open;
  const fingerprints = house.keys.derive('accounts.fingerprints');
  const desk: Desk = {
    house,
    library: new AuthLibrary(house),
    signer: new CookieSigner(house.keys.derive('accounts.cookies')),
    known: new KnownActors(),
    fingerprint: (kind, value) => createHmac('sha256', fingerprints).update(`${kind}\0${value}`).digest(),
    totpKey: house.keys.derive('accounts.totp'),
    dataKeys: new DataKeys(house.keys, house.clock, house.random),
  };
  desks.set(house, desk);
  return desk;
}
