// Holds each source file against what docs/STYLE.md says of files and no other tool checks.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const longest = 300;
const skipped = new Set(['node_modules', 'dist', 'coverage', '.cache', '.git']);
const source = /\.(ts|tsx|mjs|cjs|css|sql)$/;
const mayBeLong =
  /\.test\.(ts|tsx|mjs)$|^server\/migrations\/|\.gen\.|(^|\/)(catalogue|problems)(\.[a-z]{2})?\.ts$/;
const pureRule = /^core\/src\/(?!kernel\/).*(?<!\.test)\.ts$/;
const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/;

// `data` of the checkout is the office's own, written by the product.
const ownData = 'data';

function sources(folder, root = folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name) && !(folder === root && entry.name === ownData))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sources(path, root);
      return entry.isFile() && source.test(entry.name) ? [path] : [];
    });
}

const forPeople = /^(core|server|web|scripts)\/(?!.*\.test\.)/;

/** A Chinese sentence with the commas of a Latin keyboard; English beside it and comments may name Chinese words. */
function hasLatinPunctuation(line) {
  if (/^\s*(\/\/|\/?\*|--)/.test(line)) return false;
  const chinese = line.replace(/\ben: (['"`]).*?\1/, '').replace(/\s\/[/*].*$/, '');
  return /[\u4e00-\u9fff\u300d\u201d\uff09][,;:][^'"\s]/.test(chinese);
}

/** What one file breaks: one sentence each. `path` is relative to the checkout, with forward slashes. */
export function complaintsAbout(path, text) {
  const lines = text.split('\n');
  const complaints = [];
  const length = text.endsWith('\n') ? lines.length - 1 : lines.length;
  if (length > longest && !mayBeLong.test(path)) {
    complaints.push(`${path}: ${length} lines; the limit is ${longest}: find the second subject in it`);
  }
  if (/(^|\/)(utils?|helpers?|misc|common)\.(ts|tsx|mjs)$/.test(path)) {
    complaints.push(`${path}: a name that says nothing; name the file after its subject`);
  }
  lines.forEach((line, index) => {
    const at = `${path}:${index + 1}`;
    if (pureRule.test(path) && impure.test(line)) {
      complaints.push(`${at}: a rule takes the clock and chance as arguments (core/kernel)`);
    }
    if (forPeople.test(path) && hasLatinPunctuation(line)) {
      complaints.push(`${at}: Chinese sentences use Chinese punctuation`);
    }
    if (/\b(TODO|FIXME|XXX|HACK)\b/.test(line) && path !== 'scripts/checks/files.mjs') {
      complaints.push(`${at}: finish it, or open an issue and drop the note`);
    }
  });
  return complaints;
}

function main() {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const files = sources(root).map((path) => relative(root, path).replaceAll('\\', '/'));
  const complaints = files.flatMap((path) => complaintsAbout(path, readFileSync(join(root, path), 'utf8')));
  for (const complaint of complaints) console.error(complaint);
  console.log(`${files.length} files read, ${complaints.length} complaints`);
  process.exitCode = complaints.length > 0 || files.length === 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
