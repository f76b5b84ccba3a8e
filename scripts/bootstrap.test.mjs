import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const script = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url));
let checkout;

/** A checkout that locks one package for everybody and one for tests; its npm only writes down how it was called. */
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'linli-bootstrap-'));
  mkdirSync(join(checkout, 'scripts'));
  cpSync(script, join(checkout, 'scripts', 'bootstrap.mjs'));
  const packages = {
    '': { name: 'linli' },
    core: { version: '1.0.0' },
    'node_modules/@linli/core': { resolved: 'core', link: true },
    'node_modules/zod': { version: '4.0.0' },
    'node_modules/vitest': { version: '5.0.0', dev: true },
    'node_modules/pg-windows': { version: '1.0.0', optional: true },
  };
  write('package-lock.json', { packages });
  writeFileSync(
    join(checkout, 'npm.js'),
    `const fs = require('fs');
     fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
     if (process.env.NPM_FAILS) { console.error('no network'); process.exit(1); }`,
  );
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

function write(path, content) {
  mkdirSync(dirname(join(checkout, path)), { recursive: true });
  writeFileSync(join(checkout, path), JSON.stringify(content));
}

function installed(...names) {
  const versions = { zod: '4.0.0', vitest: '5.0.0' };
  const packages = Object.fromEntries(
    names.map((name) => [`node_modules/${name}`, { version: versions[name] }]),
  );
  write('node_modules/.package-lock.json', { packages });
  const pinned = join(checkout, 'node_modules', 'node', 'bin', 'node');
  mkdirSync(dirname(pinned), { recursive: true });
  rmSync(pinned, { force: true });
  symlinkSync(process.execPath, pinned);
}

function run(options = {}, env = {}) {
  const code = `import { bootstrap } from './scripts/bootstrap.mjs';
    console.log(await bootstrap(${JSON.stringify(options)}));`;
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: checkout,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, npm_execpath: join(checkout, 'npm.js'), ...env },
  });
  const calls = join(checkout, 'calls');
  return { ...done, calls: existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [] };
}

describe('packages', () => {
  test('that cannot be installed end the start, with what npm said', () => {
    const { status, stderr } = run({}, { NPM_FAILS: '1' });
    expect(status).toBe(1);
    expect(stderr).toContain('no network');
    expect(stderr).toContain('this failed: ');
  });

  test('are installed on a fresh checkout, without what only tests need', () => {
    expect(run().calls).toEqual(['install --no-save --omit=dev --no-audit --no-fund --loglevel=error']);
  });

  test('are completed, not wiped, when tests need more', () => {
    installed('zod');
    expect(run({ dev: true }).calls).toEqual([
      'install --no-save --include=dev --no-audit --no-fund --loglevel=error',
    ]);
  });

  test('that are there are left alone, in silence', () => {
    installed('zod');
    const first = run();
    expect(first).toMatchObject({ status: 0, stderr: '', calls: [] });
    expect(first.stdout.trim()).toBe(join(checkout, 'node_modules', 'node', 'bin', 'node'));
    expect(run()).toMatchObject({ status: 0, stderr: '', calls: [] });
  });

  test('of another version than the locked one are replaced, also after a stamp', () => {
    installed('zod');
    run();
    write('package-lock.json', { packages: { 'node_modules/zod': { version: '4.0.1' } } });
    expect(run().calls).toHaveLength(1);
  });
});

describe('the pinned Node', () => {
  test('is fetched by its own install step when install scripts were blocked', () => {
    installed('zod');
    const folder = join(checkout, 'node_modules', 'node');
    rmSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(
      join(folder, 'installArchSpecificPackage.js'),
      `const fs = require('fs'); fs.mkdirSync('bin'); fs.symlinkSync(process.execPath, 'bin/node')`,
    );
    const { stdout, stderr } = run();
    expect(stderr).toContain('fetching Node 26');
    expect(stdout.trim()).toBe(join(folder, 'bin', 'node'));
  });

  test('gives way to the Node that runs us where it cannot run', () => {
    installed('zod');
    const pinned = join(checkout, 'node_modules', 'node', 'bin', 'node');
    rmSync(pinned);
    writeFileSync(pinned, '#!/no/such/loader\n');
    chmodSync(pinned, 0o755);
    expect(run().stdout.trim()).toBe(process.execPath);
  });
});
