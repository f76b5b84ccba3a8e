import { policyPacks } from '@linli/core/events';
import { addDays, dayOf } from '@linli/core/kernel';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId, type TestApp, testApp } from '../../../testing/http.ts';
import { authorised } from '../../../testing/world.ts';

let app: TestApp;
let at: Awaited<ReturnType<TestApp['street']>>;
let late = 0;
beforeAll(async () => {
  app = await testApp({ clock: () => Date.now() + late });
});
afterAll(() => app.close());
beforeEach(async () => {
  late = 0;
  at = await app.street();
});

const heat = policyPacks.find((pack) => pack.id === 'heat')?.params;
const start = (more: Record<string, unknown> = {}) => ({
  eventId: newId(),
  packId: 'heat',
  name: '高温应对',
  rehearsal: false,
  document: authorised,
  ...more,
});
const run = (name: string, input: Record<string, unknown>) => app.command(at.admin, at.streetId, name, input);
const read = async (path = '') => (await app.get(at.admin, `/api/streets/${at.streetId}/events${path}`)).body;
const started = async (more: Record<string, unknown> = {}) => {
  const answer = await run('events.activate', start(more));
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.id as string;
};

test('a pack that was repealed, one that is unknown, and an event without its document do not start', async () => {
  expect((await run('events.activate', start({ packId: 'covid-9th' }))).body.code).toBe(
    'events.rehearsal_only',
  );
  expect((await run('events.activate', start({ packId: 'plague' }))).body.code).toBe('events.pack_unknown');
  const { document: _left, ...without } = start();
  expect((await run('events.activate', without)).body.fields).toMatchObject([{ path: 'document' }]);
  expect((await read()).rows).toEqual([]);
});

test('one event of a kind runs at a time, and a rehearsal of it beside it', async () => {
  await started();
  expect((await run('events.activate', start())).body.code).toBe('events.already_active');
  await started({ rehearsal: true });
  expect((await run('events.activate', start({ rehearsal: true }))).body.code).toBe('events.already_active');
  await started({ packId: 'flood' });
  expect((await read()).rows).toHaveLength(3);
});

test('of twenty that start the same kind at once, one succeeds', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => run('events.activate', start())));
  expect(answers.map(({ body }) => body.code ?? 'started').sort()).toEqual([
    ...Array.from({ length: 19 }, () => 'events.already_active'),
    'started',
  ]);
});

test('an event is nobody’s in another street', async () => {
  const id = await started();
  const other = await app.street();
  expect((await app.get(other.admin, `/api/streets/${other.streetId}/events/${id}`)).status).toBe(404);
  const change = { eventId: id, version: 1, params: heat, reason: '试' };
  expect((await app.command(other.admin, other.streetId, 'events.change-params', change)).status).toBe(404);
});

test('parameters are refused when malformed or made against an older version', async () => {
  const eventId = await started();
  const change = { eventId, version: 1, reason: '截止提前' };
  const wrong = await run('events.change-params', { ...change, params: { ...heat, cutOff: '25:00' } });
  expect(wrong.body.fields).toMatchObject([{ path: 'params/cutOff' }]);
  const unlisted = await run('events.change-params', { ...change, params: { ...heat, findings: [] } });
  expect(unlisted.status).toBe(400);
  expect((await run('events.change-params', { ...change, params: heat, version: 2 })).body.code).toBe(
    'version.stale',
  );
});

test('of two offices that change the parameters at once, one is told to look again', async () => {
  const eventId = await started();
  const change = (cutOff: string) =>
    run('events.change-params', { eventId, version: 1, params: { ...heat, cutOff }, reason: '调整' });
  const answers = await Promise.all([change('15:00'), change('17:00')]);
  expect(answers.map(({ body }) => body.code ?? body.version).sort()).toEqual([2, 'version.stale']);
});

test('each change keeps its author, moment and reason, and the newest holds', async () => {
  const eventId = await started();
  await run('events.change-params', {
    eventId,
    version: 1,
    params: { ...heat, cutOff: '15:30' },
    reason: '截止提前',
  });
  const event = await read(`/${eventId}`);
  expect(event.params.cutOff).toBe('15:30');
  expect(event.history).toMatchObject([
    { version: 2, reason: '截止提前', accountId: at.admin.accountId },
    { version: 1, reason: null },
  ]);
  expect(event.startedOn).toBe(dayOf(Date.now()));
});

test('an event that stood down is over: no change, no second end; a new one may start', async () => {
  const eventId = await started();
  late = 3 * 86_400_000;
  const end = { eventId, document: authorised, reason: '解除' };
  const commandId = newId();
  expect((await run('events.stand-down', { ...end, commandId })).status).toBe(200);
  expect((await run('events.stand-down', { ...end, commandId })).status).toBe(200);
  expect((await run('events.stand-down', end)).body.code).toBe('events.not_active');
  const change = { eventId, version: 1, params: heat, reason: '试' };
  expect((await run('events.change-params', change)).body.code).toBe('events.not_active');
  await started();
  const [running, over] = (await read()).rows;
  expect(running).toMatchObject({ mode: 'emergency', startedOn: addDays(dayOf(Date.now()), 3) });
  expect(over).toMatchObject({ mode: 'standdown', id: eventId });
});
