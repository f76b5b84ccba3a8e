import { type Actor, may, type Permission, type Role, roleNames } from '@linli/core/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandExamples, readExamples, uploadExamples } from '../testing/examples.ts';
import { newId, type Someone, type TestApp, testApp } from '../testing/http.ts';
import { upload } from '../testing/upload.ts';
import { buildWorld, type World } from '../testing/world.ts';
import type { EndpointRecord } from './platform/http/endpoints.ts';

let app: TestApp;
let world: World;
let elsewhere: World;
beforeAll(async () => {
  app = await testApp();
  world = await buildWorld(app, '本街道');
  elsewhere = await buildWorld(app, '外街道');
});
afterAll(() => app.close());

const base = '/api/streets/:street';
const isPermission = (record: EndpointRecord): record is EndpointRecord & { access: Permission } =>
  typeof record.access === 'object';

/** Streams do not end by themselves; whether one is admitted is tried in the tests of the feed. */
const streams = new Set([`${base}/live`]);

async function ask(as: Someone, record: EndpointRecord) {
  if (record.command)
    return app.command(as, world.streetId, record.command, commandExamples[record.command]?.(world) ?? {});
  const given = record.method === 'POST' ? uploadExamples[record.url.slice(base.length)] : undefined;
  if (given) return upload(app, as, record.url.replace(':street', world.streetId), given());
  const path = readExamples[record.url.slice(base.length)]?.(world) ?? '';
  return app.get(as, `/api/streets/${world.streetId}${path}`);
}

/** What the policy alone says; a refusal for any other reason (stale, unknown) is not its matter. */
const admitted = (answer: { status: number; body: { code?: string } }) =>
  answer.status !== 401 && answer.body.code !== 'permission.missing';

/** Whether the example lies inside a community; else it concerns the street as a whole. */
function isNarrow(record: EndpointRecord): boolean {
  if (!record.command) return record.narrow;
  const input = { commandId: newId(), ...commandExamples[record.command]?.(world) };
  const targets = app.app.endpoints.commands.get(record.command)?.targets?.(input) ?? [];
  return targets.some((target) => target.kind !== 'street');
}

function person(role: Role, scopeId: string, streetId = world.streetId): Actor {
  return app.person([{ streetId, role, scopeKind: 'place', scopeId }]);
}

test('every endpoint of a street has an example', () => {
  const missing = app.app.endpoints.records
    .filter((record) => record.url.startsWith(base))
    .filter(({ command, method, url }) => {
      const examples = method === 'GET' ? readExamples : uploadExamples;
      return !(command ? command in commandExamples : url.slice(base.length) in examples);
    })
    .map((record) => record.command ?? record.url);
  expect(missing).toEqual([]);
});

test('nothing of a street is open to someone without a session', async () => {
  for (const record of app.app.endpoints.records.filter((each) => each.url.startsWith(base))) {
    expect(record.access, record.url).toBeTypeOf('object');
    expect((await ask(undefined, record)).status, record.command ?? record.url).toBe(401);
  }
});

test('what asks for a session alone refuses someone without one', async () => {
  for (const { method, url, access } of app.app.endpoints.records) {
    if (access !== 'session') continue;
    const answer = await app.raw({
      method,
      url: url.replace(/:\w+/g, newId()),
      headers: { 'content-type': 'application/json' },
      payload: '{}',
    });
    expect(answer.status, url).toBe(401);
  }
});

describe.each(roleNames)('%s', (role) => {
  test('is admitted exactly where the policy says, inside, outside and elsewhere', async () => {
    const records = app.app.endpoints.records
      .filter(isPermission)
      .filter((record) => record.url.startsWith(base) && !streams.has(record.url));
    expect(records.length).toBeGreaterThan(40);
    const scopes = [
      { where: 'whole street', actor: person(role, world.streetId) },
      { where: 'inside', actor: person(role, world.inside.community) },
      { where: 'outside', actor: person(role, world.outside.community) },
      { where: 'elsewhere', actor: person(role, elsewhere.streetId, elsewhere.streetId) },
    ];
    for (const record of records) {
      const path = isNarrow(record) ? [world.streetId, world.inside.community] : [world.streetId];
      const target = { streetId: world.streetId, path, gridId: null, sectorId: null };
      for (const { where, actor } of scopes) {
        const answer = await ask(actor, record);
        expect(answer.status, `${record.command ?? record.url} ${where}`).toBeLessThan(500);
        expect(
          admitted(answer),
          `${record.command ?? record.url} ${where}: ${JSON.stringify(answer.body)}`,
        ).toBe(may(actor, record.access, target));
      }
    }
  });
});
