import type { KeyObject } from 'node:crypto';
import { uuidv7 } from '@linli/core/kernel';
import type { NoticesCommand, NoticesWritten } from '@linli/core/notices';
import type { CommandContext, Outcome } from '../../../platform/command/command.ts';
import { DataKeys, openUnder, sealUnder } from '../../../platform/crypto/data-keys.ts';
import type { Tx } from '../../../platform/db/tx.ts';
import type { House } from '../../../platform/house.ts';
import { newKeyPair, secretKey } from './signature.ts';
import { findCurrentKey, insertKey, type KeyRow, retireKeys } from './store.ts';

/** Data keys of streets for what this slice seals: signing keys, and the addresses of robots. */
const purpose = 'notices';
const kept = new WeakMap<House, DataKeys>();

function dataKeysOf(house: House): DataKeys {
  const known = kept.get(house) ?? new DataKeys(house.keys, house.clock, house.random);
  kept.set(house, known);
  return known;
}

export async function sealText(tx: Tx, house: House, streetId: string, aad: string, text: string) {
  return sealUnder(await dataKeysOf(house).of(tx, { streetId, purpose }), aad, text);
}

export async function openText(tx: Tx, house: House, streetId: string, aad: string, sealed: Uint8Array) {
  return openUnder(await dataKeysOf(house).of(tx, { streetId, purpose }), aad, sealed);
}

export interface Signer {
  readonly kid: string;
  readonly key: KeyObject;
}

const aadOf = (id: string) => `notice_key.secret:${id}`;

/** The street's signing key; made when it first signs. */
export async function signerOf({ tx, house, streetId, now }: CommandContext): Promise<Signer> {
  const found = (await findCurrentKey(tx, streetId)) ?? (await makeKey({ tx, house, streetId, now }));
  const secret = await openText(tx, house, streetId, aadOf(found.id), found.secret);
  return { kid: found.kid, key: secretKey(secret) };
}

async function makeKey({
  tx,
  house,
  streetId,
  now,
}: Pick<CommandContext, 'tx' | 'house' | 'streetId' | 'now'>): Promise<KeyRow> {
  const { kid, x, secret } = newKeyPair();
  const id = uuidv7(now, house.random);
  await insertKey(tx, streetId, now, {
    ...{ id, kid, x },
    secret: await sealText(tx, house, streetId, aadOf(id), secret),
  });
  const made = await findCurrentKey(tx, streetId);
  if (!made) throw new Error('the signing key that was just made is gone');
  return made;
}

export async function rotateKey(
  context: CommandContext,
  { reason }: NoticesCommand<'notices.rotate-key'>,
): Promise<Outcome<NoticesWritten>> {
  const { tx, streetId, now } = context;
  await retireKeys(tx, streetId, now);
  const { id, kid } = await makeKey(context);
  return {
    reply: { id },
    audit: [
      { action: 'notices.rotate-key', targetKind: 'notice_key', targetId: id, reason, details: { kid } },
    ],
    changes: [{ kind: 'notice_key', id, operation: 'added' }],
  };
}
