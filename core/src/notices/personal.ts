import type { FieldProblem, Text } from '../kernel/index.ts';
import { healthWords, masks, plainSurnames, plates, surnames, titles } from './names.ts';

/** What was found. Never what it says: the refusal of a leak must not be the next leak. */
const personalKinds = {
  phone: { zh: '电话号码', en: 'a telephone number' },
  identity: { zh: '身份证号码', en: 'an identity number' },
  plate: { zh: '车牌号', en: 'a number plate' },
  person: { zh: '人名或称呼', en: 'a person’s name' },
  household: { zh: '能认出是哪一户的内容', en: 'something that points to one household' },
} as const satisfies Record<string, Text>;

export type PersonalKind = keyof typeof personalKinds;

export interface PersonalHit {
  readonly kind: PersonalKind;
  /** Position of its first character, from 0, and how many it spans. */
  readonly at: number;
  readonly length: number;
}

/** One mark at most between two digits: people space and hyphenate numbers, and some do so to slip through. */
const gap = '[ \\-–—.·_/]?';
const digits = (count: string) => `(?:${gap}\\d){${count}}`;
const born = `${gap}(?:0${gap}[1-9]|1${gap}[0-2])${gap}(?:0${gap}[1-9]|[12]${gap}\\d|3${gap}[01])`;
const room = '(?:\\d{1,3}(?:号楼|号院|栋|幢|座|单元|[-–—#]))*\\d{3,4}(?:号房|[室户号房])?';
const between = '[ :,、(]{0,2}';
const name = `${plainSurnames}\\p{Script=Han}{1,2}`;
const ends = '(?![\\p{Script=Han}\\d])';

const patterns: readonly { readonly kind: PersonalKind; readonly pattern: RegExp }[] = [
  // GB 11643: division, date of birth, order, check character; 15 digits before 1999. Whether the check fits is not asked.
  {
    kind: 'identity',
    pattern: of(
      `[1-9]${digits('5')}${gap}(?:1${gap}[89]|2${gap}0)${digits('2')}${born}${digits('3')}${gap}[\\dXx](?![\\dA-Za-z])`,
    ),
  },
  { kind: 'identity', pattern: of(`[1-9]${digits('5')}${digits('2')}${born}${digits('3')}(?!\\d)`) },
  { kind: 'phone', pattern: of(`(?:\\+?86${gap})?1${gap}[3-9]${digits('9')}(?!\\d)`) },
  // Area code and number; not 400 and 800, which are lines of organisations.
  { kind: 'phone', pattern: of(`[(]?0\\d{2,3}[)]?[ \\-–—]{0,2}[2-9]\\d{2,3}[ -]?\\d{4}(?!\\d)`) },
  {
    kind: 'phone',
    pattern: of(
      `(?<=(?:电话|手机|联系|微信|拨打|致电|座机|号码|tel|phone)[^\\d]{0,6})[2-9]\\d{2,3}[ -]?\\d{4}(?!\\d)`,
    ),
  },
  {
    kind: 'plate',
    pattern: of(
      `[${plates}][A-HJ-NP-Z][ ·•.\\-]?(?=[A-HJ-NP-Z]*\\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])`,
    ),
  },
  { kind: 'household', pattern: of(`${room}${between}${name}${ends}`) },
  { kind: 'household', pattern: of(`(?<!\\p{Script=Han})${name}${between}${room}(?!\\d)`) },
  { kind: 'household', pattern: of(`${room}[^。;;,,\\d]{0,6}?(?:${healthWords})`) },
  { kind: 'person', pattern: of(`(?:${surnames})(?:\\p{Script=Han}{0,2})(?:${titles})`) },
  { kind: 'person', pattern: of(`(?:${masks})`) },
  {
    kind: 'person',
    pattern: of(`(?<!\\p{Script=Han})${name}(?:系|为|是|已|被|的|,|、|:| )?(?:${healthWords})`),
  },
];

function of(source: string): RegExp {
  return new RegExp(`(?<!\\d)${source}`, 'giu');
}

const plainForms: Readonly<Record<string, string>> = {
  〇: '0',
  零: '0',
  一: '1',
  幺: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};

/** Full-width forms as ASCII, character for character, so that positions stay. */
function narrowed(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
    .replace(/[〇零一幺二三四五六七八九]{7,}/g, (run) =>
      [...run].map((letter) => plainForms[letter] ?? letter).join(''),
    );
}

/** What looks like personal data in a text that is about to become public, in order of place; empty: nothing does. */
export function scanPersonal(text: string): PersonalHit[] {
  const plain = narrowed(text);
  const hits = patterns.flatMap(({ kind, pattern }) =>
    [...plain.matchAll(pattern)].map((match) => ({ kind, at: match.index, length: match[0].length })),
  );
  return hits
    .filter((hit) => !hits.some((other) => other !== hit && holds(other, hit)))
    .sort((one, other) => one.at - other.at);
}

/** The longer of two that overlap says it all; of two alike, the first pattern's. */
function holds(outer: PersonalHit, inner: PersonalHit): boolean {
  const covers = outer.at <= inner.at && outer.at + outer.length >= inner.at + inner.length;
  return covers && outer.length > inner.length;
}

/** The hits as refused fields: where and what, without repeating it. */
export function personalProblems(path: string, text: string): FieldProblem[] {
  return scanPersonal(text).map(({ kind, at }) => ({
    path,
    text: {
      zh: `第 ${at + 1} 个字起像是${personalKinds[kind].zh}`,
      en: `From character ${at + 1} on: looks like ${personalKinds[kind].en}`,
    },
  }));
}
