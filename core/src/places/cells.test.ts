import { Problem } from '@linli/core/kernel';
import { describe, expect, it } from 'vitest';
import { gridSizeWarning, suggestReportsAs } from './cells.ts';
import { firstDay } from './dated.ts';
import { checkNodeClose, checkNodeParent } from './lines.ts';

const codeOf = (decided: unknown) => (decided instanceof Problem ? decided.code : decided);

describe('how a building should report', () => {
  it.each([
    [{ heightM: null, floors: null }, null],
    [{ heightM: 27, floors: null }, 'building'],
    [{ heightM: 27.1, floors: null }, 'unit'],
    [{ heightM: null, floors: 9 }, 'building'],
    [{ heightM: null, floors: 10 }, 'unit'],
    [{ heightM: 20, floors: 30 }, 'building'],
  ])('%j: %s', (building, expected) => {
    expect(suggestReportsAs(building)).toBe(expected);
  });
});

describe('the size of a grid', () => {
  it.each([
    [0, null],
    [1, 'small'],
    [149, 'small'],
    [150, null],
    [500, null],
    [501, 'large'],
  ])('%d dwellings: %s', (dwellings, expected) => {
    expect(gridSizeWarning(dwellings)).toBe(expected);
  });
});

describe('the first day of a membership', () => {
  it('is never past and never more than a year ahead', () => {
    expect(codeOf(firstDay('2026-11-19', '2026-11-20'))).toBe('places.from_day');
    expect(codeOf(firstDay('2028-01-01', '2026-11-20'))).toBe('places.from_day');
    expect(firstDay('2026-12-01', '2026-11-20')).toBe('2026-12-01');
    expect(firstDay(undefined, '2026-11-20')).toBe('2026-11-20');
  });
});

describe('a line stays a tree', () => {
  const open = [
    { id: 'committee', parentId: null },
    { id: 'branch', parentId: 'committee' },
    { id: 'group', parentId: 'branch' },
  ];

  it('no node stands under itself, under one below it, or outside its line', () => {
    expect(codeOf(checkNodeParent(open, 'committee', 'group'))).toBe('places.node_cycle');
    expect(codeOf(checkNodeParent(open, 'branch', 'branch'))).toBe('places.node_cycle');
    expect(codeOf(checkNodeParent(open, 'branch', 'elsewhere'))).toBe('places.node_line');
    expect(checkNodeParent(open, 'group', 'committee')).toBe('committee');
    expect(checkNodeParent(open, 'group', null)).toBeNull();
  });

  it('a node with others below it is not closed', () => {
    expect(codeOf(checkNodeClose(open, 'branch'))).toBe('places.node_in_use');
    expect(checkNodeClose(open, 'group')).toBe('group');
  });
});
