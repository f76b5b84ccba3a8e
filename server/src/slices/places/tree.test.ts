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

const building = (fields: Record<string, unknown> = {}) => ({
  placeId: newId(),
  parentId: at.compound,
  kind: 'building',
  name: '9号楼',
  ...fields,
});

describe('places.add', () => {
  it('refuses a field that does not exist, by its name', async () => {
    const answer = await at.run('places.add', building({ colour: 'red' }));
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'request.invalid', fields: [{ path: 'colour' }] });
  });
  it('refuses a stranger, and someone whose area is elsewhere', async () => {
    expect((await app.command(undefined, at.streetId, 'places.add', building())).status).toBe(401);
    const grants = [
      {
        streetId: at.streetId,
        role: 'community_cadre' as const,
        scopeKind: 'place' as const,
        scopeId: at.other,
      },
    ];
    const answer = await at.run('places.add', building(), app.person(grants));
    expect(answer).toMatchObject({ status: 403, body: { code: 'permission.missing' } });
  });
  it('refuses a parent of another street', async () => {
    const elsewhere = await smallStreet(app);
    const answer = await at.run('places.add', building({ parentId: elsewhere.compound }));
    expect(answer).toMatchObject({ status: 404, body: { code: 'thing.unknown' } });
  });
  it('refuses a wrong level, a name of a sibling, and an id in use', async () => {
    const level = await at.run('places.add', building({ parentId: at.streetId }));
    expect(level.body.code).toBe('places.parent_kind');
    const twin = await at.run('places.add', building({ name: '1号楼' }));
    expect(twin).toMatchObject({ status: 409, body: { code: 'places.name_taken' } });
    const taken = await at.run('places.add', building({ placeId: at.low }));
    expect(taken.body.code).toBe('places.id_taken');
  });
  it('refuses a code of another street', async () => {
    const version = await at.versionOf(at.streetId);
    await at.does('places.edit', { placeId: at.streetId, version, code: '140107007000' });
    const community = { placeId: newId(), parentId: at.streetId, kind: 'community', name: '西园社区' };
    const answer = await at.run('places.add', { ...community, code: '140105005001' });
    expect(answer.body.code).toBe('places.code_of_other_street');
    await at.does('places.add', { ...community, code: '140107007001' });
    const again = await at.run('places.add', {
      ...community,
      placeId: newId(),
      name: '东园',
      code: '140107007001',
    });
    expect(again.body.code).toBe('places.code_taken');
  });
  it('lets only the street office add a community', async () => {
    const grants = [
      {
        streetId: at.streetId,
        role: 'street_liaison' as const,
        scopeKind: 'place' as const,
        scopeId: at.streetId,
      },
    ];
    const community = { placeId: newId(), parentId: at.streetId, kind: 'community', name: '西园社区' };
    expect((await at.run('places.add', community, app.person(grants))).body.code).toBe('permission.missing');
  });
  it('answers a repeated command with its first reply, and refuses the id with other content', async () => {
    const input = { ...building(), commandId: newId() };
    const first = await at.does('places.add', input);
    expect(await at.does('places.add', input)).toEqual(first);
    const { rows } = await at.sees(`/children?parent=${at.compound}`);
    expect(rows).toHaveLength(3);
    expect((await at.run('places.add', { ...input, name: '10号楼' })).body.code).toBe('command.reused');
  });
  it('adds the place with its cell, its history, its audit and its change', async () => {
    const input = building({ floors: 6, sort: 9 });
    expect(await at.does('places.add', input)).toEqual({ id: input.placeId, version: 1 });
    const detail = await at.sees(`/${input.placeId}`);
    expect(detail).toMatchObject({
      name: '9号楼',
      isCell: true,
      gridId: at.grid,
      reportsAs: 'building',
      suggestion: null,
    });
    expect(detail.publicPath).toMatch(/^\/p\/[0-9a-z]{9}$/);
    const { rows } = await at.sees(`/${input.placeId}/history`);
    expect(rows).toMatchObject([
      { version: 1, change: 'added', accountId: at.admin.accountId, after: { name: '9号楼' } },
    ]);
    const audit = await app.get(at.admin, `/api/streets/${at.streetId}/audit?target=${input.placeId}`);
    expect(audit.body.rows).toMatchObject([
      { action: 'places.add', details: { kind: 'building', name: '9号楼' } },
    ]);
  });
});

describe('places.rename and places.edit', () => {
  it('refuse an older version', async () => {
    const version = await at.versionOf(at.compound);
    await at.does('places.rename', { placeId: at.compound, version, name: '机车新村' });
    const stale = await at.run('places.edit', { placeId: at.compound, version, managed: true });
    expect(stale).toMatchObject({ status: 409, body: { code: 'version.stale' } });
  });
  it('keep the old name findable, and null clears a field', async () => {
    await at.does('places.rename', { placeId: at.compound, version: 1, name: '铁路新村' });
    const { aliases } = await at.sees(`/${at.compound}`);
    expect(aliases).toMatchObject([{ name: '机车宿舍' }]);
    await at.does('places.edit', { placeId: at.low, version: 1, floors: null, heightM: 26.7 });
    expect(await at.sees(`/${at.low}`)).toMatchObject({ floors: null, heightM: 26.7, version: 2 });
  });
  it('rename the street where it is kept twice', async () => {
    await at.does('places.rename', { placeId: at.streetId, version: 1, name: '新名街道', keepAlias: false });
    expect(await at.sees(`/${at.streetId}`)).toMatchObject({ name: '新名街道', aliases: [] });
  });
});

describe('places.move', () => {
  it('refuses a cycle: nothing stands below itself', async () => {
    const answer = await at.run('places.move', { placeId: at.compound, version: 1, parentId: at.low });
    expect(answer.body.code).toBe('places.parent_kind');
  });
  it('refuses a grid of another community', async () => {
    const move = { placeId: at.compound, version: 1, parentId: at.other, gridId: at.grid };
    expect((await at.run('places.move', move)).body.code).toBe('places.grid_elsewhere');
  });
  it('takes everything below along, into a grid of the new community', async () => {
    await at.does('places.move', { placeId: at.compound, version: 1, parentId: at.other });
    const unit = await at.sees(`/${at.units[0]}`);
    expect(unit.ancestors.map((place: { id: string }) => place.id)).toEqual([
      at.streetId,
      at.other,
      at.compound,
      at.high,
    ]);
    const { rows } = await at.sees(`/grids?community=${at.other}`);
    expect(rows).toMatchObject([{ name: '第1网格', cells: 3 }]);
    expect((await at.sees(`/grids/${at.grid}`)).members).toEqual([]);
    const top = await at.sees('/children');
    expect(top.rows.map((row: { id: string; cells: number }) => [row.id, row.cells])).toEqual(
      expect.arrayContaining([
        [at.community, 0],
        [at.other, 3],
      ]),
    );
  });
});

describe('places.merge and places.split', () => {
  const twoDoors = () => [
    { dwellingId: newId(), floor: 1, door: '101' },
    { dwellingId: newId(), floor: 1, door: '102' },
  ];

  it('refuse without a reason', async () => {
    const merge = { placeId: at.units[0], version: 1, intoId: at.units[1], intoVersion: 1 };
    expect((await at.run('places.merge', merge)).body.fields).toMatchObject([{ path: 'reason' }]);
  });
  it('refuse doors that both have, and name them', async () => {
    for (const placeId of at.units) await at.does('places.add-dwellings', { placeId, dwellings: twoDoors() });
    const merge = {
      placeId: at.units[0],
      version: 1,
      intoId: at.units[1],
      intoVersion: 1,
      reason: '登记重复',
    };
    const answer = await at.run('places.merge', merge);
    expect(answer.body.code).toBe('places.merge_doors');
    expect(answer.body.text.zh).toContain('101、102');
    const names = { placeId: at.low, version: 1, intoId: at.units[0], intoVersion: 1, reason: '试' };
    expect((await at.run('places.merge', names)).body.code).toBe('places.merge_kind');
  });
  it('refuse a door of another place', async () => {
    const [mine, others] = [twoDoors(), twoDoors()];
    await at.does('places.add-dwellings', { placeId: at.units[0], dwellings: mine });
    await at.does('places.add-dwellings', { placeId: at.units[1], dwellings: others });
    const split = {
      placeId: at.units[0],
      version: 1,
      newPlaceId: newId(),
      name: '3单元',
      reason: '新开门洞',
    };
    const answer = await at.run('places.split', { ...split, dwellingIds: [others[0]?.dwellingId] });
    expect(answer.body).toMatchObject({ code: 'places.split_strangers' });
    expect((await at.sees(`/${at.high}`)).children).toBe(2);
  });
  it('merge doors and aliases into the other place, and close the first', async () => {
    await at.does('places.add-dwellings', { placeId: at.units[0], dwellings: twoDoors() });
    await at.does('places.add-alias', { aliasId: newId(), placeId: at.units[0], name: '东门洞' });
    const merge = { placeId: at.units[0], version: 1, intoId: at.units[1], intoVersion: 1, reason: '打通' };
    expect(await at.does('places.merge', merge)).toEqual({ id: at.units[1], version: 2 });
    const into = await at.sees(`/${at.units[1]}`);
    expect(into).toMatchObject({ dwellings: 2, ownDwellings: 2, isCell: true });
    expect(into.aliases.map((alias: { name: string }) => alias.name).sort()).toEqual(['1单元', '东门洞']);
    expect(await at.sees(`/${at.units[0]}`)).toMatchObject({
      mergedInto: { id: at.units[1] },
      isCell: false,
      gridId: null,
      dwellings: 0,
    });
    const reopen = await at.run('places.reopen', { placeId: at.units[0], version: 2 });
    expect(reopen.body.code).toBe('places.merged');
  });
  it('split chosen doors off into a new cell of the same grid', async () => {
    const doors = twoDoors();
    await at.does('places.add-dwellings', { placeId: at.units[0], dwellings: doors });
    const newPlaceId = newId();
    const split = { placeId: at.units[0], version: 1, newPlaceId, name: '3单元', reason: '新开门洞' };
    await at.does('places.split', { ...split, dwellingIds: [doors[1]?.dwellingId] });
    expect(await at.sees(`/${newPlaceId}`)).toMatchObject({ dwellings: 1, isCell: true, gridId: at.grid });
    expect((await at.sees(`/${at.units[0]}/dwellings`)).rows).toMatchObject([{ door: '101' }]);
  });
  it('merge communities: what is below and what was attached follows, and the empty grids end', async () => {
    const committee = { line: 'party', parentId: null, type: 'party_committee', name: '社区党委' };
    const nodeId = newId();
    await at.does('places.add-node', { ...committee, nodeId, placeId: at.community });
    const merge = { placeId: at.community, version: 1, intoId: at.other, intoVersion: 1, reason: '区划调整' };
    await at.does('places.merge', merge);
    expect((await at.sees('/grids')).rows).toMatchObject([{ communityId: at.other, cells: 3 }]);
    expect((await at.sees('/lines/party')).rows).toMatchObject([{ id: nodeId, place: { id: at.other } }]);
    expect((await at.sees('/search?q=yingchun')).rows).toMatchObject([{ id: at.other, alias: '迎春社区' }]);
    const { rows } = await at.sees(`/${at.community}/history`);
    expect(rows[0]).toMatchObject({ change: 'merged', reason: '区划调整', after: { mergedInto: at.other } });
  });
  it('split a community, which begins with a grid of its own', async () => {
    const newPlaceId = newId();
    const split = { placeId: at.community, version: 1, newPlaceId, name: '迎春二社区', reason: '区划调整' };
    await at.does('places.split', { ...split, childIds: [at.compound] });
    expect((await at.sees(`/grids?community=${newPlaceId}`)).rows).toMatchObject([
      { name: '第1网格', cells: 3 },
    ]);
  });
});

describe('places.close, places.reopen, places.remove', () => {
  it('refuse what still holds something, and an older version', async () => {
    const close = { placeId: at.compound, version: 1, reason: '拆迁' };
    expect((await at.run('places.close', close)).body.code).toBe('places.not_empty');
    expect((await at.run('places.close', { ...close, version: 7, includeBelow: true })).body.code).toBe(
      'version.stale',
    );
    expect((await at.run('places.remove', { placeId: at.compound, version: 1 })).body.code).toBe(
      'places.remove_not_empty',
    );
    expect((await at.run('places.reopen', { placeId: at.compound, version: 1 })).body.code).toBe(
      'places.open',
    );
  });
  it('refuse to remove what something else points to', async () => {
    const node = {
      nodeId: newId(),
      line: 'party',
      parentId: null,
      type: 'party_branch',
      name: '支部',
      placeId: at.low,
    };
    await at.does('places.add-node', node);
    const answer = await at.run('places.remove', { placeId: at.low, version: 1 });
    expect(answer).toMatchObject({ status: 409, body: { code: 'conflict.in_use' } });
  });
  it('close with all below: no cell, no door, no grid is left open', async () => {
    await at.does('places.add-dwellings', {
      placeId: at.low,
      dwellings: [{ dwellingId: newId(), floor: 1, door: '101' }],
    });
    const close = { placeId: at.community, version: 1, reason: '撤销', includeBelow: true };
    await at.does('places.close', close);
    expect((await at.sees('/children')).rows).toMatchObject([{ id: at.other }]);
    expect((await at.sees('/grids')).rows).toEqual([]);
    expect((await at.sees(`/${at.low}/dwellings`)).rows).toEqual([]);
    expect((await at.sees('/children?closed=true')).rows).toHaveLength(2);
  });
  it('a reopened building is a cell again, in a grid', async () => {
    await at.does('places.close', { placeId: at.low, version: 1, reason: '误登' });
    await at.does('places.reopen', { placeId: at.low, version: 2 });
    expect(await at.sees(`/${at.low}`)).toMatchObject({
      closedOn: null,
      isCell: true,
      gridId: at.grid,
      version: 3,
    });
  });
  it('a removed unit gives its building back as the cell', async () => {
    for (const unit of at.units) await at.does('places.remove', { placeId: unit, version: 1 });
    expect((await at.read(`/${at.units[0]}`)).status).toBe(404);
    expect(await at.sees(`/${at.high}`)).toMatchObject({ isCell: true, gridId: at.grid, children: 0 });
    expect((await at.sees(`/${at.units[0]}/history`)).rows).toMatchObject([
      { change: 'removed' },
      { change: 'added' },
    ]);
  });
});

describe('places.switch-cells', () => {
  it('refuses what is no building', async () => {
    const answer = await at.run('places.switch-cells', {
      buildingId: at.compound,
      version: 1,
      reportsAs: 'unit',
    });
    expect(answer.body.code).toBe('places.not_a_building');
  });
  it('asks for the grid when the units were in different ones', async () => {
    const second = newId();
    await at.does('places.add-grid', { gridId: second, communityId: at.community, name: '第2网格' });
    await at.does('places.assign-cells', { gridId: second, cellIds: [at.units[1]] });
    const version = await at.versionOf(at.high);
    const back = { buildingId: at.high, version, reportsAs: 'building' };
    expect((await at.run('places.switch-cells', back)).body.code).toBe('places.grid_required');
    await at.does('places.switch-cells', { ...back, gridId: second });
    expect(await at.sees(`/${at.high}`)).toMatchObject({ isCell: true, gridId: second, suggestion: 'unit' });
    expect(await at.sees(`/${at.units[0]}`)).toMatchObject({ isCell: false, gridId: null });
  });
});

describe('aliases', () => {
  it('refuse a name twice, and an alias of another place', async () => {
    const alias = { aliasId: newId(), placeId: at.low, name: '筒子楼' };
    await at.does('places.add-alias', alias);
    expect((await at.run('places.add-alias', { ...alias, aliasId: newId() })).body.code).toBe(
      'places.alias_taken',
    );
    expect((await at.run('places.remove-alias', { aliasId: alias.aliasId, placeId: at.high })).status).toBe(
      404,
    );
    await at.does('places.remove-alias', { aliasId: alias.aliasId, placeId: at.low });
    expect((await at.sees(`/${at.low}`)).aliases).toEqual([]);
  });
});

it('changes of one street wait for one another: each is refused or whole, never half', async () => {
  const moves = [at.low, at.high].flatMap((placeId) => [
    at.run('places.close', { placeId, version: 1, reason: '试', includeBelow: true }),
    at.run('places.rename', { placeId, version: 1, name: `改名${placeId.slice(-4)}` }),
    at.run('places.add', { placeId: newId(), parentId: placeId, kind: 'unit', name: '9单元' }),
  ]);
  const answers = await Promise.all(moves);
  expect(answers.every((answer) => answer.status === 200 || answer.status === 409)).toBe(true);
  const tree = await at.sees(`/tree?under=${at.compound}&depth=3`);
  const cells = tree.rows.filter((row: { isCell: boolean }) => row.isCell).length;
  expect(tree.rows[0]).toMatchObject({ id: at.compound, cells });
});
