import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

// A server test needs a database exactly when it takes something from server/testing, so nobody has to
// remember a file name and a test can never land in the step that has no database.
const serverTests = globSync('server/**/*.test.ts', { cwd: root, exclude: ['**/node_modules/**'] }).map(
  (path) => path.replaceAll('\\', '/'),
);
const onDatabase = serverTests.filter((path) =>
  [...readFileSync(`${root}${path}`, 'utf8').matchAll(/ from '(\.[^']*)'/g)].some((found) =>
    posix.join(posix.dirname(path), found[1] ?? '').startsWith('server/testing/'),
  ),
);
const pure = serverTests.filter((path) => !onDatabase.includes(path));

// For what hangs, not for what is slow: a busy machine is no failure.
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  root,
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          root,
          include: ['{core,web}/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs', 'bench/**/*.test.ts', ...pure],
          ...patience,
        },
      },
      {
        test: {
          name: 'http',
          root,
          include: onDatabase,
          globalSetup: ['server/testing/global-setup.ts'],
          ...patience,
        },
      },
    ],
  },
});
