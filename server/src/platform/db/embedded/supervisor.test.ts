import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAlive, readPidFile } from './leftover.ts';
import { type Embedded, runningEmbedded, startEmbedded } from './supervisor.ts';

let folder: string;
const children = new Set<ChildProcess>();

beforeAll(() => {
  // Root's private folder: the database's account cannot enter it, as in a checkout under /root.
  folder = mkdtempSync(join(tmpdir(), 'linli-embedded-'));
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

async function rows(url: string, text: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const cluster = (dataDir: string) => join(dataDir, 'pg', 'cluster');

describe('a start that cannot be', { timeout: 30_000 }, () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = join(folder, 'refused');
    await (await startEmbedded({ dataDir })).stop();
  }, 30_000);

  test('refuses a data folder that another process uses, and names that process', async () => {
    const other = await startWriter(dataDir);
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject({
      code: 'embedded.in_use',
      text: { zh: expect.stringContaining(String(other.child.pid)) },
    });
    expect(runningEmbedded(dataDir)?.ownerUrl).toContain('linli');
    await end(other.child, 'SIGKILL');
  });

  test('refuses the cluster of another PostgreSQL version', async () => {
    const file = join(cluster(dataDir), 'PG_VERSION');
    const mine = readFileSync(file);
    writeFileSync(file, '17\n');
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject({ code: 'embedded.other_version' });
    writeFileSync(file, mine);
  });

  test('refuses a cluster without its password file', async () => {
    const file = join(cluster(dataDir), 'linli-passwords.json');
    renameSync(file, `${file}.away`);
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject({ code: 'embedded.no_password' });
    renameSync(`${file}.away`, file);
  });

  test('says why the server itself refused, and gives the folder free again', async () => {
    const settings = { max_connections: 'many' };
    await expect(startEmbedded({ dataDir, settings })).rejects.toMatchObject({
      code: 'embedded.not_started',
      text: { en: expect.stringContaining('max_connections') },
    });
    await (await startEmbedded({ dataDir })).stop();
  });
});

describe('a running server', { timeout: 30_000 }, () => {
  let server: Embedded;
  const log: string[] = [];
  beforeAll(async () => {
    server = await startEmbedded({ dataDir: join(folder, 'running'), log: (line) => log.push(line) });
  }, 30_000);
  afterAll(() => server.stop());

  test('is durable, checks its pages, and sorts by code point', async () => {
    const [settings] = await rows(
      server.ownerUrl,
      `select current_setting('fsync') fsync, current_setting('synchronous_commit') commit,
         current_setting('data_checksums') checksums, current_setting('server_encoding') encoding,
         array(select * from (values ('b'), ('A'), ('a'), ('啊')) v(x) order by x) sorted`,
    );
    expect(settings).toEqual({
      fsync: 'on',
      commit: 'on',
      checksums: 'on',
      encoding: 'UTF8',
      sorted: ['A', 'a', 'b', '啊'],
    });
  });

  test('gives an owner who is no superuser and cannot pass row-level security', async () => {
    const [owner] = await rows(
      server.ownerUrl,
      'select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user',
    );
    expect(owner).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: true });
  });

  test('asks everybody for a password', async () => {
    const url = new URL(server.ownerUrl);
    url.password = 'wrong';
    await expect(rows(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  test('keeps every value out of its log', async () => {
    const client = new pg.Client(server.ownerUrl);
    await client.connect();
    await client.query('create table person (phone text primary key)');
    await client.query('insert into person values ($1)', ['19900000001']);
    await expect(client.query('insert into person values ($1)', ['19900000001'])).rejects.toThrow();
    await expect(client.query('select $1::uuid', ['not-a-uuid-19900000001'])).rejects.toThrow();
    await expect(client.query("select * from nowhere where phone = '19900000001'")).rejects.toThrow();
    await client.end();
    expect(readFileSync(join(folder, 'running', 'pg', 'postgres.log'), 'utf8')).not.toContain('19900000001');
  });

  test('keeps its passwords from other accounts', () => {
    const mode = (name: string) => statSync(join(folder, 'running', 'pg', name)).mode & 0o777;
    expect(mode('.')).toBe(0o700);
    expect(mode('cluster/linli-passwords.json')).toBe(0o600);
    expect(mode('connection.json')).toBe(0o600);
  });

  test('comes back by itself when its process is killed', async () => {
    const before = server.pid;
    process.kill(before, 'SIGKILL');
    await expect.poll(() => server.pid, { timeout: 20_000 }).not.toBe(before);
    await expect.poll(() => rows(server.ownerUrl, 'select 1 one'), { timeout: 20_000 }).toEqual([{ one: 1 }]);
    expect(log).toContain('the embedded database ended by itself; starting it again');
  });
});

describe('a start after an accident', { timeout: 60_000 }, () => {
  test('builds the cluster anew when the first start was cut short', async () => {
    const dataDir = join(folder, 'half');
    mkdirSync(join(dataDir, 'pg', 'cluster.new', 'base'), { recursive: true });
    const server = await startEmbedded({ dataDir });
    expect(await rows(server.ownerUrl, 'select current_user')).toEqual([{ current_user: 'linli_owner' }]);
    await server.stop();
  });

  test('leaves no server running when its own process is killed', async () => {
    const writer = await startWriter(join(folder, 'orphan'));
    await end(writer.child, 'SIGKILL');
    await expect.poll(() => isAlive(writer.server), { timeout: 20_000 }).toBe(false);
  });

  test('is not misled by a process number that somebody else has now', async () => {
    const dataDir = join(folder, 'reused');
    await (await startEmbedded({ dataDir })).stop();
    const innocent = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], {
      stdio: 'ignore',
      ...serverIds(dataDir),
    });
    children.add(innocent);
    writeFileSync(join(cluster(dataDir), 'postmaster.pid'), `${innocent.pid}\n${cluster(dataDir)}\n`);
    const server = await startEmbedded({ dataDir }).catch((error: Error) => error);
    expect(isAlive(innocent.pid ?? -1)).toBe(true);
    innocent.kill('SIGKILL');
    if (!(server instanceof Error)) await server.stop();
    expect(server).not.toBeInstanceOf(Error);
  });

  test('has every acknowledged write after ten kills of the whole process tree', async () => {
    const dataDir = join(folder, 'killed');
    let acknowledged = 0;
    for (let round = 0; round < 10; round += 1) {
      const writer = await startWriter(dataDir);
      await sleep(150 + round * 20);
      process.kill(writer.server, 'SIGKILL');
      await end(writer.child, 'SIGKILL');
      expect(writer.acknowledged.at(-1) ?? 0).toBeGreaterThan(acknowledged);
      acknowledged = writer.acknowledged.at(-1) ?? 0;
    }
    const server = await startEmbedded({ dataDir });
    const [found] = await rows(server.ownerUrl, 'select count(*)::int n, max(n) last from written');
    expect(found?.n).toBe(found?.last);
    expect(found?.last).toBeGreaterThanOrEqual(acknowledged);
    await server.stop();
  });
});

describe('where a socket will not do', { timeout: 30_000 }, () => {
  test('a folder whose path is too long for a socket is served on the loopback', async () => {
    const dataDir = join(folder, 'long'.repeat(25));
    const server = await startEmbedded({ dataDir });
    expect(new URL(server.ownerUrl).hostname).toBe('127.0.0.1');
    expect(await rows(server.ownerUrl, 'select 1 one')).toEqual([{ one: 1 }]);
    expect(readPidFile(cluster(dataDir))?.pid).toBe(server.pid);
    await server.stop();
  });
});

/** The account that owns the cluster, so that the server sees a process of its own account. */
function serverIds(dataDir: string) {
  const { uid, gid } = statSync(cluster(dataDir));
  return process.getuid?.() === 0 ? { uid, gid, cwd: '/' } : {};
}

interface Writer {
  readonly child: ChildProcess;
  /** The database server's process. */
  readonly server: number;
  /** The numbers whose commit was answered. */
  readonly acknowledged: number[];
}

/** Another process that runs the database on the folder and commits 1, 2, 3… one by one, saying so after each. */
async function startWriter(dataDir: string): Promise<Writer> {
  const script = `
    import { startEmbedded } from ${JSON.stringify(new URL('./supervisor.ts', import.meta.url).href)};
    import pg from ${JSON.stringify(import.meta.resolve('pg'))};
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} });
    const client = new pg.Client(server.ownerUrl);
    client.on('error', () => {});
    await client.connect();
    await client.query('create table if not exists written (n int primary key)');
    const last = await client.query('select coalesce(max(n), 0) n from written');
    console.log('server', server.pid);
    for (let n = last.rows[0].n + 1; ; n += 1) {
      await client.query('insert into written values ($1)', [n]);
      console.log(n);
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const acknowledged: number[] = [];
  const server = await new Promise<number>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the writer ended early')));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      if (line.startsWith('server ')) resolve(Number(line.slice(7)));
      else acknowledged.push(Number(line));
    });
  });
  return { child, server, acknowledged };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill(signal);
  await closed;
  children.delete(child);
}
