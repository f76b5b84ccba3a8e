import { describe, expect, it } from 'vitest';
import type { ImportColumn } from './import-columns.ts';
import { type RowProblem, rowProblemText } from './import-reasons.ts';
import { type RowIntent, readImportRow } from './import-row.ts';

type Values = Partial<Record<ImportColumn, string>>;
const base: Values = { community_name: '迎春社区', compound: '机车宿舍', building: '8号楼' };

function refusals(values: Values, kind: 'communities' | 'buildings' = 'buildings'): readonly RowProblem[] {
  const read = readImportRow(kind, { row: 7, values });
  return 'problems' in read ? read.problems : [];
}

function intent(values: Values): RowIntent {
  const read = readImportRow('buildings', { row: 7, values: { ...base, ...values } });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.intent;
}

describe('a row is refused', () => {
  const cases: readonly [what: string, values: Values, column: ImportColumn, code: string][] = [
    ['without a compound', { compound: '' }, 'compound', 'required'],
    ['with a unit and no building', { building: '', unit: '1单元' }, 'building', 'required'],
    ['with floors and no building', { building: '-', floors: '6' }, 'building', 'required'],
    ['for a name too long', { compound: '院'.repeat(61) }, 'compound', 'name_wrong'],
    ['for a control character', { building: '8\u0007号楼' }, 'building', 'name_wrong'],
    ['for a character that turns the writing', { compound: '机车\u202e宿舍' }, 'compound', 'name_wrong'],
    ['for a grid name too long', { grid: '格'.repeat(41) }, 'grid', 'name_wrong'],
    ['for a formula’s error', { building: '#REF!' }, 'building', 'cell_error'],
    ['for a name that Excel made a date', { building: '2026-03-01' }, 'building', 'cell_date'],
    ['for no floors', { floors: '0' }, 'floors', 'floors_wrong'],
    ['for too many floors', { floors: '201' }, 'floors', 'floors_wrong'],
    ['for half a floor', { floors: '6.5' }, 'floors', 'floors_wrong'],
    ['for floors in words', { floors: '六层半' }, 'floors', 'floors_wrong'],
    ['for too many doors on a floor', { per_floor: '61' }, 'per_floor', 'per_floor_wrong'],
    ['for a height out of range', { height: '1200' }, 'height', 'height_wrong'],
    ['for a height that is none', { height: '高' }, 'height', 'height_wrong'],
    ['for a yes or no that is neither', { managed: '万科' }, 'managed', 'yes_no_wrong'],
    ['for another way to report', { reports_as: '按户' }, 'reports_as', 'reports_as_wrong'],
    ['for too many units', { units: '41' }, 'units', 'units_wrong'],
    ['for units backwards', { unit: '3-1单元' }, 'unit', 'units_wrong'],
    ['for a list of units with a hole', { unit: '1、、3单元' }, 'unit', 'units_wrong'],
  ];
  it.each(cases)('%s', (_what, values, column, code) => {
    const found = refusals({ ...base, ...values });
    expect(found).toMatchObject([{ row: 7, column, code }]);
    for (const problem of found) {
      expect(rowProblemText(problem).zh).not.toContain('{');
    }
  });

  it('for every reason at once', () => {
    const found = refusals({ compound: '', building: '8号楼', floors: '0', managed: '也许' });
    expect(found.map(({ column }) => column).sort()).toEqual(['compound', 'floors', 'managed']);
  });

  it('in a list of communities without a name', () => {
    expect(refusals({ community_code: '140107007001' }, 'communities')).toMatchObject([
      { column: 'community_name', code: 'required' },
    ]);
  });
});

describe('a row as people type it', () => {
  it('keeps names as they are written', () => {
    expect(intent({ building: ' 8# ' }).building).toBe('8#');
  });

  it.each(['6', '6层', '地上6层', '6F', '6'])('reads %s as six floors', (floors) => {
    expect(intent({ floors }).floors).toBe(6);
  });

  it.each(['2', '2户', '2户/层', '每层2户'])('reads %s as two doors a floor', (per_floor) => {
    expect(intent({ per_floor }).perFloor).toBe(2);
  });

  it.each(['54.3', '54.3米', '54.3m', '约54.3米'])('reads %s as metres', (height) => {
    expect(intent({ height }).heightM).toBe(54.3);
  });

  it.each([
    ['有', true],
    ['是', true],
    ['√', true],
    ['无', false],
    ['没有', false],
    ['', null],
    ['—', null],
  ])('reads %s of a property manager as %s', (managed, value) => {
    expect(intent({ managed }).managed).toBe(value);
  });

  it.each([
    ['整栋', 'building'],
    ['按单元上报', 'unit'],
    ['单元', 'unit'],
  ])('reads %s as reporting by %s', (reports_as, value) => {
    expect(intent({ reports_as }).reportsAs).toBe(value);
  });

  it.each<[Values, readonly string[]]>([
    [{ unit: '1单元' }, ['1单元']],
    [{ unit: '东单元' }, ['东单元']],
    [{ unit: '3个单元' }, ['1单元', '2单元', '3单元']],
    [{ unit: '2-4单元' }, ['2单元', '3单元', '4单元']],
    [{ unit: '1、3' }, ['1单元', '3单元']],
    [{ units: '2' }, ['1单元', '2单元']],
    [{ units: '2个单元' }, ['1单元', '2单元']],
    // A list with one row a unit repeats the building's number of units in every row.
    [{ unit: '2单元', units: '3' }, ['2单元']],
    [{}, []],
  ])('reads the units of %j', (values, units) => {
    expect(intent(values).units).toEqual(units);
  });

  it('takes several other names apart', () => {
    expect(intent({ alias: '老楼、红楼,老楼' }).aliases).toEqual(['老楼', '红楼']);
  });
});
