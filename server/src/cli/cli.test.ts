import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'linli-cli-'));
const children = new Set<ChildProcess>();

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

interface Running {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly errors: () => string;
  /** The exit code, when it has ended. */
  readonly ended: Promise<number | null>;
}

function run(
  dataDir: string,
  words: readonly string[],
  env: Record<string, string> = {},
  input = '',
): Running {
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH: process.env.PATH, LINLI_DATA: dataDir, PORT: '0', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.add(child);
  let out = '';
  let errors = '';
  child.stdout?.on('data', (text) => {
    out += text;
  });
  child.stderr?.on('data', (text) => {
    errors += text;
  });
  child.stdin?.end(input);
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      children.delete(child);
      resolve(code);
    });
  });
  return { child, out: () => out, errors: () => errors, ended };
}

/** Starts the product and answers its address. */
async function serve(dataDir: string, env: Record<string, string> = {}): Promise<Running & { url: string }> {
  const running = run(dataDir, ['serve'], env);
  const spoken = () => expect(running.out() + running.errors()).toContain('\n');
  await vi.waitFor(spoken, { timeout: 30_000 });
  const url = /http:\S+/.exec(running.out())?.[0] ?? '';
  expect(url, running.errors()).not.toBe('');
  return { ...running, url };
}

async function finish(running: Running): Promise<{ code: number | null; out: string; errors: string }> {
  const code = await running.ended;
  return { code, out: running.out(), errors: running.errors() };
}

describe('a start that is refused, in one sentence of each language', { timeout: 60_000 }, () => {
  test.each([
    ['PORT', '99999'],
    ['DATABASE_URL', 'mysql://x/y'],
    ['LINLI_LOG', 'loud'],
  ])('a wrong %s, before anything is made', async (name, value) => {
    const dataDir = join(folder, `wrong-${name}`);
    const { code, errors, out } = await finish(run(dataDir, ['serve'], { [name]: value }));
    expect(code).toBe(2);
    expect(errors).toContain(name);
    expect(errors.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(existsSync(dataDir)).toBe(false);
  });

  test('a database that does not answer, without its password', async () => {
    const dataDir = join(folder, 'away');
    const url = 'postgresql://me:secret@127.0.0.1:9/linli';
    const { code, errors } = await finish(run(dataDir, ['serve'], { DATABASE_URL: url }));
    expect(code).toBe(1);
    expect(errors).toContain('DATABASE_URL');
    expect(errors).not.toContain('secret');
  });

  test('a port that another program has', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()));
    const address = other.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const { code, errors } = await finish(run(join(folder, 'port'), ['serve'], { PORT: port }));
    other.close();
    expect(code).toBe(1);
    expect(errors).toContain(`Port ${port} (127.0.0.1) is taken`);
  });

  test('data whose master key is gone, or open to others', async () => {
    const dataDir = join(folder, 'port');
    const keys = join(dataDir, 'keys');
    chmodSync(join(keys, 'master.key'), 0o644);
    const loose = await finish(run(dataDir, ['serve']));
    expect(loose).toMatchObject({ code: 1, errors: expect.stringContaining('mode 0644') });
    rmSync(keys, { recursive: true });
    const gone = await finish(run(dataDir, ['serve']));
    expect(gone).toMatchObject({ code: 1, errors: expect.stringContaining('has no master.key') });
    expect(existsSync(keys)).toBe(false);
  });

  test('commands that need data where there are none', async () => {
    for (const words of [['backup'], ['audit', 'verify']]) {
      const { code, errors } = await finish(run(join(folder, 'none'), words));
      expect(code).toBe(1);
      expect(errors).toContain('There are no Linli data');
    }
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });
});

describe('a running product', { timeout: 60_000 }, () => {
  const dataDir = join(folder, 'running');
  const password = 'A-long-enough-passphrase-1';
  const secret = '一个够长的备份口令,十二字';
  let product: Running & { url: string };

  beforeAll(async () => {
    product = await serve(dataDir);
  }, 60_000);

  test('says one line, where to open it, and answers there', async () => {
    expect(product.out()).toMatch(/^邻里 Linli {2}http:\/\/127\.0\.0\.1:\d+\n$/);
    expect(product.errors()).toBe('');
    expect((await fetch(`${product.url}/healthz`)).status).toBe(200);
  });

  test('refuses a second start on the same data and names itself', async () => {
    const second = await finish(run(dataDir, ['serve']));
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.errors).toContain(`pid ${product.child.pid}`);
  });

  test('is set up, checked and backed up from the command line while it runs', async () => {
    const words = ['setup', '--street', '140107007000', '--admin', 'clerk', '--password-stdin'];
    const done = await finish(run(dataDir, words, {}, `${password}\n`));
    expect(done, done.errors).toMatchObject({ code: 0 });
    const doctor = await finish(run(dataDir, ['doctor']));
    expect(doctor.out).toContain(`pid ${product.child.pid}`);
    expect(doctor.out.split('\n').filter((line) => line.startsWith('✗') && !line.includes('Pages'))).toEqual(
      [],
    );
    const audit = await finish(run(dataDir, ['audit', 'verify']));
    expect(audit, audit.errors).toMatchObject({ code: 0 });
    const file = join(folder, 'office.backup');
    const saved = await finish(run(dataDir, ['backup', file, '--passphrase-stdin'], {}, `${secret}\n`));
    expect(saved, saved.errors).toMatchObject({ code: 0 });
    expect((await fetch(`${product.url}/readyz`)).status).toBe(200);
  });

  test('moves to another machine with its backup, its keys and the passphrase', async () => {
    const file = join(folder, 'office.backup');
    const there = join(folder, 'there');
    const without = await finish(run(there, ['restore', file, '--passphrase-stdin'], {}, `${secret}\n`));
    expect(without).toMatchObject({ code: 1, errors: expect.stringContaining('master.key') });
    cpSync(join(dataDir, 'keys'), join(there, 'keys'), { recursive: true });
    const wrong = await finish(
      run(there, ['restore', file, '--passphrase-stdin'], {}, 'not the passphrase\n'),
    );
    expect(wrong).toMatchObject({
      code: 1,
      errors: expect.stringContaining('passphrase of the backup is not right'),
    });
    const restored = await finish(run(there, ['restore', file, '--passphrase-stdin'], {}, `${secret}\n`));
    expect(restored, restored.errors).toMatchObject({ code: 0 });
    const again = await finish(run(there, ['restore', file, '--passphrase-stdin'], {}, `${secret}\n`));
    expect(again).toMatchObject({ code: 1, errors: expect.stringContaining('There are data here already') });
    const moved = await serve(there);
    const signedIn = await fetch(`${moved.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: moved.url },
      body: JSON.stringify({ login: 'clerk', password }),
    });
    expect(signedIn.status, await signedIn.clone().text()).toBe(200);
    moved.child.kill('SIGTERM');
    expect(await moved.ended).toBe(0);
  });

  test('ends by SIGINT: requests are answered, nothing is left running, the exit code is 0', async () => {
    const open = fetch(`${product.url}/healthz`);
    await open;
    product.child.kill('SIGINT');
    product.child.kill('SIGINT');
    expect(await product.ended).toBe(0);
    expect(existsSync(join(dataDir, 'pg', 'connection.json'))).toBe(false);
    expect(existsSync(join(dataDir, 'pg', 'cluster', 'postmaster.pid'))).toBe(false);
  });

  test('comes back after kill -9', async () => {
    const killed = await serve(dataDir);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const back = await serve(dataDir);
    expect((await fetch(`${back.url}/readyz`)).status).toBe(200);
    back.child.kill('SIGTERM');
    expect(await back.ended).toBe(0);
  });
});
