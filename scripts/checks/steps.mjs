// The steps of `npm test`, in order. Each answers { ok, output, passed, failed, skipped, note }.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run, runAside } from './run.mjs';

const programs = ['core', 'core/tsconfig.test.json', 'server', 'web', 'e2e'];
const postgres15 = '/usr/lib/postgresql/15/bin/postgres';

/**
 * @param {{ root: string, node: string, buildWeb: () => Promise<void> }} house `node` is the pinned Node
 */
export function stepsOf({ root, node, buildWeb }) {
  const bin = (name) =>
    join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
  const path = `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`;
  const tool = (command, options = {}) =>
    run(command, { cwd: root, ...options, env: { PATH: path, CI: '1', ...options.env } });

  async function check(command, options) {
    const { ok, output } = await tool(command, options);
    return { ok, output, passed: ok ? 1 : 0, failed: ok ? 0 : 1, note: lastLine(output) };
  }

  async function typecheck() {
    const results = [];
    for (const program of programs) {
      const { ok, output } = await tool([bin('tsc'), '-p', program]);
      results.push({ ok, output: ok ? '' : `tsc -p ${program}\n${output}` });
    }
    const failed = results.filter((result) => !result.ok).length;
    return {
      ok: failed === 0,
      output: results
        .map((result) => result.output)
        .filter(Boolean)
        .join('\n\n'),
      passed: programs.length - failed,
      failed,
      note: `${programs.length} programs`,
    };
  }

  async function vitest(name, args, options = {}) {
    const report = join(root, '.cache', 'test', `${name}.json`);
    mkdirSync(join(root, '.cache', 'test'), { recursive: true });
    rmSync(report, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { ok, output } = await tool([bin('vitest'), 'run', ...args, ...reporters], options);
    return { ok, output, ...countsOf(report, ok) };
  }

  async function onPostgres15() {
    if (!existsSync(postgres15)) {
      return skipped('PostgreSQL 15 is not installed here (Debian: apt-get install postgresql-15)');
    }
    const server = await runAside([node, join(root, 'scripts', 'postgres15.mjs')], { cwd: root });
    try {
      return await vitest('postgres15', ['--project', 'http'], {
        env: { LINLI_TEST_DATABASE_URL: server.line },
      });
    } finally {
      await server.stop();
    }
  }

  async function openapi() {
    const document = join(root, '.cache', 'test', 'openapi.json');
    const written = await check([node, 'e2e/openapi.ts', document]);
    if (!written.ok) return written;
    return check([bin('redocly'), 'lint', document, '--format=stylish'], {
      env: { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
  }

  async function browser() {
    if (!hasBrowser()) return skipped('no browser for this machine: name one in LINLI_BROWSER');
    await buildWeb();
    return vitest('browser', ['--config', 'e2e/vitest.config.ts']);
  }

  return [
    {
      name: 'typecheck',
      about: 'TypeScript, every workspace; core once without any ambient type',
      light: true,
      run: typecheck,
    },
    {
      name: 'lint',
      about: 'Biome: lint and format',
      light: true,
      run: () => check([bin('biome'), 'check', '--error-on-warnings', '--max-diagnostics=100']),
    },
    {
      name: 'boundaries',
      about: 'who may import whom',
      light: true,
      run: () => check([node, 'scripts/checks/boundaries.mjs']),
    },
    {
      name: 'files',
      about: 'length and names of files, pure rules, nothing unfinished',
      light: true,
      run: () => check([node, 'scripts/checks/files.mjs']),
    },
    {
      name: 'docs',
      about: 'links, tables and settings in the documents are those of the code',
      light: true,
      run: () => check([node, 'scripts/checks/docs.mjs']),
    },
    {
      name: 'knip',
      about: 'nothing unused: files, exports, dependencies',
      light: true,
      run: () => check([bin('knip')]),
    },
    {
      name: 'unit',
      about: 'rules, pieces and the platform without a shared database',
      run: () => vitest('unit', ['--project', 'unit']),
    },
    {
      name: 'http',
      about: 'HTTP and store tests on the embedded database',
      run: () => vitest('http', ['--project', 'http']),
    },
    { name: 'postgres15', about: 'the same on PostgreSQL 15, where it is installed', run: onPostgres15 },
    { name: 'openapi', about: 'the served OpenAPI document, linted', run: openapi },
    { name: 'browser', about: 'journeys in a real browser, axe on every page', run: browser },
  ];
}

function hasBrowser() {
  return Boolean(process.env.LINLI_BROWSER) || (process.platform === 'linux' && process.arch === 'x64');
}

function skipped(note) {
  return { ok: true, output: '', passed: 0, failed: 0, skipped: 1, note: `skipped: ${note}` };
}

function lastLine(output) {
  return output.split('\n').at(-1)?.trim() ?? '';
}

/** Vitest's own report; a run that died before it wrote one, or that found no test, counts as one failure. */
function countsOf(report, ok) {
  if (!existsSync(report)) return { ok: false, passed: 0, failed: 1, note: 'ended without a report' };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  const failed = numFailedTests === 0 && (!ok || numPassedTests === 0) ? 1 : numFailedTests;
  const skipped = numPendingTests + numTodoTests;
  const note = numPassedTests + numFailedTests === 0 ? 'no test was found' : `${numPassedTests} tests`;
  return { ok: failed === 0, passed: numPassedTests, failed, skipped, note };
}
