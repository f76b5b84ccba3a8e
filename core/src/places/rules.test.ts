import { Problem, uuidv7 } from '@linli/core/kernel';
import { describe, expect, it } from 'vitest';
import { decide, type Place, type Plan, type Surroundings } from './index.ts';

const today = '2026-11-20';
let made = 0;
/** Ids in the order they are asked for. */
function newId(): string {
  made += 1;
  return uuidv7(made, (length) => new Uint8Array(length).fill(made % 256));
}

const street = newId();
const [community, other, compound, building, unit] = [newId(), newId(), newId(), newId(), newId()];
const [grid, second] = [newId(), newId()];

function place(fields: Partial<Place> & Pick<Place, 'id' | 'kind' | 'path'>): Place {
  return {
    parentId: fields.path.at(-2) ?? null,
    name: fields.kind,
    code: null,
    shortCode: 'abcde',
    sort: 0,
    floors: null,
    heightM: null,
    reportsAs: fields.kind === 'building' ? 'building' : null,
    managed: null,
    openedOn: '2026-01-01',
    closedOn: null,
    mergedInto: null,
    isCell: false,
    dwellings: 0,
    version: 1,
    gridId: null,
    ...fields,
  };
}

const root = place({
  id: street,
  kind: 'street',
  path: [street],
  code: '140107007000',
  name: '职工新街街道',
});
const home = place({ id: community, kind: 'community', path: [street, community] });
const away = place({ id: other, kind: 'community', path: [street, other], name: '另一社区' });
const yard = place({ id: compound, kind: 'compound', path: [street, community, compound] });
const house = place({
  id: building,
  kind: 'building',
  path: [street, community, compound, building],
  isCell: true,
  gridId: grid,
  dwellings: 12,
});

function around(
  places: readonly Place[],
  grids = [{ id: grid, communityId: community, name: '第1网格' }],
): Surroundings {
  return { places, grids, today, newId };
}

const all = [root, home, away, yard, house];
const base = { commandId: newId(), shortCode: 'bcdef' };

function refusal(decided: Plan | Problem): string {
  return decided instanceof Problem ? decided.code : 'done';
}

function done(decided: Plan | Problem): Plan {
  if (decided instanceof Problem) throw decided;
  return decided;
}

const after = (plan: Plan, id: string) => plan.places.find((write) => write.after.id === id)?.after;

describe('a change is refused', () => {
  it('when the kind does not stand at that level, which also excludes every cycle', () => {
    const add = { ...base, placeId: newId(), parentId: street, kind: 'building' as const, name: '1号楼' };
    expect(refusal(decide('places.add', around(all), add))).toBe('places.parent_kind');
    const under = { ...base, placeId: compound, version: 1, parentId: building };
    expect(refusal(decide('places.move', around(all), under))).toBe('places.parent_kind');
    const itself = { ...base, placeId: compound, version: 1, parentId: compound };
    expect(refusal(decide('places.move', around(all), itself))).toBe('places.parent_kind');
  });

  it('when it was made against an older version', () => {
    const rename = { ...base, placeId: compound, version: 2, name: '新院', keepAlias: true };
    expect(refusal(decide('places.rename', around(all), rename))).toBe('version.stale');
  });

  it('when the code belongs to another street, or to another level', () => {
    const add = { ...base, placeId: newId(), parentId: street, kind: 'community' as const, name: '社区' };
    expect(refusal(decide('places.add', around(all), { ...add, code: '140105005001' }))).toBe(
      'places.code_of_other_street',
    );
    expect(refusal(decide('places.add', around(all), { ...add, code: '140107007000' }))).toBe(
      'places.code_wrong',
    );
    const edit = { ...base, placeId: street, version: 1, code: '140105005000' };
    const coded = [root, { ...home, code: '140107007001' }];
    expect(refusal(decide('places.edit', around(coded), edit))).toBe('places.code_of_other_street');
  });

  it('when a field belongs to another kind', () => {
    const edit = { ...base, placeId: compound, version: 1, floors: 6 };
    expect(refusal(decide('places.edit', around(all), edit))).toBe('places.field_of_other_kind');
  });

  it('when the street itself would move, close or merge', () => {
    const close = { ...base, placeId: street, version: 1, reason: '试', includeBelow: true };
    expect(refusal(decide('places.close', around(all), close))).toBe('places.root');
  });

  it('when the parent is closed', () => {
    const closed = [root, home, { ...yard, closedOn: today }];
    const add = { ...base, placeId: newId(), parentId: compound, kind: 'building' as const, name: '2号楼' };
    expect(refusal(decide('places.add', around(closed), add))).toBe('places.closed');
  });

  it('when something is below and was not meant to close with it', () => {
    const close = { ...base, placeId: compound, version: 1, reason: '拆迁', includeBelow: false };
    expect(refusal(decide('places.close', around(all), close))).toBe('places.not_empty');
    const doors = { ...base, placeId: building, version: 1, reason: '拆迁', includeBelow: false };
    expect(refusal(decide('places.close', around(all), doors))).toBe('places.not_empty');
  });

  it('when a place of an earlier day would be removed', () => {
    const remove = { ...base, placeId: building, version: 1 };
    expect(refusal(decide('places.remove', around(all), remove))).toBe('places.remove_late');
  });

  it('when two of different kinds, or a place and itself, would merge', () => {
    const merge = { ...base, placeId: compound, version: 1, intoVersion: 1, reason: '合并' };
    expect(refusal(decide('places.merge', around(all), { ...merge, intoId: other }))).toBe(
      'places.merge_kind',
    );
    expect(refusal(decide('places.merge', around(all), { ...merge, intoId: compound }))).toBe(
      'places.merge_self',
    );
  });

  it('when both hold places of one name, and the names are told', () => {
    const twin = place({ id: newId(), kind: 'compound', path: [street, community, newId()], name: '二院' });
    const yard2 = { ...twin, path: [street, community, twin.id], parentId: community };
    const id = newId();
    const house2 = place({ id, kind: 'building', path: [...yard2.path, id], name: house.name });
    const merge = {
      ...base,
      placeId: yard2.id,
      version: 1,
      intoId: compound,
      intoVersion: 1,
      reason: '合并',
    };
    const decided = decide('places.merge', around([...all, yard2, house2]), merge);
    expect(refusal(decided)).toBe('places.merge_names');
    expect((decided as Problem).text.zh).toContain(house.name);
  });

  it('when more would be split off than there is', () => {
    const split = {
      ...base,
      placeId: building,
      version: 1,
      newPlaceId: newId(),
      name: '2号楼',
      reason: '分开',
    };
    const none = { ...split, childIds: [], dwellingIds: [] };
    expect(refusal(decide('places.split', around(all), none))).toBe('places.split_nothing');
    const strange = { ...split, childIds: [unit], dwellingIds: [] };
    expect(refusal(decide('places.split', around(all), strange))).toBe('places.split_strangers');
  });

  it('when it is not clear which grid a new cell belongs to, or the chosen one is elsewhere', () => {
    const grids = [
      { id: grid, communityId: community, name: '第1网格' },
      { id: second, communityId: community, name: '第2网格' },
    ];
    const empty = [root, home, yard];
    const add = { ...base, placeId: newId(), parentId: compound, kind: 'building' as const, name: '2号楼' };
    expect(refusal(decide('places.add', around(empty, grids), add))).toBe('places.grid_required');
    expect(refusal(decide('places.add', around(empty, grids), { ...add, gridId: newId() }))).toBe(
      'places.grid_elsewhere',
    );
  });
});

describe('a new cell finds its grid', () => {
  const add = { ...base, placeId: newId(), parentId: compound, kind: 'building' as const, name: '2号楼' };
  const grids = [
    { id: grid, communityId: community, name: '第1网格' },
    { id: second, communityId: community, name: '第2网格' },
  ];

  it('the chosen one before all', () => {
    const plan = done(decide('places.add', around(all, grids), { ...add, gridId: second }));
    expect(plan.cells).toEqual([{ cellId: add.placeId, gridId: second }]);
  });

  it('else that of its compound', () => {
    expect(done(decide('places.add', around(all, grids), add)).cells[0]?.gridId).toBe(grid);
  });

  it('and the first cell of a community makes the first grid', () => {
    const plan = done(decide('places.add', around([root, home, yard], []), add));
    expect(plan.newGrids).toMatchObject([{ communityId: community, name: '第1网格' }]);
    expect(plan.cells[0]?.gridId).toBe(plan.newGrids[0]?.id);
  });

  it('a compound that moves to another community leaves its grid behind', () => {
    const move = { ...base, placeId: compound, version: 1, parentId: other };
    const plan = done(decide('places.move', around(all), move));
    expect(plan.newGrids).toMatchObject([{ communityId: other }]);
    expect(plan.cells).toEqual([{ cellId: building, gridId: plan.newGrids[0]?.id }]);
    expect(plan.paths).toEqual([{ from: yard.path, to: [street, other, compound] }]);
    expect(plan.places.map((write) => write.after.id)).toEqual([compound]);
  });
});

describe('cells follow from the building', () => {
  const switched = { ...base, buildingId: building, version: 1, reportsAs: 'unit' as const };

  it('a building without units stays the cell itself when it is switched to units', () => {
    const plan = done(decide('places.switch-cells', around(all), switched));
    expect(after(plan, building)).toMatchObject({ reportsAs: 'unit', isCell: true });
    expect(plan.cells).toEqual([]);
  });

  it('its first unit takes its dwellings and becomes the cell, in the same grid', () => {
    const high = { ...house, reportsAs: 'unit' as const };
    const add = { ...base, placeId: unit, parentId: building, kind: 'unit' as const, name: '1单元' };
    const plan = done(decide('places.add', around([root, home, yard, high]), add));
    expect(after(plan, unit)).toMatchObject({ isCell: true, dwellings: 12 });
    expect(after(plan, building)).toMatchObject({ isCell: false, dwellings: 0, version: 2 });
    expect(plan.dwellings).toEqual([{ from: building, to: unit, ids: null }]);
    expect(plan.cells).toEqual(
      expect.arrayContaining([
        { cellId: building, gridId: null },
        { cellId: unit, gridId: grid },
      ]),
    );
  });

  it('a tall building is set to report by unit unless it is said otherwise', () => {
    const add = {
      ...base,
      placeId: newId(),
      parentId: compound,
      kind: 'building' as const,
      name: '塔楼',
      floors: 18,
    };
    expect(after(done(decide('places.add', around(all), add)), add.placeId)?.reportsAs).toBe('unit');
    const told = { ...add, reportsAs: 'building' as const };
    expect(after(done(decide('places.add', around(all), told)), add.placeId)?.reportsAs).toBe('building');
  });

  it('a closed building leaves its grid, a reopened one returns to one', () => {
    const close = { ...base, placeId: building, version: 1, reason: '拆除', includeBelow: true };
    const plan = done(decide('places.close', around(all), close));
    expect(after(plan, building)).toMatchObject({ closedOn: today, isCell: false, dwellings: 0 });
    expect(plan.cells).toEqual([{ cellId: building, gridId: null }]);
    const closed = { ...house, closedOn: today, isCell: false, gridId: null, dwellings: 0 };
    const reopen = { ...base, placeId: building, version: 1 };
    const back = done(decide('places.reopen', around([root, home, yard, closed]), reopen));
    expect(back.cells).toEqual([{ cellId: building, gridId: grid }]);
  });
});

describe('what a change keeps', () => {
  it('the old name, as an alias, unless it was a slip', () => {
    const rename = { ...base, placeId: compound, version: 1, name: '新院', keepAlias: true };
    expect(done(decide('places.rename', around(all), rename)).aliases).toMatchObject([{ name: 'compound' }]);
    const slip = { ...rename, keepAlias: false };
    expect(done(decide('places.rename', around(all), slip)).aliases).toEqual([]);
  });

  it('fields that were not named; null clears one', () => {
    const sized = { ...house, floors: 6, heightM: 17.5 };
    const edit = { ...base, placeId: building, version: 1, floors: null };
    const plan = done(decide('places.edit', around([root, home, yard, sized]), edit));
    expect(after(plan, building)).toMatchObject({ floors: null, heightM: 17.5 });
  });
});
