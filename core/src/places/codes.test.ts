import { Problem } from '@linli/core/kernel';
import { describe, expect, it } from 'vitest';
import { checkCommunityCode, checkStreetCode, levelOfCode, partsOfCode } from './codes.ts';

const codeOf = (decided: string | Problem) => (decided instanceof Problem ? decided.code : decided);

describe('division codes (GB/T 2260 and the 12-digit statistical code)', () => {
  it.each(['', '14010700700', '1401070070000', '14010700700x', '140107000000', '000107007001'])(
    '%j is neither',
    (code) => {
      expect(levelOfCode(code)).toBeNull();
    },
  );

  it('splits as 2-2-2-3-3', () => {
    const parts = { province: '14', city: '01', county: '07', street: '007', community: '001' };
    expect(partsOfCode('140107007001')).toEqual(parts);
  });

  it('a street ends in 000, towns and areas run like streets included', () => {
    expect(checkStreetCode('140107007000')).toBe('140107007000');
    expect(checkStreetCode('140171402000')).toBe('140171402000');
    expect(codeOf(checkStreetCode('140107007001'))).toBe('places.code_wrong');
  });

  it('a community carries the first nine digits of its street', () => {
    expect(checkCommunityCode('140107007001', '140107007000')).toBe('140107007001');
    expect(checkCommunityCode('140107007001', null)).toBe('140107007001');
    expect(codeOf(checkCommunityCode('140107008001', '140107007000'))).toBe('places.code_of_other_street');
    expect(codeOf(checkCommunityCode('140107007000', '140107007000'))).toBe('places.code_wrong');
  });
});
