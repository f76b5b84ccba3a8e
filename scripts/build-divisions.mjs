// Packs the state's division codes into server/data/divisions.br. Run by hand when a new edition is out:
//   node scripts/build-divisions.mjs <folder with provinces.csv cities.csv areas.csv streets.csv villages.csv>
// The format is described in server/data/README.md; server/src/slices/setup/divisions.ts reads it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

/** Nine names in ten end in one of these; one character stands for each, as the file says in its header. */
const endings = [
  '社区居民委员会',
  '社区居委会',
  '村民委员会',
  '村委会',
  '居民委员会',
  '居委会',
  '社区',
  '生活区',
];

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node scripts/build-divisions.mjs <folder>');
  process.exit(2);
}

/** Rows of one list as [code, name], in the order of the codes. */
function rowsOf(file, digits) {
  const lines = readFileSync(join(folder, file), 'utf8').split(/\r?\n/).slice(1).filter(Boolean);
  return lines.map((line) => {
    const match = /^(\d+),"([^",\n]+)"/.exec(line);
    if (!match || match[1].length !== digits) throw new Error(`${file}: cannot read "${line}"`);
    return [match[1], match[2].trim()];
  });
}

const shorten = (name) => {
  if (/\d$/.test(name)) throw new Error(`"${name}" ends in a digit, which stands for an ending`);
  const index = endings.findIndex((ending) => name.endsWith(ending) && name.length > ending.length);
  return index < 0 ? name : name.slice(0, -endings[index].length) + index;
};

const above = [
  rowsOf('provinces.csv', 2),
  rowsOf('cities.csv', 4),
  rowsOf('areas.csv', 6),
  rowsOf('streets.csv', 9),
];
const streets = above[3];
const communities = Map.groupBy(rowsOf('villages.csv', 12), ([code]) => code.slice(0, 9));
const known = new Set(streets.map(([code]) => code));
for (const code of communities.keys()) {
  if (!known.has(code)) throw new Error(`communities of the unknown street ${code}`);
}

const pack = (text) =>
  brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  });

const divisionLines = above.flat().sort(([one], [other]) => (one < other ? -1 : 1));
const parts = [pack(divisionLines.map(([code, name]) => `${code}${name}\n`).join(''))];
const names = [''];
for (const [province] of above[0]) {
  // One line a street: its code, then three digits and a name for each community.
  const lines = streets
    .filter(([code]) => code.startsWith(province) && communities.has(code))
    .map(([code]) => {
      const below = communities.get(code).map(([full, name]) => `\t${full.slice(9)}${shorten(name)}`);
      return `${code}${below.join('')}\n`;
    });
  if (lines.length === 0) continue;
  names.push(province);
  parts.push(pack(lines.join('')));
}

const header = Buffer.from(
  JSON.stringify({
    edition: '2023-06-30',
    endings,
    parts: names.map((name, index) => [name, parts[index].length]),
  }),
);
const length = Buffer.alloc(4);
length.writeUInt32BE(header.length);
const file = fileURLToPath(new URL('../server/data/divisions.br', import.meta.url));
writeFileSync(file, Buffer.concat([length, header, ...parts]));
const total = 4 + header.length + parts.reduce((sum, part) => sum + part.length, 0);
console.log(
  `${divisionLines.length} divisions, ${[...communities.values()].flat().length} communities, ${total} bytes`,
);
