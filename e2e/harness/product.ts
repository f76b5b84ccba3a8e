import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = join(root, 'server', 'src', 'main.ts');
const startLimit = 60_000;
const stopLimit = 20_000;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real server on its own data, started as `npm start` starts it. */
export interface Product {
  /** Where it answers, without a closing slash. */
  readonly url: string;
  readonly dataDir: string;
  /** All it has said so far; for a failed test. */
  log(): string;
  /** Runs `npm run linli -- …` on the same data. */
  command(args: readonly string[], stdin?: string): Promise<Ended>;
  /** Stops it as Ctrl-C does and removes its data; throws when it does not end by itself. */
  stop(): Promise<void>;
  /** Kills the server and every process below it at once, as a power cut does. The data stay. */
  kill(): Promise<void>;
}

/**
 * Starts the server on a free port of the loopback, on fresh data or on those a killed one left. Throws with its words
 * if it ends early.
 */
export async function startProduct(left?: string): Promise<Product> {
  const dataDir = left ?? (await mkdtemp(join(tmpdir(), 'linli-product-')));
  const port = await freePort();
  const env = { ...ownEnv(), LINLI_DATA: dataDir, PORT: String(port) };
  const child = spawn(process.execPath, [main, 'serve'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const words = listen(child);
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  try {
    await announced(child, words);
  } catch (error) {
    child.kill('SIGKILL');
    if (!left) await removeData(dataDir);
    throw error;
  }
  return {
    async kill() {
      for (const pid of [...(await descendants(child.pid)), child.pid]) if (pid) killNow(pid);
      await ended;
    },
    url: `http://127.0.0.1:${port}`,
    dataDir,
    log: () => words.join(''),
    command: (args, stdin = '') => runToEnd(args, env, stdin),
    async stop() {
      const force = setTimeout(() => child.kill('SIGKILL'), stopLimit);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(force);
      await removeData(dataDir);
      if (child.signalCode === 'SIGKILL') throw new Error(`the server did not stop:\n${words.join('')}`);
      if (child.exitCode !== 0)
        throw new Error(`the server ended with ${child.exitCode}:\n${words.join('')}`);
    },
  };
}

/** Ids of all processes below one, deepest last, from /proc; Linux only. */
async function descendants(pid: number | undefined): Promise<number[]> {
  if (!pid) return [];
  const lists = await Promise.all(
    (await readdir(`/proc/${pid}/task`)).map((task) =>
      readFile(`/proc/${pid}/task/${task}/children`, 'utf8'),
    ),
  );
  const children = lists.join(' ').split(' ').filter(Boolean).map(Number);
  const below = await Promise.all(children.map((child) => descendants(child).catch(() => [])));
  return [...children, ...below.flat()];
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // Gone already: its parent's death may have ended it.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

// Settings of the person who runs the tests must not reach the product under test.
function ownEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(LINLI_|DATABASE_|OIDC_|HOST$|PORT$|NODE_OPTIONS$|VITEST)/.test(name),
    ),
  );
}

function listen(child: ChildProcess): string[] {
  const words: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => words.push(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => words.push(text));
  return words;
}

function announced(child: ChildProcess, words: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${why}:\n${words.join('')}`));
    const timer = setTimeout(() => fail('the server did not say where to open it'), startLimit);
    child.stdout?.on('data', () => {
      if (!words.join('').includes('http://')) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      fail(`the server ended with ${code} before it was ready`);
    });
  });
}

function runToEnd(args: readonly string[], env: NodeJS.ProcessEnv, stdin: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { cwd: root, env });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(stdin);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

function removeData(dataDir: string): Promise<void> {
  return rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
