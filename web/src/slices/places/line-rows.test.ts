import type { LineNode } from '@linli/core/places';
import { describe, expect, it } from 'vitest';
import { lineRows, withBelow } from './line-rows.ts';

const node = (id: string, parentId: string | null) => ({ id, parentId }) as LineNode;
const rows = lineRows([
  node('委', null),
  node('支一', '委'),
  node('支二', '委'),
  node('组', '支一'),
  node('另', null),
]);

describe('a line', () => {
  it('puts everything below its own parent, however the nodes come', () => {
    expect(rows.map((row) => [row.node.id, row.depth])).toEqual([
      ['委', 0],
      ['支一', 1],
      ['组', 2],
      ['支二', 1],
      ['另', 0],
    ]);
  });

  it('names a node and all below it, and nothing beside it', () => {
    expect([...withBelow(rows, '支一')]).toEqual(['支一', '组']);
    expect([...withBelow(rows, '委')]).toEqual(['委', '支一', '组', '支二']);
    expect([...withBelow(rows, '不在')]).toEqual([]);
  });
});
