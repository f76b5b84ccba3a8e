import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId, type TestApp, testApp } from '../../../../testing/http.ts';
import { type SmallStreet, smallStreet } from '../../../../testing/places.ts';
import { formOf, upload } from '../../../../testing/upload.ts';

let app: TestApp;
let at: SmallStreet;
beforeAll(async () => {
  app = await testApp();
  at = await smallStreet(app);
});
afterAll(() => app.close());

const url = () => `/api/streets/${at.streetId}/imports/places`;

/** A list with one row a unit; `mark` tells one list from another. */
function listOf(rows: number, mark: string): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const [compound, building, unit] = [Math.floor(index / 80), Math.floor(index / 4) % 20, index % 4];
    return `迎春社区,${mark}${compound + 1}号院,${building + 1}号楼,${unit + 1}单元,6,1`;
  });
  return ['社区,小区,楼栋,单元,层数,每层户数', ...lines].join('\n');
}

it('stops and keeps nothing when the one who sent it leaves', async () => {
  await app.app.http.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.app.http.server.address() as AddressInfo;
  const kept = async () => (await app.get(at.admin, url())).body.rows.length;
  const given = (mark: string) => ({
    fields: { commandId: newId() },
    name: 'a.csv',
    content: listOf(8_000, mark),
  });
  const began = performance.now();
  expect((await upload(app, at.admin, url(), given('先'))).status).toBe(200);
  const took = performance.now() - began;

  const { type, body } = formOf(given('后'));
  const headers = {
    cookie: `test=${at.admin.accountId}`,
    'content-type': type,
    'content-length': body.length,
  };
  const request = http.request({ port, host: '127.0.0.1', method: 'POST', path: url(), headers });
  request.on('error', () => {});
  const before = await kept();
  await new Promise<void>((resolve) => request.end(body, resolve));
  await setTimeout(took / 10);
  request.destroy();
  await setTimeout(took * 3);
  expect(await kept()).toBe(before);
});

it('checks, carries out and takes back a list of many parts', async () => {
  const given = { fields: { commandId: newId() }, name: 'a.csv', content: listOf(2_400, '大') };
  const { body } = await upload(app, at.admin, url(), given);
  expect(body).toMatchObject({
    counts: { rows: 2_400, good: 2_400, new: 2_400 },
    makes: { compound: 30, building: 600, unit: 2_400, dwelling: 14_400 },
    preview: { more: true },
  });
  const { importId } = body;
  const done = await app.command(at.admin, at.streetId, 'places.commit-import', { importId });
  expect(done.body.makes).toEqual(body.makes);
  const grids = await at.sees(`/grids?community=${at.community}`);
  expect(grids.rows).toMatchObject([{ cells: 3 + 600, dwellings: 14_400 }]);
  const undone = await app.command(at.admin, at.streetId, 'places.undo-import', { importId });
  expect(undone.body).toMatchObject({ state: 'undone', makes: body.makes });
  expect((await at.sees(`/grids?community=${at.community}`)).rows).toMatchObject([
    { cells: 3, dwellings: 0 },
  ]);
});
