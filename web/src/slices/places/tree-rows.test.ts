import type { PlaceRow } from '@linli/core/places';
import { describe, expect, it } from 'vitest';
import { moveInTree, visibleLines } from './tree-rows.ts';

function place(id: string, children: number, name = id): PlaceRow {
  return { id, name, children } as PlaceRow;
}

const children = new Map<string, readonly PlaceRow[]>([
  ['street', [place('yingchun', 2, '迎春社区'), place('xincun', 0, '新村社区'), place('far', 3, '远社区')]],
  ['yingchun', [place('yard', 0, '宿舍院'), place('garden', 0, '花园')]],
]);
const lines = (...open: string[]) => visibleLines('street', new Set(open), (id) => children.get(id));

describe('the lines of a tree', () => {
  it('do not open what has nothing below it', () => {
    expect(lines('xincun').map(({ id }) => id)).toEqual(['yingchun', 'xincun', 'far']);
  });

  it('show an open branch under its parent, with its level and place among its siblings', () => {
    expect(
      lines('yingchun').map(({ id, level, position, siblings }) => [id, level, position, siblings]),
    ).toEqual([
      ['yingchun', 1, 1, 3],
      ['yard', 2, 1, 2],
      ['garden', 2, 2, 2],
      ['xincun', 1, 2, 3],
      ['far', 1, 3, 3],
    ]);
  });

  it('hold a place for a branch that is on its way', () => {
    expect(lines('far').at(-1)).toMatchObject({ place: null, parentId: 'far', level: 2 });
  });
});

describe('a key in the tree', () => {
  const shown = lines('yingchun', 'far');

  it('stops at either end, and leaves keys alone that are not its own', () => {
    expect(moveInTree(shown, 'yingchun', 'ArrowUp')).toBeNull();
    expect(moveInTree(shown, 'far', 'ArrowDown')).toBeNull();
    expect(moveInTree(shown, 'xincun', 'ArrowRight')).toBeNull();
    expect(moveInTree(shown, 'xincun', 'F5')).toBeNull();
  });

  it('goes into an open branch and opens a closed one', () => {
    expect(moveInTree(shown, 'yingchun', 'ArrowRight')).toEqual({ kind: 'to', id: 'yard' });
    expect(moveInTree(lines(), 'yingchun', 'ArrowRight')).toEqual({ kind: 'open', id: 'yingchun' });
  });

  it('waits for a branch that is on its way, and does not take a neighbour for its child', () => {
    const loading = visibleLines('street', new Set(['yingchun']), (id) =>
      id === 'street' ? children.get(id) : undefined,
    );
    expect(moveInTree(loading, 'yingchun', 'ArrowRight')).toBeNull();
  });

  it('closes an open branch, and goes up from inside one', () => {
    expect(moveInTree(shown, 'yingchun', 'ArrowLeft')).toEqual({ kind: 'close', id: 'yingchun' });
    expect(moveInTree(shown, 'garden', 'ArrowLeft')).toEqual({ kind: 'to', id: 'yingchun' });
  });

  it('finds the next name by its first character, going round', () => {
    expect(moveInTree(shown, 'xincun', '迎')).toEqual({ kind: 'to', id: 'yingchun' });
  });

  it('starts at the first place when none was reached yet', () => {
    expect(moveInTree(shown, null, 'Enter')).toEqual({ kind: 'choose', id: 'yingchun' });
  });
});
