import { expect, test } from 'vitest';
import { inPiles } from './order.ts';

const of = (
  targetId: string,
  level: 'street' | 'sector' | 'community' | 'compound' | 'cell',
  ...wholes: string[]
) => ({
  ...{ targetId, level, wholes },
});

test('one pile for each community, compound by compound', () => {
  const given = [
    of('街', 'street'),
    of('甲', 'community', '街'),
    of('乙', 'community', '街'),
    of('片', 'sector', '街'),
    of('甲一', 'compound', '甲', '片', '街'),
    of('乙一', 'compound', '乙', '片', '街'),
    of('乙二', 'compound', '乙', '街'),
    of('甲一1', 'cell', '甲一', '网', '甲', '片', '街'),
    of('乙一1', 'cell', '乙一', '乙', '片', '街'),
    of('乙一2', 'cell', '乙一', '乙', '片', '街'),
    of('乙二1', 'cell', '乙二', '乙', '街'),
  ];
  expect(inPiles(given).map(({ targetId }) => targetId)).toEqual([
    ...['街', '片', '甲', '甲一', '甲一1', '乙', '乙一', '乙一1', '乙一2', '乙二', '乙二1'],
  ]);
});
