import { describe, expect, it } from 'vitest';
import { toggled } from './selection.ts';

describe('ticking a group', () => {
  it('takes the rest in while one of it is missing', () => {
    expect([...toggled(new Set(['a']), ['a', 'b'])]).toEqual(['a', 'b']);
  });

  it('lets all of it go once it is whole, and nothing else', () => {
    expect([...toggled(new Set(['a', 'b', 'other']), ['a', 'b'])]).toEqual(['other']);
  });
});
