import type { Status } from '@linli/core/kernel';
import encodeQr from 'qr';

/** What one poster says. Everything is finished text: the typesetter decides nothing. */
export interface PosterFacts {
  readonly status: Status;
  readonly title: string;
  readonly sentence: string;
  /** The lasting title without the place, or null. */
  readonly lasting: string | null;
  readonly head: string;
  readonly trail: string;
  readonly name: string;
  readonly dayLong: string;
  readonly dayDots: string;
  readonly asOf: string;
  readonly serial: string;
  readonly link: string;
  readonly qrText: string;
  /** What to do, where the place is not clear. */
  readonly advice: readonly string[];
  readonly rehearsal: boolean;
}

/** The width of a text in units of its size: a Chinese character is 1, a Latin letter or digit a little over half. */
function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += letter < '\u0250' ? 0.6 : 1;
  // A thin space stands where Chinese and Latin meet.
  return (
    width + 0.25 * (text.match(/(?<=\p{Script=Han})[0-9A-Za-z]|[0-9A-Za-z](?=\p{Script=Han})/gu)?.length ?? 0)
  );
}

/** The largest size, in points, at which the text fits the width, between the bounds. */
function sized(text: string, width: number, largest: number, least: number): number {
  return Math.round(Math.max(least, Math.min(largest, width / Math.max(widthOf(text), 1))) * 10) / 10;
}

/** Widths on an A4 sheet, in points: of the panel, and of the card that carries the place. */
const panel = 500;
const card = 452;

/** One line while it stays large enough to be read from three metres; then two, then three. */
function nameSize(name: string): number {
  const one = sized(name, card, 56, 0);
  if (one >= 34) return one;
  const two = sized(name, card * 1.86, 38, 0);
  return two >= 25 ? two : sized(name, card * 2.7, 26, 11);
}

function titleSize(title: string): number {
  const one = sized(title, panel / 1.03, 132, 0);
  return one >= 78 ? one : sized(title, (panel / 1.03) * 1.9, 78, 40);
}

function sentenceSize(sentence: string): number {
  const one = sized(sentence, card, 13, 0);
  return one >= 11 ? one : sized(sentence, card * 1.9, 11, 7.5);
}

/** Each run of dark modules as one stroke: half the bytes of filled squares, and as sharp. */
function qrSvg(text: string): string {
  const rows = encodeQr(text, 'raw', { ecc: 'medium', border: 4, encoding: 'byte' });
  const size = rows.length;
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < size; x += 1) {
      if (!row[x]) continue;
      const from = x;
      while (x < size && row[x]) x += 1;
      path += `M${from} ${y}.5h${x - from}`;
    }
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path stroke="#000" d="${path}"/></svg>`;
}

/** The data of one page, as poster.typ reads it. */
export function pageOf({ qrText, ...facts }: PosterFacts): Record<string, unknown> {
  return {
    ...facts,
    qr: qrSvg(qrText),
    titleSize: titleSize(facts.title),
    markSize: sized(facts.title, 100, 22, 9),
    nameSize: nameSize(facts.name),
    trailSize: sized(facts.trail, card, 14, 8),
    sentenceSize: sentenceSize(facts.sentence),
    headSize: sized(facts.head, 285, 15.5, 8),
    lastingSize: sized(facts.lasting ?? '', 420, 14.5, 9),
  };
}
