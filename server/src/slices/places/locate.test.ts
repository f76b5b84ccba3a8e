import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newId, type TestApp, testApp } from '../../../testing/http.ts';
import { type SmallStreet, smallStreet } from '../../../testing/places.ts';
import { inTransaction, type Tx } from '../../platform/db/tx.ts';
import type { TargetRef } from '../../platform/house.ts';
import { createStreet, locate } from './index.ts';

let app: TestApp;
let at: SmallStreet;
beforeAll(async () => {
  app = await testApp();
  at = await smallStreet(app);
});
afterAll(() => app.close());

function within<T>(streetId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(app.app.house.pool, 'write', { streets: [streetId] }, work);
}
const where = (ref: TargetRef) => within(at.streetId, (tx) => locate(tx, at.streetId, ref));
const place = (id: string): TargetRef => ({ kind: 'place', id });

describe('where a thing lies', () => {
  it('is nowhere for what is not in this street', async () => {
    const elsewhere = await smallStreet(app);
    expect(await where(place(elsewhere.low))).toBeNull();
    expect(await where({ kind: 'grid', id: elsewhere.grid })).toBeNull();
    expect(await where({ kind: 'sector', id: newId() })).toBeNull();
  });

  it('of a place: the way down, and the grid of the cell it belongs to', async () => {
    const path = [at.streetId, at.community, at.compound];
    expect(await where(place(at.compound))).toMatchObject({ path, gridId: null });
    expect(await where(place(at.low))).toMatchObject({ path: [...path, at.low], gridId: at.grid });
    expect(await where(place(at.units[0]))).toMatchObject({
      path: [...path, at.high, at.units[0]],
      gridId: at.grid,
    });
    const inside = newId();
    await at.does('places.add', { placeId: inside, parentId: at.low, kind: 'unit', name: '1单元' });
    expect(await where(place(inside))).toMatchObject({ gridId: at.grid });
  });

  it('of a building whose units are cells: their grid, while they share one', async () => {
    expect(await where(place(at.high))).toMatchObject({ gridId: at.grid });
    const second = newId();
    await at.does('places.add-grid', { gridId: second, communityId: at.community, name: '第2网格' });
    await at.does('places.assign-cells', { gridId: second, cellIds: [at.units[1]] });
    expect(await where(place(at.high))).toMatchObject({ gridId: null });
    expect(await where(place(at.units[1]))).toMatchObject({ gridId: second });
  });

  it('of a grid: its community; of a sector: the street; and a compound’s sector reaches what is below', async () => {
    expect(await where({ kind: 'grid', id: at.grid })).toMatchObject({
      path: [at.streetId, at.community],
      gridId: at.grid,
    });
    const sectorId = newId();
    await at.does('places.add-sector', { sectorId, name: '北片' });
    await at.does('places.assign-compounds', { sectorId, compoundIds: [at.compound] });
    expect(await where({ kind: 'sector', id: sectorId })).toMatchObject({ path: [at.streetId], sectorId });
    expect(await where(place(at.low))).toMatchObject({ sectorId });
    const lead = app.person([
      { streetId: at.streetId, role: 'sector_lead', scopeKind: 'sector', scopeId: sectorId },
    ]);
    expect((await at.read(`/${at.low}/dwellings`, lead)).status).toBe(200);
    expect((await at.read(`/${at.other}/dwellings`, lead)).status).toBe(403);
  });
});

it('a site lies under a street, a community or a compound, and is none of them', async () => {
  const site = newId();
  await at.does('places.add', { placeId: site, parentId: at.streetId, kind: 'site', name: '公交场站' });
  expect(await where(place(site))).toMatchObject({ path: [at.streetId, site], gridId: null, sectorId: null });
  await at.does('places.move', { placeId: site, version: 1, parentId: at.compound });
  expect(await where(place(site))).toMatchObject({ path: [at.streetId, at.community, at.compound, site] });
  expect(
    (await at.run('places.add', { placeId: newId(), parentId: site, kind: 'building', name: '1号' })).body
      .code,
  ).toBe('places.parent_kind');
  const { rows } = await at.sees(`/children?parent=${at.compound}`);
  expect(rows).toContainEqual(expect.objectContaining({ id: site, kind: 'site', cells: 0 }));
});

describe('a new street', () => {
  const street = (fields: object = {}) => ({
    streetId: newId(),
    name: '新街',
    code: null,
    sample: false,
    ...fields,
  });

  it('refuses a code of a community, and a street that is there', async () => {
    const coded = street({ code: '140107007001' });
    const wrong = within(coded.streetId, (tx) => createStreet(tx, app.app.house, coded));
    await expect(wrong).rejects.toMatchObject({ code: 'places.code_wrong' });
    const again = within(at.streetId, (tx) =>
      createStreet(tx, app.app.house, street({ streetId: at.streetId })),
    );
    await expect(again).rejects.toMatchObject({ constraint: 'street_pkey' });
  });

  it('draws another prefix when a street has the first one', async () => {
    const draws = [1, 1, 2].map((fill) => (length: number) => new Uint8Array(length).fill(fill));
    const random = (length: number) =>
      (length === 8 ? draws.shift() : undefined)?.(length) ?? randomBytes(length);
    const house = { clock: Date.now, random };
    const prefixes: string[] = [];
    for (const one of [street(), street()]) {
      await within(one.streetId, (tx) => createStreet(tx, house, one));
      const actor = app.person([
        { streetId: one.streetId, role: 'admin', scopeKind: 'place', scopeId: one.streetId },
      ]);
      const root = await app.get(actor, `/api/streets/${one.streetId}/places/${one.streetId}`);
      expect(root.body).toMatchObject({ kind: 'street', name: '新街', version: 1 });
      prefixes.push(root.body.publicPath.slice(3, 7));
    }
    expect(prefixes).toEqual(['3333', '4444']);
  });
});

it.each(['/children', '/tree?depth=5', '/grids', '/search?q=1'])(
  'a list takes two statements at most, however long it is: %s',
  async (path) => {
    const query = vi.spyOn(pg.Client.prototype, 'query');
    await at.sees(path);
    const texts = query.mock.calls.map(([given]) =>
      typeof given === 'string' ? given : (given as { text: string }).text,
    );
    query.mockRestore();
    expect(texts.filter((text) => /^\s*(select|with)/.test(text)).length).toBeLessThanOrEqual(2);
    expect(texts.length).toBeGreaterThan(1);
  },
);
