// Makes a checkout ready: the packages of package-lock.json, the pinned Node 26, the built web pages. Runs on any Node
// from 20 on, with nothing installed yet. Says one line on stderr before anything that takes long, and nothing else.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.linli.json');
const windows = process.platform === 'win32';
const pinned = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');

/**
 * Installs what is missing and answers the path of the Node that runs Linli. Exits with a sentence when it cannot.
 * @param {{ dev?: boolean }} [options] `dev`: with what the tests need, too
 */
export async function bootstrap({ dev = false } = {}) {
  const lock = digest(readFileSync(join(root, 'package-lock.json')));
  const stamp = readJson(stampFile);
  const known =
    stamp?.lock === lock && (stamp.dev || !dev) && [pinned, process.execPath].includes(stamp.node);
  if (known && existsSync(stamp.node)) return stamp.node;
  if (!isInstalled(dev)) await install(dev);
  const node = await findNode();
  tryWrite(stampFile, { lock, dev: dev || isInstalled(true), node });
  return node;
}

/** Builds the web pages into web/dist when their sources changed since the last time. */
export async function buildWeb() {
  const sources = digestOf(['web', 'core/src', 'package-lock.json']);
  const stamp = join(root, '.cache', 'web.json');
  const dist = join(root, 'web', 'dist');
  if (readJson(stamp)?.sources === sources && existsSync(join(dist, 'index.html'))) return;
  const vite = join(modules, 'vite', 'bin', 'vite.js');
  const node = await bootstrap();
  // Built beside and renamed, so that a build cut short never serves half a page.
  const half = join(root, 'web', `dist.${process.pid}`);
  try {
    await long(
      '正在生成网页 · building the pages',
      node,
      [vite, 'build', '--outDir', half, '--emptyOutDir'],
      join(root, 'web'),
    );
    rmSync(dist, { recursive: true, force: true });
    renameSync(half, dist);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  tryWrite(stamp, { sources });
}

/**
 * Runs server/src/main.ts with these arguments under the pinned Node until it ends, and ends as it did. Signals reach
 * it, and so does our own death: it watches the channel to us.
 */
export async function runServer(node, args) {
  const child = spawn(node, [join(root, 'server', 'src', 'main.ts'), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { NODE_COMPILE_CACHE: join(root, '.cache', 'compiled'), ...process.env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const parent = process.ppid;
  // npm passes a SIGTERM to a shell that dies of it and tells nobody; we notice by who our parent is then.
  const orphaned = () => process.ppid !== parent && child.kill('SIGTERM');
  if (process.env.npm_lifecycle_event) setInterval(orphaned, 500).unref();
  child.on('error', (error) => fail(`${node}: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal) process.removeAllListeners(signal);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code);
  });
}

/** True when node_modules holds every package that this platform must have, in the locked version. */
function isInstalled(dev) {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  // npm's own record of what it put there.
  const present = readJson(join(modules, '.package-lock.json'))?.packages ?? {};
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') || entry.link || entry.optional || entry.devOptional) return true;
    return (entry.dev && !dev) || present[path]?.version === entry.version;
  });
}

async function install(dev) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const scope = dev ? '--include=dev' : '--omit=dev';
  // Not `npm ci`: it empties node_modules first, and it refuses the lock file wherever a registry does not hold the
  // optional packages of every other platform. The locked versions and their hashes are kept either way.
  const verb = ['install', '--no-save'];
  const say = dev
    ? '正在安装依赖和测试工具（约一两分钟） · installing packages and test tools (a minute or two)'
    : '正在安装依赖（约一分钟） · installing packages (about a minute)';
  const [npm, ...first] = npmCommand();
  await long(say, npm, [...first, ...verb, scope, ...quiet], root);
}

/** The npm that started us, else the one on the path. */
function npmCommand() {
  const given = process.env.npm_execpath;
  if (given?.endsWith('.js') && existsSync(given)) return [process.execPath, given];
  return [windows ? 'npm.cmd' : 'npm'];
}

/** The pinned Node's program. Where install scripts are not allowed to run, npm leaves its package empty. */
async function findNode() {
  const works = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
  if (works(pinned)) return pinned;
  const step = join(modules, 'node', 'installArchSpecificPackage.js');
  if (existsSync(step)) {
    const say = '正在取得 Node 26 · fetching Node 26';
    await attempt(say, process.execPath, [step], join(modules, 'node'));
  }
  if (works(pinned)) return pinned;
  // 24 runs Linli as well; older ones cannot read its sources.
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(
    '无法在这台机器上取得 Node 26（只支持 glibc 的 Linux、macOS 和 Windows）。请安装 Node 24 或更新版本后再试。\n' +
      'Node 26 could not be fetched for this machine (Linux with glibc, macOS and Windows have it). Install Node 24 or newer and try again.',
  );
}

/** Runs a program silently; when it fails its output is shown and we end. */
async function long(say, program, args, cwd) {
  const { ok, output } = await attempt(say, program, args, cwd);
  if (!ok) fail(`${output}\n没有成功 · this failed: ${say}`);
}

function attempt(say, program, args, cwd) {
  console.error(`${say}…`);
  return new Promise((resolve) => {
    const said = [];
    const child = spawn(program, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: windows && program.endsWith('.cmd'),
    });
    child.stdout.on('data', (text) => said.push(text));
    child.stderr.on('data', (text) => said.push(text));
    child.on('error', (error) => resolve({ ok: false, output: `${program}: ${error.message}` }));
    child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(said).toString() }));
  });
}

function digestOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    hash.update(`\0${path}\0`).update(readFileSync(full));
  };
  for (const path of paths) {
    if (path.endsWith('.json')) add(path);
    else filesUnder(path).forEach(add);
  }
  return hash.digest('hex');
}

function filesUnder(folder) {
  const skipped = /^(node_modules|dist(\.\d+)?|\..*)$|\.test\.tsx?$/;
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).filter(
    ({ name }) => !skipped.test(name),
  );
  return entries
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    )
    .sort();
}

function digest(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** A stamp only saves time; a checkout that we may not write works without it. */
function tryWrite(file, content) {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(content)}\n`);
  } catch {
    return;
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
