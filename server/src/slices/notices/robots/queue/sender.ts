import { repeatedMark } from '@linli/core/notices';
import { inTransaction } from '../../../../platform/db/tx.ts';
import type { House } from '../../../../platform/house.ts';
import { openText } from '../../keys/keys.ts';
import { findStreetIds } from '../../keys/store.ts';
import { type Delivery, deliver } from '../delivery.ts';
import type { RobotAccess } from '../vendors.ts';
import { vendorOf } from '../vendors.ts';
import { findStreetsWithDue, type HeldMessage, holdNext, markFailed, markSent } from './store.ts';

/** Tries that may fail before a message is given up: with the waits between them, about two hours. */
const mostTries = 9;
/** A vendor that limits a robot lets it speak again after a minute; DingTalk after ten. */
const slowMs = 70_000;
const firstWaitMs = 15_000;
const longestWaitMs = 1_800_000;

const perMinute = {
  wecom: vendorOf('wecom').perMinute,
  dingtalk: vendorOf('dingtalk').perMinute,
  feishu: vendorOf('feishu').perMinute,
};

export const accessAad = (robotId: string) => `robot.access:${robotId}`;

/**
 * Sends what is due in a street until nothing is. No transaction is open while a message travels: it is held, sent, and
 * marked. What is queued is sent; a process that dies in between leaves a hold that runs out, and the message is sent
 * again under a mark, because a vendor cannot be asked whether it arrived.
 */
export async function sendDue(house: House, streetId: string): Promise<void> {
  const scope = { streets: [streetId] };
  for (;;) {
    const held = await inTransaction(house.pool, 'write', scope, (tx) =>
      holdNext(tx, streetId, house.clock(), perMinute),
    );
    if (held.length === 0) return;
    await Promise.all(held.map((message) => sendOne(house, streetId, message)));
  }
}

async function sendOne(house: House, streetId: string, message: HeldMessage): Promise<void> {
  const scope = { streets: [streetId] };
  const access = await inTransaction(house.pool, 'write', scope, (tx) =>
    openText(tx, house, streetId, accessAad(message.robotId), message.access),
  );
  const text = message.repeated ? `${repeatedMark}${message.text}` : message.text;
  const given = { now: house.clock(), localHosts: house.config.robotHosts };
  const delivery = await deliver(message.vendor, JSON.parse(access) as RobotAccess, text, given);
  const now = house.clock();
  await inTransaction(house.pool, 'write', scope, (tx) =>
    delivery.kind === 'delivered'
      ? markSent(tx, streetId, message.id, now)
      : markFailed(tx, streetId, message.id, {
          ...{ why: delivery.why, unsure: delivery.kind === 'unsure', counts: delivery.kind !== 'slow' },
          again: nextTry(delivery, message.tries, now, house.random(1)[0] ?? 0),
        }),
  );
  house.live.wake(streetId);
}

/** When to try again: each wait twice the last, shifted by chance so that many robots do not come back together. */
function nextTry(
  { kind }: Exclude<Delivery, { kind: 'delivered' }>,
  tries: number,
  now: number,
  chance: number,
): number | null {
  const jitter = 0.75 + chance / 512;
  if (kind === 'slow') return now + slowMs * jitter;
  if (kind === 'refused' || tries >= mostTries) return null;
  return now + Math.min(firstWaitMs * 2 ** (tries - 1), longestWaitMs) * jitter;
}

/** Every street in which something is due; asked each minute, for what waited. */
export async function sendAllDue(house: House): Promise<void> {
  const streets = await inTransaction(house.pool, 'read', { streets: [] }, findStreetIds);
  const due = await inTransaction(house.pool, 'read', { streets }, (tx) =>
    findStreetsWithDue(tx, house.clock()),
  );
  for (const streetId of due) await sendDue(house, streetId);
}
