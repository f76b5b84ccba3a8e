import fc from 'fast-check';
import { expect, it } from 'vitest';
import { communityOf, isCell } from './index.ts';
import { MemoryStreet, type Values } from './testing/memory-street.ts';

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: '' });

/** Rows from few names, so that they meet, repeat and contradict one another. */
const row: fc.Arbitrary<Values> = fc
  .record({
    community_name: fc.constantFrom('迎春社区', '迎春社区居委会', '太行路', '别处社区'),
    compound: fc.constantFrom('机车宿舍', '新宿舍', ' 机车宿舍 '),
    building: maybe(fc.constantFrom('1号楼', '1栋', '一幢', '2#', '2号楼', '红楼')),
    unit: maybe(fc.constantFrom('1单元', '1', '一单元', '2单元', '3个单元')),
    floors: maybe(fc.constantFrom('6', '18', '0')),
    per_floor: maybe(fc.constantFrom('2', '3')),
    height: maybe(fc.constantFrom('17', '54.5')),
    reports_as: maybe(fc.constantFrom('整栋', '单元')),
    grid: maybe(fc.constantFrom('第1网格', '一网格', '第2网格')),
    managed: maybe(fc.constantFrom('有', '无')),
    alias: maybe(fc.constantFrom('红楼', '老楼')),
  })
  .map((values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')));
const table = fc.array(row, { minLength: 1, maxLength: 12 });

function begin(): MemoryStreet {
  const street = new MemoryStreet(null, '职工新街街道');
  street.take('communities', [{ community_name: '迎春社区居委会' }, { community_name: '太行路社区居委会' }]);
  return street;
}

/** The street without what only moves forward: versions of places that were changed and changed back. */
const shapeOf = (street: MemoryStreet) => ({
  places: [...street.places.values()].map(({ version: _version, ...place }) => place),
  grids: [...street.grids.values()],
  aliases: [...street.aliases.values()],
});

function checkWhole(street: MemoryStreet): void {
  for (const place of street.places.values()) {
    const parent = street.places.get(place.parentId ?? '');
    expect(place.path).toEqual([...(parent?.path ?? []), place.id]);
    const children = [...street.places.values()].filter(({ parentId }) => parentId === place.id);
    const names = children.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(place.isCell).toBe(
      isCell(place, place.kind === 'unit' ? (parent ?? null) : null, children.length),
    );
    const grid = street.grids.get(place.gridId ?? '');
    expect(grid?.communityId).toBe(place.isCell ? communityOf(place) : undefined);
    if (place.kind === 'building' && children.length > 0) expect(place.dwellings).toBe(0);
  }
  const gridNames = [...street.grids.values()].map(({ communityId, name }) => `${communityId} ${name}`);
  expect(new Set(gridNames).size).toBe(gridNames.length);
}

it('leaves a whole tree: every cell in exactly one grid of its community, no name twice', () => {
  fc.assert(
    fc.property(table, table, (one, other) => {
      const street = begin();
      for (const rows of [one, other]) {
        const check = street.take('buildings', rows);
        expect(check.good.length + new Set(check.problems.map(({ row: at }) => at)).size).toBe(rows.length);
        checkWhole(street);
      }
    }),
    { numRuns: 400 },
  );
});

it('finds the second time that everything is there', () => {
  fc.assert(
    fc.property(table, table, (one, other) => {
      const street = begin();
      street.take('buildings', one);
      const first = street.take('buildings', other);
      const good = new Set(first.good.map(({ row: at }) => at));
      // Rows that were refused stay out: what they said is not part of what is there.
      const again = street.check(
        'buildings',
        other.map((values, index) => (good.has(index + 2) ? values : { community_name: '别处社区' })),
      );
      expect(again.good.map(({ row: at }) => at)).toEqual([...good]);
      expect(again.plan).toMatchObject({ places: [], cells: [], newGrids: [], aliases: [] });
      expect([...again.outcomes.values()].filter((outcome) => outcome !== 'unchanged')).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

it('takes back exactly what it brought', () => {
  fc.assert(
    fc.property(table, table, (one, other) => {
      const street = begin();
      street.take('buildings', one);
      const before = shapeOf(street);
      const check = street.take('buildings', other);
      expect(street.undo(check)).toHaveProperty('plan');
      expect(shapeOf(street)).toEqual(before);
    }),
    { numRuns: 400 },
  );
});

it('takes nothing back when a place was changed since', () => {
  const street = begin();
  const check = street.take('buildings', [
    { community_name: '迎春', compound: '机车宿舍', building: '1号楼' },
  ]);
  const building = street.named('1号楼');
  street.places.set(building.id, { ...building, version: 2 });
  const before = shapeOf(street);
  expect(street.undo(check)).toMatchObject({ obstacles: [{ path: `places/${building.id}` }] });
  expect(shapeOf(street)).toEqual(before);
});
