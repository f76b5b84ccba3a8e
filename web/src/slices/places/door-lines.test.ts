import { describe, expect, it } from 'vitest';
import { readDoorLines } from './door-lines.ts';

describe('a typed list of doors', () => {
  it('keeps what it cannot read, with its line, instead of dropping it', () => {
    expect(readDoorLines('3 301\n东边那户\n')).toEqual([
      { floor: 3, door: '301' },
      { row: 2, text: '东边那户' },
    ]);
  });

  it('takes floor and door as typed, pasted from two columns, or in full-width characters', () => {
    expect(readDoorLines('3 301\n-1\t车库2\n３，３０２')).toEqual([
      { floor: 3, door: '301' },
      { floor: -1, door: '车库2' },
      { floor: 3, door: '302' },
    ]);
  });

  it('knows the floor of a plain door number', () => {
    expect(readDoorLines('301\n1203')).toEqual([
      { floor: 3, door: '301' },
      { floor: 12, door: '1203' },
    ]);
  });

  it('skips empty lines', () => {
    expect(readDoorLines('\n \n')).toEqual([]);
  });
});
