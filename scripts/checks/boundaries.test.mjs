import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { cruiseHouse } from './boundaries.mjs';

const packages = ['zod', 'kysely', 'pg', 'fastify', 'react', 'vitest'];
const trees = [];
afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true });
});

/** A small house on disk: `{ path: [imported paths or package names] }`. */
function house(modules) {
  const root = mkdtempSync(join(tmpdir(), 'linli-boundaries-'));
  trees.push(root);
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'module.exports = {};\n');
  }
  for (const workspace of ['core', 'server', 'web', 'e2e']) mkdirSync(join(root, workspace));
  for (const [path, imports] of Object.entries(modules)) {
    write(path, `${imports.map((target) => importLine(path, target)).join('\n')}\nexport const here = 1;\n`);
    for (const target of imports) {
      if (target.includes('/') && !(target in modules)) write(target, 'export const here = 1;\n');
    }
  }
  return root;
}

function importLine(from, target) {
  if (!target.includes('/')) return `import '${target}';`;
  const path = relative(dirname(from), target);
  return `import type { here as there } from '${path.startsWith('.') ? path : `./${path}`}';`;
}

async function rulesBrokenBy(modules) {
  const { complaints } = await cruiseHouse(house(modules));
  return complaints.map((complaint) => complaint.split(':')[0]);
}

describe('an import across a boundary is named by its rule', () => {
  test.each([
    ['no-cycles', { 'core/src/a/one.ts': ['core/src/a/two.ts'], 'core/src/a/two.ts': ['core/src/a/one.ts'] }],
    ['kernel-imports-the-schema-library-only', { 'core/src/kernel/x.ts': ['core/src/places/x.ts'] }],
    ['kernel-imports-the-schema-library-only', { 'core/src/kernel/x.ts': ['react'] }],
    ['core-slice-imports-kernel-only', { 'core/src/places/rules.ts': ['core/src/ledger/rules.ts'] }],
    ['core-slice-imports-kernel-only', { 'core/src/places/rules.ts': ['node:fs'] }],
    ['core-tests-stay-in-core', { 'core/src/places/rules.test.ts': ['server/src/slices/places/store.ts'] }],
    ['server-and-web-never-meet', { 'server/src/slices/places/actions.ts': ['web/src/ui/button.tsx'] }],
    ['web-and-server-never-meet', { 'web/src/ui/button.tsx': ['server/src/platform/db/tx.ts'] }],
    ['web-and-server-never-meet', { 'web/src/platform/api.ts': ['pg'] }],
    [
      'server-platform-knows-no-slice',
      { 'server/src/platform/db/tx.ts': ['server/src/slices/places/index.ts'] },
    ],
    ['server-platform-knows-no-slice', { 'server/src/platform/db/tx.ts': ['core/src/places/index.ts'] }],
    [
      'server-slice-enters-by-the-door',
      { 'server/src/slices/a/actions.ts': ['server/src/slices/b/store.ts'] },
    ],
    ['server-testing-is-for-tests', { 'server/src/slices/a/actions.ts': ['server/testing/database.ts'] }],
    ['web-platform-and-ui-know-no-domain', { 'web/src/ui/badge.tsx': ['web/src/slices/places/index.ts'] }],
    ['web-platform-and-ui-know-no-domain', { 'web/src/ui/badge.tsx': ['core/src/places/index.ts'] }],
    ['web-slice-enters-by-the-door', { 'web/src/slices/a/pages/x.tsx': ['web/src/slices/b/parts/y.tsx'] }],
    ['nobody-imports-the-tops', { 'server/src/slices/a/routes.ts': ['server/src/app.ts'] }],
    ['nobody-imports-the-tops', { 'web/src/slices/a/index.ts': ['web/src/app/router.tsx'] }],
    ['product-knows-no-journey', { 'server/src/main.ts': ['e2e/harness/play.ts'] }],
    ['tops-of-one-program-only', { 'e2e/journeys/x.test.ts': ['server/src/platform/db/tx.ts'] }],
    ['sql-in-store-only', { 'server/src/slices/a/actions.ts': ['kysely'] }],
    ['http-framework-in-routes-only', { 'server/src/slices/a/actions.ts': ['fastify'] }],
    ['resolvable', { 'core/src/places/rules.ts': ['missing'] }],
  ])('%s', async (rule, modules) => {
    expect(await rulesBrokenBy(modules)).toContain(rule);
  });
});

test('a cruise that saw nothing is no pass', async () => {
  expect(await rulesBrokenBy({})).toContain('no source file was found');
});

test('a cruise that saw modules without imports is no pass', async () => {
  const { complaints } = await cruiseHouse(house({ 'core/src/a/x.ts': [], 'core/src/b/x.ts': [] }));
  expect(complaints.join()).toContain('the parser sees nothing');
});

test('a house that keeps the table passes', async () => {
  const { modules, edges, complaints } = await cruiseHouse(
    house({
      'core/src/kernel/index.ts': ['zod'],
      'core/src/places/rules.ts': ['core/src/kernel/index.ts', 'zod'],
      'core/src/places/rules.test.ts': ['core/src/places/rules.ts', 'vitest'],
      'server/src/platform/db/tx.ts': ['pg', 'kysely', 'core/src/kernel/index.ts'],
      'server/src/platform/http/server.ts': ['fastify'],
      'server/src/slices/places/store.ts': ['kysely', 'server/src/platform/db/tx.ts'],
      'server/src/slices/places/routes.ts': ['fastify', 'core/src/places/rules.ts'],
      'server/src/slices/ledger/actions.ts': ['server/src/slices/places/index.ts'],
      'server/src/app.ts': ['server/src/slices/places/routes.ts'],
      'server/src/main.ts': ['server/src/app.ts'],
      'server/testing/actors.ts': ['server/src/app.ts'],
      'server/src/slices/places/places.test.ts': ['server/testing/actors.ts', 'vitest'],
      'web/src/slices/places/pages/tree.tsx': ['web/src/ui/button.tsx', 'core/src/places/rules.ts', 'react'],
      'web/src/app/router.tsx': ['web/src/slices/places/pages/tree.tsx'],
    }),
  );
  expect(complaints).toEqual([]);
  expect(modules).toBe(16);
  expect(edges).toBe(23);
});
