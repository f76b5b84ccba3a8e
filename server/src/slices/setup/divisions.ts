import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import type { Division, DivisionList } from '@linli/core/setup';

/** A street of the official list with the communities in it; codes have 12 digits. */
export interface ListedStreet extends Division {
  readonly communities: readonly { readonly code: string; readonly name: string }[];
}

interface Header {
  readonly edition: string;
  readonly endings: readonly string[];
  readonly parts: readonly (readonly [string, number])[];
}

interface Part {
  readonly header: Header;
  readonly text: string;
}

const listFile = fileURLToPath(new URL('../../../data/divisions.br', import.meta.url));
const inflate = promisify(brotliDecompress);
const mostHits = 50;

/**
 * Inflates one part of the list (server/data/README.md describes the format). Nothing is kept between two calls: the list
 * is asked for a few times in the life of an office, and inflating a part takes some 20 ms off the event loop.
 */
async function readPart(name: string): Promise<Part | null> {
  const file = await open(listFile);
  try {
    const length = (await bytesAt(0, 4)).readUInt32BE();
    const header = JSON.parse((await bytesAt(4, length)).toString()) as Header;
    let offset = 4 + length;
    for (const [part, size] of header.parts) {
      if (part === name) return { header, text: (await inflate(await bytesAt(offset, size))).toString() };
      offset += size;
    }
    return null;
  } finally {
    await file.close();
  }
  async function bytesAt(position: number, size: number): Promise<Buffer> {
    return (await file.read(Buffer.alloc(size), 0, size, position)).buffer;
  }
}

async function index(): Promise<Part> {
  const part = await readPart('');
  if (!part) throw new Error('the list of divisions is damaged');
  return part;
}

/** Digits of the code on each level, from the province to the street. */
const digits = [2, 4, 6, 9];

/** Lines between two breaths: some milliseconds, even before the code is warm. */
const linesAtOnce = 5_000;

/** Calls `visit` for each division with the names of those above it, in the order of the codes; others get their turn. */
async function walk(
  text: string,
  visit: (code: string, name: string, above: readonly string[]) => void,
): Promise<void> {
  let above: readonly string[] = [];
  let lines = 0;
  for (let from = 0; from < text.length; lines += 1) {
    if (lines % linesAtOnce === linesAtOnce - 1) await setImmediate();
    const end = text.indexOf('\n', from);
    // A name never starts with a digit, so the code is what comes before it.
    let split = from + 2;
    while (text.charCodeAt(split) >= 48 && text.charCodeAt(split) <= 57) split += 1;
    const name = text.slice(split, end);
    const level = digits.indexOf(split - from);
    if (above.length !== level) above = above.slice(0, level);
    visit(text.slice(from, split), name, above);
    if (level < digits.length - 1) above = [...above, name];
    from = end + 1;
  }
}

const fullCode = (code: string) => (code.length === 9 ? `${code}000` : code);

/** The divisions one level below a code of 2, 4 or 6 digits; the provinces for ''. Unknown codes have none. */
export async function divisionsUnder(under: string): Promise<DivisionList> {
  const { header, text } = await index();
  const wanted = digits[digits.indexOf(under.length) + 1];
  const divisions: Division[] = [];
  await walk(text, (code, name, above) => {
    if (code.length === wanted && code.startsWith(under)) {
      divisions.push({ code: fullCode(code), name, path: [...above] });
    }
  });
  return { edition: header.edition, divisions, more: false };
}

/**
 * Streets whose name and path hold every word of the query, or whose code starts with it. Best first: the street's own
 * name is the word, starts with it, holds it; then those where only the path does. At most 50.
 */
export async function searchStreets(query: string): Promise<DivisionList> {
  const { header, text } = await index();
  const words = query.split(/\s+/).filter(Boolean);
  const last = words.at(-1) ?? '';
  const ranked: Division[][] = [[], [], [], []];
  let path: readonly string[] = [];
  let prefix = '';
  await walk(text, (code, name, above) => {
    if (code.length !== 9) return;
    if (above !== path) prefix = above.join('');
    path = above;
    const matches = words.every((word) => (prefix + name).includes(word) || fullCode(code).startsWith(word));
    if (matches) ranked[rankOf(name, last)]?.push({ code: fullCode(code), name, path: [...above] });
  });
  const hits = ranked.flat();
  return { edition: header.edition, divisions: hits.slice(0, mostHits), more: hits.length > mostHits };
}

function rankOf(name: string, word: string): number {
  if (name === word) return 0;
  if (name.startsWith(word)) return 1;
  return name.includes(word) ? 2 : 3;
}

/** One street by its 12-digit code, or null when the list does not have it. */
export async function findListedStreet(code: string): Promise<ListedStreet | null> {
  const { text } = await index();
  let found: Division | null = null;
  await walk(text, (short, name, above) => {
    if (short.length === 9 && fullCode(short) === code) found = { code, name, path: [...above] };
  });
  return found && { ...(found as Division), communities: await communitiesOf(code.slice(0, 9)) };
}

async function communitiesOf(street: string): Promise<ListedStreet['communities']> {
  const part = await readPart(street.slice(0, 2));
  if (!part) return [];
  const start = `\n${part.text}`.indexOf(`\n${street}\t`);
  if (start < 0) return [];
  const line = part.text.slice(start, part.text.indexOf('\n', start));
  return line
    .split('\t')
    .slice(1)
    .map((entry) => ({
      code: street + entry.slice(0, 3),
      name: fullName(entry.slice(3), part.header.endings),
    }));
}

function fullName(short: string, endings: readonly string[]): string {
  const ending = /\d$/.test(short) ? endings[Number(short.at(-1))] : undefined;
  return ending === undefined ? short : short.slice(0, -1) + ending;
}

/** The day of the list, as YYYY-MM-DD. */
export async function divisionsEdition(): Promise<string> {
  return (await index()).header.edition;
}
