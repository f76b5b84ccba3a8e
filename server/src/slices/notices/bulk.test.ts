import { dayOf } from '@linli/core/kernel';
import { sampleStreet } from '@linli/core/sample';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId, type TestApp, testApp } from '../../../testing/http.ts';
import { authorised } from '../../../testing/world.ts';
import { inTransaction } from '../../platform/db/tx.ts';
import { bulkInsert, createStreet } from '../places/index.ts';
import { computeDue } from './compute/jobs.ts';

/** The sample street, all of it: nine communities, 600 cells. The clock stands at noon of the street's day. */
const sample = sampleStreet();
const streetId = sample.id;
const eventId = newId();
const day = dayOf(Date.now());
const noon = Date.parse(`${day}T12:00:00+08:00`);
const began = Date.now();
let later = 0;
const clock = () => noon + (Date.now() - began) + later;
const cell = sample.places.find(({ isCell }) => isCell)?.id ?? '';
let app: TestApp;
let admin: ReturnType<TestApp['person']>;

beforeAll(async () => {
  app = await testApp({ clock });
  const { house } = app.app;
  await inTransaction(house.pool, 'write', { streets: [streetId] }, async (tx) => {
    await createStreet(tx, house, { streetId, name: sample.name, code: sample.code, sample: true });
    const below = { ...sample, places: sample.places.filter(({ kind }) => kind !== 'street') };
    await bulkInsert(tx, { streetId, day, commandId: newId() }, below);
  });
  admin = app.person([{ streetId, role: 'admin', scopeKind: 'place', scopeId: streetId }]);
  await run('events.activate', {
    ...{ eventId, packId: 'heat', name: '高温', rehearsal: false, document: authorised },
  });
  for (const level of ['cell', 'compound', 'grid'])
    await run('reports.file-rest', { eventId, day, level, under: { kind: 'street' } });
  const seenAt = new Date(clock() + 1000).toISOString();
  await run('reports.confirm', { eventId, day, under: { kind: 'street' }, seenAt });
});
afterAll(() => app.close());

async function run(name: string, input: Record<string, unknown>) {
  const answer = await app.command(admin, streetId, name, input);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}
const read = async (path: string) => (await app.get(admin, `/api/streets/${streetId}/notices${path}`)).body;
const review = () => read(`/review?event=${eventId}&day=${day}`);

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return query.mock.calls.length;
  } finally {
    query.mockRestore();
  }
}

test('before the cut-off nothing is computed by itself; after it, once, as of the cut-off', async () => {
  await computeDue(app.app.house);
  expect(await review()).toMatchObject({ computedAt: null });
  later = 5 * 3_600_000;
  await Promise.all([computeDue(app.app.house), computeDue(app.app.house)]);
  const found = await review();
  expect(found.asOf).toBe(new Date(`${day}T16:00:00+08:00`).toISOString());
  await computeDue(app.app.house);
  expect((await review()).computedAt).toBe(found.computedAt);
});

test('more than six hundred notices are published in a bounded number of statements', async () => {
  const { computedAt, toPublish } = await review();
  expect(toPublish).toBeGreaterThan(640);
  const statements = await statementsOf(async () => {
    expect(await run('notices.publish', { eventId, day, computedAt })).toMatchObject({
      published: toPublish,
      held: [],
    });
  });
  expect(statements).toBeLessThanOrEqual(30);
  const again = await statementsOf(() => run('notices.publish', { eventId, day, computedAt }));
  expect(again).toBeLessThanOrEqual(statements);
});

test('a finding withdraws five levels with no more statements than a small street needs', async () => {
  const before = await statementsOf(() =>
    run('reports.open-finding', {
      ...{ eventId, findingId: newId(), level: 'cell', targetId: cell, kind: 'missing_answer' },
    }),
  );
  expect(before).toBeLessThanOrEqual(14);
  const { rows } = await read(`?event=${eventId}&day=${day}`);
  const ended = rows.filter((row: { state: string }) => row.state === 'withdrawn');
  expect(ended.map((row: { level: string }) => row.level)).toEqual(
    expect.arrayContaining(['street', 'community', 'compound', 'cell']),
  );
  expect(new Set(ended.map((row: { targetId: string }) => row.targetId)).size).toBeLessThanOrEqual(5);
});
