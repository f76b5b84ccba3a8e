import type { Decided } from '../kernel/index.ts';
import { placesProblem } from './problems.ts';

/**
 * The 12-digit statistical division code (国家统计局《统计用区划代码和城乡划分代码编制规则》): GB/T 2260 gives the
 * first six digits, province 2, city 2, county 2; then street or town 3 (GB/T 10114), community or village 3.
 */
export interface DivisionCodeParts {
  readonly province: string;
  readonly city: string;
  readonly county: string;
  readonly street: string;
  readonly community: string;
}

export type DivisionLevel = 'street' | 'community';

/** The parts of a code; null when it is not twelve digits. */
export function partsOfCode(code: string): DivisionCodeParts | null {
  if (!/^[0-9]{12}$/.test(code)) return null;
  return {
    province: code.slice(0, 2),
    city: code.slice(2, 4),
    county: code.slice(4, 6),
    street: code.slice(6, 9),
    community: code.slice(9),
  };
}

/** Whether the code names a street or a community; null when it names neither (another level, or malformed). */
export function levelOfCode(code: string): DivisionLevel | null {
  const parts = partsOfCode(code);
  if (!parts || parts.street === '000' || parts.province < '11') return null;
  return parts.community === '000' ? 'street' : 'community';
}

/** The code of the street a community's code belongs to. */
export function streetCodeOf(code: string): string {
  return `${code.slice(0, 9)}000`;
}

/**
 * A street's own code, or why it is not one. Streets are 001–099, towns 100–199, townships 200–399, areas run like them
 * 400–599; all of them can run Linli, so only the level is asked for.
 */
export function checkStreetCode(code: string): Decided<string> {
  if (levelOfCode(code) === 'street') return code;
  return placesProblem('places.code_wrong', {
    why: '街道的代码是 12 位数字，末三位为 000',
    why_en: 'a street’s code has 12 digits and ends in 000',
  });
}

/** A community's code under its street's; a street without a code accepts every community code. */
export function checkCommunityCode(code: string, streetCode: string | null): Decided<string> {
  if (levelOfCode(code) !== 'community') {
    return placesProblem('places.code_wrong', {
      why: '社区的代码是 12 位数字，末三位不为 000',
      why_en: 'a community’s code has 12 digits and does not end in 000',
    });
  }
  if (streetCode !== null && streetCodeOf(code) !== streetCode) {
    return placesProblem('places.code_of_other_street', { code, street: streetCode });
  }
  return code;
}
