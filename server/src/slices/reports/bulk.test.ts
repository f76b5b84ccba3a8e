import { dayOf } from '@linli/core/kernel';
import { mostItems } from '@linli/core/reports';
import { sampleStreet } from '@linli/core/sample';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { newId, type TestApp, testApp } from '../../../testing/http.ts';
import { authorised } from '../../../testing/world.ts';
import { inTransaction } from '../../platform/db/tx.ts';
import { bulkInsert, createStreet } from '../places/index.ts';

/** The sample street, all of it: nine communities, 600 cells. */
const sample = sampleStreet();
const streetId = sample.id;
const eventId = newId();
const day = dayOf(Date.now());
const cells = sample.places.filter(({ isCell }) => isCell).map(({ id }) => id);
const community = sample.places.find(({ kind }) => kind === 'community')?.id ?? '';
let app: TestApp;
let admin: ReturnType<TestApp['person']>;

beforeAll(async () => {
  app = await testApp();
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
});
afterAll(() => app.close());

async function run(name: string, input: Record<string, unknown>, as = admin) {
  const answer = await app.command(as, streetId, name, input);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

/** How many statements went to the database meanwhile. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return query.mock.calls.length;
  } finally {
    query.mockRestore();
  }
}

const items = (ids: readonly string[]) =>
  ids.map((targetId) => ({ entryId: newId(), level: 'cell', targetId, no: 1, answers: {} }));
const cadre = () =>
  app.person([{ streetId, role: 'community_cadre', scopeKind: 'place', scopeId: community }]);

it('files five hundred reports with no more statements than one', async () => {
  const one = await statementsOf(() =>
    run('reports.file', { eventId, day, items: items(cells.slice(0, 1)) }),
  );
  const many = await statementsOf(() =>
    run('reports.file', { eventId, day, items: items(cells.slice(1, mostItems + 1)) }),
  );
  expect(one).toBeGreaterThan(3);
  expect(many).toBe(one);
  expect(many).toBeLessThanOrEqual(9);
});

it('files the rest and confirms a street in a number of statements that has nothing to do with its size', async () => {
  const rest = { eventId, day, under: { kind: 'street' } };
  const small = await statementsOf(() => run('reports.file-rest', { ...rest, level: 'compound' }));
  const large = await statementsOf(async () => {
    const { filed } = await run('reports.file-rest', { ...rest, level: 'cell' });
    expect(filed).toBe(cells.length - mostItems - 1);
  });
  expect(large).toBe(small);
  await run('reports.file-rest', { ...rest, level: 'grid' });
  const seenAt = new Date().toISOString();
  const confirm = { eventId, day, seenAt };
  const part = await statementsOf(() =>
    run('reports.confirm', { ...confirm, under: { kind: 'place', id: community } }),
  );
  const whole = await statementsOf(async () => {
    const { confirmed } = await run('reports.confirm', { ...confirm, under: { kind: 'street' } });
    expect(confirmed).toBeGreaterThan(500);
  });
  expect(whole).toBe(part);
  const board = await app.get(admin, `/api/streets/${streetId}/reports/board?event=${eventId}&day=${day}`);
  expect(board.body.rows[0]).toMatchObject({ level: 'street', status: 'clear', figures: { missing: 0 } });
});

it('asks once for the scope of a whole list', async () => {
  const mine = sample.places.filter(({ isCell, path }) => isCell && path.includes(community));
  const answers = items(mine.map(({ id }) => id));
  const as = cadre();
  const count = await statementsOf(() => run('reports.file', { eventId, day, items: answers }, as));
  expect(mine.length).toBeGreaterThan(20);
  expect(count).toBeLessThanOrEqual(10);
});
