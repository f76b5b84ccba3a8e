import { addDays, dayOf } from '@linli/core/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId, type TestApp, testApp } from '../../../testing/http.ts';
import { type SmallStreet, smallStreet } from '../../../testing/places.ts';

let app: TestApp;
let at: SmallStreet;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  at = await smallStreet(app);
});

const today = () => dayOf(Date.now());
const membersOf = async (gridId: string) => {
  const { members } = await at.sees(`/grids/${gridId}`);
  return members.map((member: { id: string }) => member.id);
};

describe('grids', () => {
  const secondGrid = async () => {
    const gridId = newId();
    await at.does('places.add-grid', { gridId, communityId: at.community, name: '第2网格' });
    return gridId;
  };

  it('refuse a parent that is no community, a name twice, and a field that does not exist', async () => {
    const grid = { gridId: newId(), communityId: at.compound, name: '第2网格' };
    expect((await at.run('places.add-grid', grid)).body.code).toBe('places.grid_parent');
    const twin = { ...grid, communityId: at.community, name: '第1网格' };
    expect((await at.run('places.add-grid', twin)).body.code).toBe('places.grid_name_taken');
    const answer = await at.run('places.add-grid', { ...grid, leader: '张三' });
    expect(answer.body.fields).toMatchObject([{ path: 'leader' }]);
    expect((await at.run('places.rename-grid', { gridId: newId(), version: 1, name: '新' })).status).toBe(
      404,
    );
  });

  it('refuse cells of another community or street, a past day, and one more than a year ahead', async () => {
    const elsewhere = await smallStreet(app);
    const assign = { gridId: at.grid, cellIds: [elsewhere.low] };
    expect((await at.run('places.assign-cells', assign)).body.code).toBe('places.not_cells');
    const building = { gridId: at.grid, cellIds: [at.high] };
    expect((await at.run('places.assign-cells', building)).body.code).toBe('places.not_cells');
    for (const from of [addDays(today(), -1), addDays(today(), 400)]) {
      const dated = { gridId: at.grid, cellIds: [at.low], from };
      expect((await at.run('places.assign-cells', dated)).body.code).toBe('places.from_day');
    }
  });

  it('refuse to close while a cell is in or dated to join, and an older version', async () => {
    const gridId = await secondGrid();
    await at.does('places.assign-cells', { gridId, cellIds: [at.low], from: addDays(today(), 3) });
    const close = { gridId, version: 1, reason: '合并网格' };
    expect((await at.run('places.close-grid', close)).body).toMatchObject({ code: 'places.grid_in_use' });
    await at.does('places.assign-cells', { gridId: at.grid, cellIds: [at.low] });
    expect((await at.run('places.close-grid', { ...close, version: 9 })).body.code).toBe('version.stale');
    await at.does('places.close-grid', close);
    const closed = { gridId, cellIds: [at.low] };
    expect((await at.run('places.assign-cells', closed)).body.code).toBe('places.closed');
  });

  it('are for those who answer for the community: a grid head draws none', async () => {
    const grants = [
      { streetId: at.streetId, role: 'grid_head' as const, scopeKind: 'grid' as const, scopeId: at.grid },
    ];
    const assign = { gridId: at.grid, cellIds: [at.low] };
    expect((await at.run('places.assign-cells', assign, app.person(grants))).body.code).toBe(
      'permission.missing',
    );
    const cadre = [
      { ...grants[0], role: 'community_cadre' as const, scopeKind: 'place' as const, scopeId: at.community },
    ];
    await at.does('places.assign-cells', assign, app.person(cadre as never));
    const outside = [{ ...cadre[0], scopeId: at.other }];
    const refused = await at.run('places.assign-cells', assign, app.person(outside as never));
    expect(refused.body.code).toBe('permission.missing');
  });

  it('hold each cell once, from a day on, and a later word replaces an earlier one', async () => {
    const gridId = await secondGrid();
    await at.does('places.assign-cells', { gridId, cellIds: [at.low, at.low] });
    expect(await membersOf(gridId)).toEqual([at.low]);
    expect(await membersOf(at.grid)).toEqual([...at.units]);

    const from = addDays(today(), 7);
    const commandId = newId();
    const later = { commandId, gridId: at.grid, cellIds: [at.low], from };
    const first = await at.does('places.assign-cells', later);
    expect(await at.does('places.assign-cells', later)).toEqual(first);
    const { members } = await at.sees(`/grids/${gridId}`);
    expect(members).toMatchObject([{ id: at.low, since: today(), until: from, compoundName: '机车宿舍' }]);

    await at.does('places.assign-cells', { gridId, cellIds: [at.low], from: addDays(today(), 2) });
    expect((await at.sees(`/grids/${gridId}`)).members).toMatchObject([
      { id: at.low, until: addDays(today(), 2) },
    ]);
  });

  it('a closed cell leaves also the grid it was dated to join', async () => {
    const gridId = await secondGrid();
    await at.does('places.assign-cells', { gridId, cellIds: [at.low], from: addDays(today(), 3) });
    await at.does('places.close', { placeId: at.low, version: 1, reason: '拆除' });
    await at.does('places.close-grid', { gridId, version: 1, reason: '不再需要' });
  });

  it('show their size with a warning outside 150 to 500 dwellings, doors of a whole building included', async () => {
    const doors = (count: number, from = 0) =>
      Array.from({ length: count }, (_, index) => ({
        dwellingId: newId(),
        floor: 1,
        door: String(from + index),
      }));
    const unit = newId();
    await at.does('places.add', { placeId: unit, parentId: at.low, kind: 'unit', name: '1单元' });
    await at.does('places.add-dwellings', { placeId: unit, dwellings: doors(20) });
    const warning = async () => (await at.sees(`/grids?community=${at.community}`)).rows[0];
    expect(await warning()).toMatchObject({ cells: 3, dwellings: 20, warning: 'small' });
    await at.does('places.add-dwellings', { placeId: at.units[0], dwellings: doors(480) });
    expect(await warning()).toMatchObject({ dwellings: 500, warning: null });
    await at.does('places.add-dwellings', { placeId: at.units[1], dwellings: doors(1) });
    expect(await warning()).toMatchObject({ dwellings: 501, warning: 'large' });
    expect(
      (await at.sees(`/grids/${at.grid}`)).members.map((one: { dwellings: number }) => one.dwellings),
    ).toEqual([20, 480, 1]);
  });
});

describe('sectors', () => {
  it('refuse what is no compound, a closed sector, and to close while one is in', async () => {
    const sectorId = newId();
    await at.does('places.add-sector', { sectorId, name: '一号区域' });
    expect((await at.run('places.add-sector', { sectorId: newId(), name: '一号区域' })).body.code).toBe(
      'places.sector_name_taken',
    );
    const assign = { sectorId, compoundIds: [at.low] };
    expect((await at.run('places.assign-compounds', assign)).body.code).toBe('places.not_compounds');
    await at.does('places.assign-compounds', { sectorId, compoundIds: [at.compound] });
    const close = { sectorId, version: 1, reason: '结束' };
    expect((await at.run('places.close-sector', close)).body.code).toBe('places.sector_in_use');
    await at.does('places.assign-compounds', { sectorId: null, compoundIds: [at.compound] });
    expect((await at.run('places.close-sector', { ...close, version: 4 })).body.code).toBe('version.stale');
    await at.does('places.close-sector', close);
    expect((await at.run('places.rename-sector', { sectorId, version: 2, name: '二号' })).body.code).toBe(
      'places.sector_closed',
    );
  });

  it('are drawn by the street office alone', async () => {
    const grants = [
      {
        streetId: at.streetId,
        role: 'community_cadre' as const,
        scopeKind: 'place' as const,
        scopeId: at.community,
      },
    ];
    const answer = await at.run('places.add-sector', { sectorId: newId(), name: '一号' }, app.person(grants));
    expect(answer.body.code).toBe('permission.missing');
  });

  it('count what is in them today, and a closed compound leaves', async () => {
    const sectorId = newId();
    await at.does('places.add-sector', { sectorId, name: '一号区域' });
    await at.does('places.rename-sector', { sectorId, version: 1, name: '北片' });
    await at.does('places.assign-compounds', { sectorId, compoundIds: [at.compound] });
    expect((await at.sees('/sectors')).rows).toMatchObject([
      { name: '北片', cells: 3, compounds: [{ id: at.compound }] },
    ]);
    expect(await at.sees(`/${at.low}`)).toMatchObject({ sector: { id: sectorId, name: '北片' } });
    await at.does('places.close', { placeId: at.compound, version: 1, reason: '拆迁', includeBelow: true });
    expect((await at.sees('/sectors')).rows).toMatchObject([{ cells: 0, compounds: [] }]);
  });
});

describe('lines', () => {
  const node = (fields: Record<string, unknown> = {}) => ({
    nodeId: newId(),
    line: 'party',
    parentId: null,
    type: 'party_committee',
    name: '迎春社区党委',
    ...fields,
  });

  it('refuse a cycle, a parent of another line, two attachments, and what is not in this street', async () => {
    const top = node({ placeId: at.community });
    const below = node({ parentId: top.nodeId, type: 'party_branch', name: '第一党支部', gridId: at.grid });
    await at.does('places.add-node', top);
    await at.does('places.add-node', below);
    const cycle = { nodeId: top.nodeId, version: 1, parentId: below.nodeId };
    expect((await at.run('places.move-node', cycle)).body.code).toBe('places.node_cycle');
    const stray = node({ line: '志愿线', parentId: top.nodeId });
    expect((await at.run('places.add-node', stray)).body.code).toBe('places.node_line');
    const both = { nodeId: below.nodeId, version: 1, placeId: at.low };
    expect((await at.run('places.edit-node', both)).body.code).toBe('places.node_attached');
    const elsewhere = await smallStreet(app);
    expect((await at.run('places.add-node', node({ placeId: elsewhere.low }))).status).toBe(404);
    const close = { nodeId: top.nodeId, version: 1, reason: '撤销' };
    expect((await at.run('places.close-node', close)).body.code).toBe('places.node_in_use');
    const stale = { nodeId: below.nodeId, version: 3, parentId: null };
    expect((await at.run('places.move-node', stale)).body.code).toBe('version.stale');
  });

  it('are trees of their own, attached or free', async () => {
    const top = node({ placeId: at.community });
    const home = node({ type: 'party_home', name: '党员中心户' });
    for (const one of [top, home, node({ line: '志愿线', type: 'team', name: '先锋队' })])
      await at.does('places.add-node', one);
    await at.does('places.move-node', { nodeId: home.nodeId, version: 1, parentId: top.nodeId });
    await at.does('places.edit-node', { nodeId: home.nodeId, version: 2, gridId: at.grid });
    expect((await at.sees('/lines/party')).rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          id: top.nodeId,
          place: expect.objectContaining({ name: '迎春社区' }),
          grid: null,
        }),
        expect.objectContaining({
          id: home.nodeId,
          parentId: top.nodeId,
          grid: { id: at.grid, name: '第1网格' },
        }),
      ]),
    );
    expect((await at.sees('/lines')).rows).toEqual([
      { line: 'party', nodes: 2 },
      { line: '志愿线', nodes: 1 },
    ]);
    await at.does('places.close-node', { nodeId: home.nodeId, version: 3, reason: '撤销' });
    expect((await at.sees('/lines/party')).rows).toHaveLength(1);
  });
});

describe('dwellings', () => {
  const door = (fields: Record<string, unknown> = {}) => ({
    dwellingId: newId(),
    floor: 1,
    door: '101',
    ...fields,
  });

  it('refuse a place that holds none, a door twice, too many at once, and an unknown use', async () => {
    for (const placeId of [at.compound, at.high]) {
      const answer = await at.run('places.add-dwellings', { placeId, dwellings: [door()] });
      expect(answer.body.code).toBe('places.dwelling_place');
    }
    const twice = { placeId: at.low, dwellings: [door(), door()] };
    expect((await at.run('places.add-dwellings', twice)).body.code).toBe('places.door_taken');
    const many = {
      placeId: at.low,
      dwellings: Array.from({ length: 501 }, (_, no) => door({ door: String(no) })),
    };
    expect((await at.run('places.add-dwellings', many)).body.fields).toMatchObject([{ path: 'dwellings' }]);
    const use = { placeId: at.low, dwellings: [door({ use: 'palace' })] };
    expect((await at.run('places.add-dwellings', use)).body.fields).toMatchObject([
      { path: 'dwellings/0/use' },
    ]);
    expect((await at.sees(`/${at.low}`)).dwellings).toBe(0);
  });

  it('refuse a dwelling of another place, and people who do not work there', async () => {
    const mine = door();
    await at.does('places.add-dwellings', { placeId: at.low, dwellings: [mine] });
    const edit = { dwellingId: mine.dwellingId, placeId: at.units[0], use: 'rented' };
    expect((await at.run('places.edit-dwelling', edit)).status).toBe(404);
    const second = newId();
    await at.does('places.add-grid', { gridId: second, communityId: at.community, name: '第2网格' });
    const worker = (scopeId: string) =>
      app.person([{ streetId: at.streetId, role: 'grid_member', scopeKind: 'grid', scopeId }]);
    const rented = { dwellingId: mine.dwellingId, placeId: at.low, use: 'rented' };
    expect((await at.run('places.edit-dwelling', rented, worker(second))).status).toBe(403);
    expect((await at.read(`/${at.low}/dwellings`, worker(second))).status).toBe(403);
    await at.does('places.edit-dwelling', rented, worker(at.grid));
    const { rows } = await at.sees(`/${at.low}/dwellings`, worker(at.grid));
    expect(rows).toMatchObject([{ door: '101', use: 'rented', floor: 1 }]);
  });

  it('keep the count of their place right', async () => {
    const doors = [door(), door({ door: '102' }), door({ door: '201', floor: 2, use: 'shop' })];
    const added = { commandId: newId(), placeId: at.units[0], dwellings: doors };
    const first = await at.does('places.add-dwellings', added);
    expect(await at.does('places.add-dwellings', added)).toEqual(first);
    await at.does('places.close-dwelling', {
      placeId: at.units[0],
      dwellingId: doors[0]?.dwellingId,
      reason: '打通',
    });
    expect(await at.sees(`/${at.units[0]}`)).toMatchObject({ dwellings: 2, ownDwellings: 2 });
    expect(await at.sees(`/${at.high}`)).toMatchObject({ dwellings: 2, ownDwellings: 0 });
    for (const above of [at.high, at.compound, at.community, at.streetId]) {
      expect((await at.sees(`/${above}/dwellings`)).rows).toMatchObject([
        { door: '102' },
        { door: '201', use: 'shop' },
      ]);
    }
    const again = { placeId: at.units[0], dwellingId: doors[0]?.dwellingId, reason: '打通' };
    expect((await at.run('places.close-dwelling', again)).status).toBe(404);
  });
});
