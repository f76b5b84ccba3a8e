// A throw-away PostgreSQL 15 from Debian's package, for the tests: prints its URL, ends when it is told to or when
// whoever started it is gone. Nothing in it is durable.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const programs = process.env.LINLI_POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';

// PostgreSQL refuses root; the package itself made this account.
const account = process.getuid?.() === 0 ? accountNamed('postgres') : {};
// Not the caller's TMPDIR: the account may not be able to enter it.
const folder = mkdtempSync('/tmp/linli-pg15-');
if (account.uid) chownSync(folder, account.uid, account.gid);
const data = join(folder, 'data');
const password = crypto.randomUUID();
const passwordFile = join(folder, 'password');
writeFileSync(passwordFile, password);

const made = spawnSync(
  join(programs, 'initdb'),
  [
    ...['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync'],
    ...['--encoding=UTF8', '--locale=C.UTF-8'],
  ],
  { ...account, cwd: folder, encoding: 'utf8' },
);
if (made.status !== 0) fail(made.stderr ?? String(made.error));

const port = await freePort();
const settings = {
  listen_addresses: '127.0.0.1',
  port,
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: 200,
};
const server = spawn(
  join(programs, 'postgres'),
  ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
  { ...account, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
);
let said = '';
server.stderr.on('data', (text) => {
  said = (said + text).slice(-4000);
});
server.once('exit', (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});

const stop = () => server.kill('SIGINT');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
const parent = process.ppid;
setInterval(() => process.ppid === parent || stop(), 1000);

while (!isReady()) {
  if (server.exitCode !== null) fail(said);
  await new Promise((resolve) => setTimeout(resolve, 20));
}
console.log(`postgresql://postgres:${password}@127.0.0.1:${port}/postgres`);

function isReady() {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

function accountNamed(name) {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((row) => row.startsWith(`${name}:`));
  if (!line) fail(`there is no account ${name} to run the server as`);
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}

function fail(why) {
  console.error(why);
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
}
