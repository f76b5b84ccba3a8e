import { dayOf } from '@linli/core/kernel';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type TestApp, testApp } from '../../../testing/http.ts';
import { type SmallStreet, smallStreet } from '../../../testing/places.ts';

let app: TestApp;
let at: SmallStreet;
beforeAll(async () => {
  app = await testApp();
  at = await smallStreet(app);
});
afterAll(() => app.close());

describe('reads are refused', () => {
  const paths = ['/children', '/tree', '/search?q=yc', '/grids', '/sectors', '/lines', '/lines/party'];

  it.each(paths)('%s to strangers, to people of another street, and to volunteers', async (path) => {
    const url = `/api/streets/${at.streetId}/places${path}`;
    expect((await app.get(undefined, url)).status).toBe(401);
    const { admin } = await app.street();
    expect((await app.get(admin, url)).body.code).toBe('permission.missing');
    const grants = [
      { streetId: at.streetId, role: 'volunteer' as const, scopeKind: 'place' as const, scopeId: at.low },
    ];
    expect((await app.get(app.person(grants), url)).body.code).toBe('permission.missing');
  });

  it('with an unknown parameter by its name, a wrong id, and the id of another street', async () => {
    expect((await at.read('/children?order=name')).body.fields).toMatchObject([{ path: 'order' }]);
    expect((await at.read('/children?parent=1')).status).toBe(400);
    expect((await at.read('/tree?depth=9')).body.fields).toMatchObject([{ path: 'depth' }]);
    const elsewhere = await smallStreet(app);
    const urls = [`/${elsewhere.low}`, `/children?parent=${elsewhere.compound}`, `/grids/${elsewhere.grid}`];
    for (const url of urls) expect((await at.read(url)).body.code).toBe('thing.unknown');
  });
});

describe('reads', () => {
  it('children: one level with counts below', async () => {
    const { rows } = await at.sees('/children');
    expect(rows).toMatchObject([
      { name: '太行路社区', children: 0, cells: 0 },
      { name: '迎春社区', children: 1, cells: 3, dwellings: 0 },
    ]);
    const below = await at.sees(`/children?parent=${at.compound}`);
    expect(below.rows).toMatchObject([
      { name: '1号楼', isCell: true, gridName: '第1网格', cells: 1 },
      { name: '2号楼', isCell: false, gridName: null, cells: 2, children: 2 },
    ]);
  });

  it('tree: parents before children, down to the asked depth', async () => {
    const { rows, more } = await at.sees('/tree?depth=3');
    expect(more).toBe(false);
    expect(rows.map((row: { name: string }) => row.name)).toEqual([
      '测试街道',
      '太行路社区',
      '迎春社区',
      '机车宿舍',
      '1号楼',
      '2号楼',
    ]);
    expect(rows.map((row: { cells: number }) => row.cells)).toEqual([3, 0, 3, 3, 1, 2]);
    const unit = await at.sees(`/tree?under=${at.units[0]}`);
    expect(unit.rows).toMatchObject([{ id: at.units[0], cells: 1, children: 0 }]);
  });

  it.each([
    ['迎春', '迎春社区', null],
    ['yingchun', '迎春社区', null],
    ['YC', '迎春社区', null],
    ['thl', '太行路社区', null],
    ['jcss', '机车宿舍', null],
    ['老宿舍', '机车宿舍', '老宿舍'],
    ['lss', '机车宿舍', '老宿舍'],
    ['1401070070', '太行路社区', null],
  ])('search: %s finds %s', async (typed, name, alias) => {
    await at.run('places.add-alias', { aliasId: newId(), placeId: at.compound, name: '老宿舍' });
    await at.run('places.edit', { placeId: at.other, version: 1, code: '140107007004' });
    const { rows } = await at.sees(`/search?q=${encodeURIComponent(typed)}`);
    expect(rows[0]).toMatchObject({ name, alias });
  });

  it('search: wildcards are letters, and a hit says where it lies', async () => {
    expect((await at.sees(`/search?q=${encodeURIComponent('%')}`)).rows).toEqual([]);
    const { rows } = await at.sees(`/search?q=${encodeURIComponent('2单元')}`);
    expect(rows).toMatchObject([{ path: ['迎春社区', '机车宿舍', '2号楼'] }]);
  });

  it('a place as it was at the end of a day', async () => {
    const today = dayOf(Date.now());
    expect(await at.sees(`/${at.low}/on/${today}`)).toMatchObject({ version: 1, after: { name: '1号楼' } });
    const owner = new pg.Client(app.ownerUrl);
    await owner.connect();
    await owner.query(`begin; set local linli.streets = '${at.streetId}'`);
    await owner.query("update linli.place_history set at = at - interval '3 days' where place_id = $1", [
      at.low,
    ]);
    await owner.query('commit');
    await owner.end();
    await at.does('places.rename', { placeId: at.low, version: 1, name: '甲楼' });
    const day = (back: number) => dayOf(Date.now() - back * 86_400_000);
    expect(await at.sees(`/${at.low}/on/${day(1)}`)).toMatchObject({ version: 1, after: { name: '1号楼' } });
    expect(await at.sees(`/${at.low}/on/${today}`)).toMatchObject({ version: 2, after: { name: '甲楼' } });
    expect((await at.read(`/${at.low}/on/${day(9)}`)).status).toBe(404);
    await at.does('places.rename', { placeId: at.low, version: 2, name: '1号楼', keepAlias: false });
  });
});
