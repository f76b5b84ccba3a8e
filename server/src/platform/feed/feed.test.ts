import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testFrame } from '../../../testing/house.ts';
import { newId } from '../../../testing/ids.ts';
import { inTransaction } from '../db/tx.ts';
import { changesAfter } from './feed.ts';

let frame: Awaited<ReturnType<typeof testFrame>>;
let port: number;
beforeAll(async () => {
  frame = await testFrame();
  await frame.app.listen({ port: 0, host: '127.0.0.1' });
  port = (frame.app.server.address() as AddressInfo).port;
});
afterAll(() => frame.close());

const page = (streetId: string, cursor: string | null) =>
  inTransaction(frame.house.pool, 'read', { streets: [streetId] }, (tx) =>
    changesAfter(tx, streetId, cursor),
  );

function rename(streetId: string, cookie: string) {
  return frame.app.inject({
    method: 'POST',
    url: `/api/streets/${streetId}/commands/test.rename-street`,
    headers: { cookie, 'content-type': 'application/json' },
    payload: JSON.stringify({ commandId: newId(), name: '新名' }),
  });
}

/** Reads a stream until `enough` says so. */
function listen(
  streetId: string,
  headers: Record<string, string>,
  enough: (text: string) => boolean,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { port, host: '127.0.0.1', path: `/api/streets/${streetId}/live`, headers },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => {
          text += part;
          if (enough(text)) {
            request.destroy();
            resolve({ status: answer.statusCode ?? 0, text });
          }
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    request.on('error', reject);
    request.end();
  });
}

const lastId = (text: string) => [...text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1] ?? '';

test('a stream is refused without a session and without a role in the street', async () => {
  const streetId = await frame.street();
  expect((await listen(streetId, {}, () => false)).status).toBe(401);
  const elsewhere = frame.person(await frame.street());
  expect((await listen(streetId, { cookie: elsewhere.cookie }, () => false)).status).toBe(403);
});

test('an open page hears of a change at once, and a lost connection goes on where it was', async () => {
  const streetId = await frame.street();
  const { cookie } = frame.person(streetId);
  const started = listen(streetId, { cookie }, (text) => text.includes('event: changes'));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const sent = performance.now();
  await rename(streetId, cookie);
  const { text } = await started;
  expect(performance.now() - sent).toBeLessThan(1_000);
  expect(text).toContain(JSON.stringify([{ kind: 'street', id: streetId, operation: 'changed' }]));
  await rename(streetId, cookie);
  await rename(streetId, cookie);
  const again = await listen(streetId, { cookie, 'last-event-id': lastId(text) }, (more) =>
    more.includes('event: changes'),
  );
  expect(again.text.match(/"kind":"street"/g)).toHaveLength(2);
});

test('a cursor from before a restore asks the page to load afresh', async () => {
  const streetId = await frame.street();
  const { cookie } = frame.person(streetId);
  const old = `${newId()}.12.34`;
  const { text } = await listen(streetId, { cookie, 'last-event-id': old }, (found) =>
    found.includes('event:'),
  );
  expect(text).toContain('event: reset');
});

test('someone who loses the session hears nothing more', async () => {
  const streetId = await frame.street();
  const { cookie } = frame.person(streetId);
  const other = frame.person(streetId);
  const stream = listen(streetId, { cookie }, () => false);
  await new Promise((resolve) => setTimeout(resolve, 200));
  frame.people.delete(cookie);
  await rename(streetId, other.cookie);
  const { text } = await stream;
  expect(text).toContain('event: ready');
  expect(text).not.toContain('event: changes');
});

test('a transaction that commits late is never passed over', async () => {
  const streetId = await frame.street();
  const { cookie } = frame.person(streetId);
  const start = (await page(streetId, null)).cursor;
  const slow = new pg.Client({ connectionString: frame.database.appUrl, options: '-c search_path=linli' });
  await slow.connect();
  await slow.query(`begin; set local linli.streets = '${streetId}'`);
  await slow.query(
    "insert into change (street_id, kind, target_id, operation) values ($1, 'slow', $1, 'added')",
    [streetId],
  );
  await rename(streetId, cookie);
  const between = await page(streetId, start);
  expect(between.changes).toEqual([]);
  await slow.query('commit');
  await slow.end();
  const after = await page(streetId, between.cursor);
  expect(after.changes.map((change) => change.kind)).toEqual(['slow', 'street']);
  expect((await page(streetId, after.cursor)).changes).toEqual([]);
});
