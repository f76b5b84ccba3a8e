// Holds the documents against the code where a machine can: links, tables, settings, steps.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The anchor a code host makes of a heading. */
function anchorOf(heading) {
  return heading
    .toLowerCase()
    .replace(/[`*]/g, '')
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

function anchorsIn(text) {
  return new Set([...text.matchAll(/^#{1,6} (.+)$/gm)].map((found) => anchorOf(found[1])));
}

/**
 * Links of one document that lead nowhere.
 * @param {(path: string) => string | null} read the text of a file of the checkout, '' for one that is no text, or null
 */
export function brokenLinks(path, text, read) {
  const prose = text.replace(/```.*?```/gs, '').replace(/`[^`]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((found) => found[1])
    .filter((target) => !/^(https?:|mailto:)/.test(target))
    .filter((target) => {
      const [file, anchor] = target.split('#');
      const found = file === '' ? text : read(normalize(join(dirname(path), file)).replaceAll('\\', '/'));
      return found === null || (anchor !== undefined && !anchorsIn(found).has(anchor));
    })
    .map((target) => `${path}: a link leads nowhere: ${target}`);
}

/** Names the code has and the document does not. */
export function unnamed(names, document, text, what) {
  return [...new Set(names)]
    .filter((name) => !text.includes(`\`${name}\``) && !new RegExp(`^\\s+${name} [{"]`, 'm').test(text))
    .map((name) => `${document}: ${what} ${name} is not described`);
}

function check(root) {
  const read = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return null;
    return /\.(md|sql|ts|mjs)$/.test(path) ? readFileSync(full, 'utf8') : '';
  };
  const documents = ['README.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: root })];
  const links = documents.flatMap((path) => brokenLinks(path, read(path) ?? '', read));
  const migrations = globSync('server/migrations/*.sql', { cwd: root }).map(read).join('\n');
  const tables = [...migrations.matchAll(/^create table (\w+)/gm)].map((found) => found[1]);
  const config = read('server/src/platform/config/config.ts') ?? '';
  const settings = [...config.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((found) => found[1]);
  const complaints = [
    ...(tables.length === 0 ? ['no table was found in server/migrations'] : []),
    ...(settings.length === 0 ? ['no setting was found in platform/config'] : []),
    ...links,
    ...unnamed(tables, 'docs/DATABASE.md', read('docs/DATABASE.md') ?? '', 'table'),
    ...unnamed(settings, 'docs/OPERATIONS.md', read('docs/OPERATIONS.md') ?? '', 'setting'),
  ];
  for (const complaint of complaints) console.error(complaint);
  console.log(
    `${documents.length} documents, ${tables.length} tables, ${settings.length} settings, ${complaints.length} complaints`,
  );
  process.exitCode = complaints.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  check(fileURLToPath(new URL('../..', import.meta.url)));
}
