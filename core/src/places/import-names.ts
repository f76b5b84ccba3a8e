/**
 * How places are recognised across lists: people write 8号楼, 8栋, 8#, 第八幢 for the same building, and full-width digits
 * or stray spaces anywhere. Names themselves are kept as they were typed.
 */

const chineseDigits = '零一二三四五六七八九';

/** 一 … 九十九; null for anything else. */
function chineseNumber(text: string): number | null {
  const parts = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(text);
  if (!parts || text === '') return null;
  const [, tens, ten, ones] = parts;
  if (!ten) return tens && !ones ? chineseDigits.indexOf(tens) : null;
  return (tens ? chineseDigits.indexOf(tens) : 1) * 10 + (ones ? chineseDigits.indexOf(ones) : 0);
}

/** Half-width, lower case, without spaces and invisible characters. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u200b-\u200f\ufeff]/g, '');
}

const buildingMarks = '(?:号楼栋?|号栋|号|栋楼?|幢楼?|座|楼|#楼?|楼#)?';
const unitMarks = '(?:号?单元|单元门|门洞?|#)?';
const gridMarks = '(?:号?网格|格)?';
const number = '([0-9]+|[一二三四五六七八九十]{1,3})';
/** 8, 12a, a-3, 8-1, or a single letter. */
const mark = '([a-z]?[0-9]+(?:-[a-z0-9]+)*[a-z]?|[a-z]-?[0-9]*)';

function patterns(marks: string) {
  return [new RegExp(`^第?${number}${marks}$`), new RegExp(`^第?${mark}${marks}$`)] as const;
}
const buildingPatterns = patterns(buildingMarks);
const unitPatterns = patterns(unitMarks);
const gridPatterns = patterns(gridMarks);

function keyBy([numbered, marked]: readonly [RegExp, RegExp], plain: string): string {
  const digits = numbered.exec(plain)?.[1];
  if (digits !== undefined) {
    const value = /^[0-9]/.test(digits) ? digits.replace(/^0+(?=.)/, '') : chineseNumber(digits);
    if (value !== null) return `#${value}`;
  }
  const other = marked.exec(plain)?.[1];
  return other === undefined ? plain : `#${other}`;
}

/** `compound`: its name, which some lists repeat before the building's. */
export function buildingKey(name: string, compound: string): string {
  const plain = plainName(name);
  const prefix = plainName(compound);
  const own = plain.length > prefix.length && plain.startsWith(prefix) ? plain.slice(prefix.length) : plain;
  return keyBy(buildingPatterns, own);
}

export function unitKey(name: string): string {
  return keyBy(unitPatterns, plainName(name));
}

/** `community`: its name, which some lists write before the grid's. */
export function gridKey(name: string, community: string): string {
  const plain = plainName(name);
  const stem = communityStem(community);
  const own = plain.startsWith(stem) ? plain.slice(stem.length).replace(/^社区/, '') : plain;
  return keyBy(gridPatterns, own === '' ? plain : own);
}

export function compoundKey(name: string): string {
  return plainName(name);
}

/** What people call a community: 迎春社区居委会 → 迎春社区, 五大龙沟村委会 → 五大龙沟村. */
export function everydayName(name: string): string {
  const village = /^(.+?)村?村(民委员会|委会)$/.exec(name);
  if (village) return `${village[1]}村`;
  return name.replace(/(?<=.)(居民委员会|居委会)$/, '');
}

/** What is left of a community's name in every list: 迎春社区居委会, 迎春社区, 迎春居委会 → 迎春. */
export function communityStem(name: string): string {
  return everydayName(plainName(name)).replace(/(?<=.)社区$/, '');
}

/** The number in a key, to put 10号楼 after 9号楼; null when it has none. */
export function orderOfKey(key: string): number | null {
  const digits = /^#(\d{1,5})$/.exec(key)?.[1];
  return digits === undefined ? null : Number(digits);
}
