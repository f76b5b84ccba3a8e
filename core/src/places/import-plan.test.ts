import { describe, expect, it } from 'vitest';
import { MemoryStreet } from './testing/memory-street.ts';

const street = () => {
  const made = new MemoryStreet('140107007000', '职工新街街道');
  made.take('communities', [
    { community_code: '140107007001', community_name: '迎春社区居委会' },
    { community_code: '140107007004', community_name: '太行路社区居委会' },
  ]);
  return made;
};

const house = { community_name: '迎春', compound: '机车宿舍', building: '1号楼' };

describe('a list of communities', () => {
  it.each([
    [{ community_code: '140109001001', community_name: '公园路社区' }, 'community_code', 'code_other_street'],
    [{ community_code: '140107007000', community_name: '新村社区' }, 'community_code', 'code_wrong'],
    [{ community_code: '1401070070', community_name: '新村社区' }, 'community_code', 'code_wrong'],
    [{ street_code: '140109001000', community_name: '新村社区' }, 'street_code', 'street_wrong'],
    [{ street_name: '千峰街道', community_name: '新村社区' }, 'street_name', 'street_wrong'],
    [{ community_code: '140107007001', community_name: '太行路社区' }, 'community_name', 'code_and_name'],
  ])('refuses %j', (values, column, code) => {
    expect(street().check('communities', [values]).problems).toMatchObject([{ row: 2, column, code }]);
  });

  it('refuses the same community twice, naming the first row', () => {
    const rows = [
      { community_name: '新村社区' },
      { community_name: '赛马场社区' },
      { community_name: '新村社区' },
    ];
    expect(street().check('communities', rows).problems).toMatchObject([
      { row: 4, code: 'duplicate', params: { row: 2 } },
    ]);
  });

  it('is the office’s: someone with a community adds and changes none', () => {
    const at = street();
    const cadre = at.keeperOf(at.named('迎春社区居委会').id);
    const rows = [{ community_name: '新村社区' }, { community_name: '迎春社区' }];
    const check = at.check('communities', rows, cadre);
    expect(check.problems).toMatchObject([{ row: 2, code: 'office_only' }]);
    expect(check.outcomes.get(3)).toBe('unchanged');
  });

  it('adds what is new under its everyday name as well', () => {
    const at = street();
    at.take('communities', [{ street_name: '职工新街', community_name: '新村社区居委会' }]);
    expect(at.named('新村社区居委会')).toMatchObject({ kind: 'community', code: null, sort: 3 });
    expect(at.aliasesOf('新村社区居委会')).toEqual(['新村社区']);
  });

  it('takes a new name of a known code for a renaming, and the everyday name for none', () => {
    const at = street();
    const check = at.take('communities', [
      { community_code: '140107007001', community_name: '迎春里社区居委会' },
      { community_code: '140107007004', community_name: '太行路社区' },
    ]);
    expect([...check.outcomes.values()]).toEqual(['changed', 'unchanged']);
    expect(at.named('迎春里社区居委会').code).toBe('140107007001');
    expect(at.aliasesOf('迎春里社区居委会')).toContain('迎春社区居委会');
  });
});

describe('a list of buildings', () => {
  it.each([
    [
      'a community that is not there',
      { ...house, community_name: '新村' },
      'community_name',
      'community_unknown',
    ],
    ['no community where there are two', { ...house, community_name: '' }, 'community_name', 'required'],
    [
      'a code of another street',
      { ...house, community_code: '140109001001' },
      'community_code',
      'code_other_street',
    ],
    ['doors without floors', { ...house, per_floor: '2' }, 'floors', 'floors_needed'],
  ])('refuses %s', (_what, values, column, code) => {
    expect(street().check('buildings', [values]).problems).toMatchObject([{ row: 2, column, code }]);
  });

  it('refuses rows outside the importer’s community and takes the others', () => {
    const at = street();
    const cadre = at.keeperOf(at.named('迎春社区居委会').id);
    const check = at.check('buildings', [house, { ...house, community_name: '太行路' }], cadre);
    expect(check.problems).toMatchObject([{ row: 3, code: 'outside_scope' }]);
    expect(check.good.map(({ row }) => row)).toEqual([2]);
  });

  it('takes a list without communities for the one that its keeper has', () => {
    const at = street();
    const cadre = at.keeperOf(at.named('太行路社区居委会').id);
    expect(at.check('buildings', [{ ...house, community_name: '' }], cadre).problems).toEqual([]);
  });

  it.each([
    ['floors', { floors: '6' }, { floors: '7' }],
    ['height', { height: '18' }, { height: '19' }],
    ['the way to report', { reports_as: '整栋' }, { reports_as: '单元' }],
    ['the property manager', { managed: '有' }, { managed: '无' }],
  ])('refuses a row that contradicts an earlier one on %s', (_what, one, other) => {
    expect(
      street().check('buildings', [
        { ...house, ...one },
        { ...house, ...other },
      ]).problems,
    ).toMatchObject([{ row: 3, code: 'conflict', params: { row: 2 } }]);
  });

  it('refuses a row that says nothing new, and takes one that adds to an earlier one', () => {
    const rows = [house, { ...house, building: '1栋' }, { ...house, floors: '6' }];
    expect(street().check('buildings', rows).problems).toMatchObject([{ row: 3, code: 'duplicate' }]);
  });

  it('refuses a second grid for a building that reports as a whole, whichever units the rows name', () => {
    const rows = [
      { ...house, unit: '1', reports_as: '整栋', grid: '第1网格' },
      { ...house, unit: '2', grid: '第2网格' },
    ];
    expect(street().check('buildings', rows).problems).toMatchObject([
      { row: 3, column: 'grid', code: 'two_grids', params: { row: 2, grid: '第1网格' } },
    ]);
  });

  it('puts the units of a building that reports by unit into their own grids', () => {
    const at = street();
    at.take('buildings', [
      { ...house, unit: '1', floors: '18', grid: '第1网格' },
      { ...house, unit: '2', floors: '18', grid: '2网格' },
    ]);
    expect(at.named('1号楼')).toMatchObject({ reportsAs: 'unit', isCell: false, gridId: null, floors: 18 });
    expect(at.gridOf('1')).toBe('第1网格');
    expect(at.gridOf('2')).toBe('2网格');
  });

  it('asks for the grid where the community has several', () => {
    const rows = [
      { ...house, grid: '第1网格' },
      { ...house, compound: '新宿舍', grid: '第2网格' },
      { ...house, compound: '老宿舍' },
    ];
    expect(street().check('buildings', rows).problems).toMatchObject([{ row: 4, code: 'grid_required' }]);
  });

  it('draws the first grid of a community without any', () => {
    const at = street();
    at.take('buildings', [house]);
    expect(at.gridOf('1号楼')).toBe('第1网格');
  });

  it('makes nothing that only a refused row speaks of', () => {
    const rows = [house, { ...house, floors: '6' }, { ...house, floors: '7', grid: '第9网格' }];
    const check = street().check('buildings', rows);
    expect(check.problems.map(({ row }) => row)).toContain(4);
    expect(check.plan.newGrids.map(({ name }) => name)).toEqual(['第1网格']);
  });

  it('makes units and doors of a count', () => {
    const at = street();
    const check = at.take('buildings', [{ ...house, unit: '3个单元', floors: '6', per_floor: '2' }]);
    expect(check.plan.places.map(({ after }) => after.name)).toEqual([
      ...['机车宿舍', '1号楼', '1单元', '2单元', '3单元'],
    ]);
    expect(check.doors).toHaveLength(3);
    expect(at.named('2单元')).toMatchObject({ floors: 6, dwellings: 12, isCell: false });
    expect(at.named('1号楼')).toMatchObject({ dwellings: 0, isCell: true, reportsAs: 'building' });
  });

  it('gives doors of a building with units to no unit by guessing', () => {
    const rows = [
      { ...house, unit: '1' },
      { ...house, floors: '6', per_floor: '4' },
    ];
    expect(street().check('buildings', rows).problems).toMatchObject([{ row: 3, code: 'doors_of_units' }]);
  });

  it('leaves doors that are there alone, and adds no unit beside them', () => {
    const at = street();
    at.take('buildings', [{ ...house, floors: '6', per_floor: '2' }]);
    const again = at.check('buildings', [
      { ...house, floors: '6', per_floor: '4' },
      { ...house, unit: '1单元' },
    ]);
    expect(again.doors).toEqual([]);
    expect(again.problems).toMatchObject([{ row: 3, column: 'unit', code: 'doors_beside_units' }]);
  });

  it('finds what is there under every way to write it, and changes only what a row says', () => {
    const at = street();
    at.take('buildings', [{ ...house, unit: '1单元', floors: '6', alias: '红楼', managed: '有' }]);
    const check = at.take('buildings', [
      { ...house, community_name: '迎春社区', compound: ' 机车宿舍', building: '一栋', unit: '第一单元' },
      { ...house, building: '红楼', height: '20.5' },
    ]);
    expect([...check.outcomes.values()]).toEqual(['unchanged', 'changed']);
    expect(at.named('1号楼')).toMatchObject({ heightM: 20.5, floors: 6 });
    expect(at.named('机车宿舍').managed).toBe(true);
  });

  it('follows a building that is switched to its units', () => {
    const at = street();
    at.take('buildings', [{ ...house, unit: '2个单元' }]);
    const check = at.take('buildings', [{ ...house, reports_as: '单元' }]);
    expect(check.plan.places.map(({ change }) => change)).toEqual(['switched', 'cells', 'cells']);
    expect([at.gridOf('1号楼'), at.gridOf('1单元'), at.gridOf('2单元')]).toEqual([
      null,
      '第1网格',
      '第1网格',
    ]);
  });

  it('puts buildings with numbers in their order, others behind them', () => {
    const at = street();
    at.take(
      'buildings',
      ['综合楼', '10号楼', '9号楼'].map((building) => ({ ...house, building })),
    );
    const names = [...at.places.values()].filter(({ kind }) => kind === 'building');
    expect(names.sort((a, b) => a.sort - b.sort).map(({ name }) => name)).toEqual([
      '9号楼',
      '10号楼',
      '综合楼',
    ]);
  });
});
