import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { uuidv7 } from '@linli/core/kernel';
import { expect, test } from 'vitest';
import { Client } from '../harness/client.ts';
import { setUpSample } from '../harness/office.ts';
import { type Product, startProduct } from '../harness/product.ts';

const kills = 10;
const writers = 8;
const newId = () => uuidv7(Date.now(), randomBytes);

interface Write {
  readonly commandId: string;
  readonly aliasId: string;
  readonly name: string;
}

/** Sends one write after the other until the server is gone. What was sent and not answered is `open`. */
async function writeUntilGone(
  client: Client,
  placeId: string,
  acknowledged: Write[],
  open: Write[],
): Promise<void> {
  for (;;) {
    const aliasId = newId();
    const write: Write = { commandId: newId(), aliasId, name: `别名${aliasId}` };
    try {
      await client.command('places.add-alias', { ...write, placeId });
      acknowledged.push(write);
    } catch {
      open.push(write);
      return;
    }
  }
}

async function aliases(client: Client, placeId: string): Promise<string[]> {
  const place = await client.get<{ aliases: { id: string }[] }>(`/places/${placeId}`);
  return place.aliases.map((alias) => alias.id);
}

test(`${kills} power cuts under writes lose no acknowledged write, and a repeated one is done once`, async () => {
  let product: Product = await startProduct();
  const { dataDir } = product;
  const acknowledged: Write[] = [];
  try {
    const office = await setUpSample(product);
    let client = await Client.signIn(product, office);
    const placeId = client.streetId;
    for (let round = 1; round <= kills; round += 1) {
      const open: Write[] = [];
      const writing = Promise.all(
        Array.from({ length: writers }, () => writeUntilGone(client, placeId, acknowledged, open)),
      );
      await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 400));
      await product.kill();
      await writing;

      product = await startProduct(dataDir);
      client = await Client.signIn(product, office);
      const found = new Set(await aliases(client, placeId));
      expect(
        acknowledged.filter((write) => !found.has(write.aliasId)),
        `round ${round}`,
      ).toEqual([]);
      // Whoever got no answer sends the same command again: saved before or not, it is there once.
      for (const write of open) {
        await client.command('places.add-alias', { ...write, placeId });
        acknowledged.push(write);
      }
      const all = await aliases(client, placeId);
      expect(all.length).toBe(acknowledged.length);
    }
    expect(acknowledged.length).toBeGreaterThan(kills * writers * 2);
    const verified = await product.command(['audit', 'verify']);
    expect(verified, verified.stderr).toMatchObject({ code: 0 });
  } finally {
    await product.stop().catch(() => undefined);
    await rm(dataDir, { recursive: true, force: true });
  }
}, 240_000);
