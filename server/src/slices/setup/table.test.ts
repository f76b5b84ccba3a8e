import { readdirSync, readFileSync } from 'node:fs';
import { Problem } from '@linli/core/kernel';
import type { CommunityColumn } from '@linli/core/places';
import { describe, expect, it } from 'vitest';
import { type NewStreet, StreetTable } from './table.ts';

type Line = readonly [streetCode: string, streetName: string, code: string, name: string];

function read(lines: readonly Line[], firstRow = 2): NewStreet {
  const table = new StreetTable();
  for (const [index, [street_code, street_name, community_code, community_name]] of lines.entries()) {
    table.add({
      row: firstRow + index,
      values: { street_code, street_name, community_code, community_name },
    });
  }
  return table.finish();
}

function refusal(lines: readonly Line[]): Problem {
  try {
    read(lines);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const good: Line = ['140107007000', '职工新街街道', '140107007001', '迎春社区居委会'];

describe('a table of communities', () => {
  const cases: readonly [what: string, line: Line, column: CommunityColumn][] = [
    ['a street code that is none', ['140107007001', '职工新街街道', '', '新村社区'], 'street_code'],
    ['a street code in the form of Excel', ['1.40107E+11', '职工新街街道', '', '新村社区'], 'street_code'],
    ['a community code of another street', ['', '', '140109001001', '新村社区'], 'community_code'],
    ['a community code that is a street’s', ['', '', '140107007000', '新村社区'], 'community_code'],
    ['a community without a name', ['', '', '140107007005', ' '], 'community_name'],
    ['a name that turns the writing direction', ['', '', '140107007005', '新村\u202e社区'], 'community_name'],
    ['a name too long', ['', '', '140107007005', '新'.repeat(61)], 'community_name'],
    ['a second street', ['140109001000', '千峰街道', '140109001001', '公园路社区居委会'], 'street_name'],
    ['the same name twice', ['', '', '140107007005', '迎春社区居委会'], 'community_name'],
    ['the same code twice', ['', '', '140107007001', '新村社区居委会'], 'community_name'],
  ];
  it.each(cases)('refuses %s, naming row and column', (_what, line, column) => {
    const problem = refusal([good, line]);
    expect(problem.code).toBe('setup.rows_refused');
    expect(problem.fields.map((field) => field.path)).toEqual([`rows/3/${column}`]);
    expect(problem.fields[0]?.text.zh).toMatch(/[\u4e00-\u9fff]/);
  });

  it('refuses a table without communities', () => {
    expect(refusal([]).code).toBe('setup.table_empty');
  });

  it('refuses a table that is longer than any street, once', () => {
    const lines = Array.from(
      { length: 600 },
      (_, index): Line => ['', index === 0 ? '甲街道' : '', '', `第${index}社区`],
    );
    const problem = refusal(lines);
    expect(problem.fields.map((field) => field.path)).toEqual(['rows/502/community_name']);
  });

  it('tells fifty reasons and counts the rest', () => {
    const lines = Array.from(
      { length: 80 },
      (_, index): Line => ['', index === 0 ? '甲街道' : '', '1', `第${index}社区`],
    );
    const problem = refusal(lines);
    expect(problem.fields).toHaveLength(50);
    expect(problem.text.zh).toContain('80');
  });

  it('takes the first row’s street for rows that leave it empty, and places without codes', () => {
    expect(read([good, ['', '', '', '新村社区']])).toEqual({
      name: '职工新街街道',
      code: '140107007000',
      communities: [
        { name: '迎春社区居委会', code: '140107007001' },
        { name: '新村社区', code: null },
      ],
    });
  });

  const samples = new URL('../../../../samples/streets/', import.meta.url);
  const files = readdirSync(samples).filter((file) => file.endsWith('.csv'));
  it.each(files)('reads the street of %s', (file) => {
    const lines = readFileSync(new URL(file, samples), 'utf8').trim().split(/\r?\n/).slice(1);
    const street = read(lines.map((line) => line.split(',') as unknown as Line));
    expect(street.communities).toHaveLength(lines.length);
    expect(`${street.code},${street.name}`).toBe(lines[0]?.split(',').slice(0, 2).join(','));
  });
});
