import { existsSync, statfsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Problem, type Text } from '@linli/core/kernel';
import { verifyAllChains } from '../platform/audit/verify-all.ts';
import { type Config, readConfig } from '../platform/config/config.ts';
import { checkMasterKey } from '../platform/crypto/data-keys.ts';
import { hasMasterKey, loadMasterKey } from '../platform/crypto/master-key.ts';
import { hasEmbeddedData } from '../platform/db/embedded/index.ts';
import { inspectDatabase } from '../platform/db/inspect.ts';
import type { Command } from './command.ts';
import { type Database, openDatabase } from './database.ts';
import { refuseTakenPort } from './port.ts';

/** One line of the report. `fix` is there when something is wrong. */
interface Finding {
  readonly about: Text;
  readonly found: string;
  readonly fix?: Text;
}

export const doctor: Command = {
  name: 'doctor',
  about: {
    zh: '检查这台机器上的邻里，逐项说明哪里不对、怎么办。',
    en: 'Checks Linli on this machine and says, line by line, what is wrong and what to do.',
  },
  notes: {
    zh: '不改动任何东西。有一项不对时退出码为 1。',
    en: 'Changes nothing. The exit code is 1 when something is wrong.',
  },
  async run() {
    const config = readConfig(process.env);
    const findings = [node(), pages(), ...folders(config), disk(config)];
    for (const finding of findings) tell(finding);
    const deeper = await database(config);
    return [...findings, ...deeper].some(({ fix }) => fix) ? 1 : 0;
  },
};

function tell({ about, found, fix }: Finding): void {
  console.log(`${fix ? '✗' : '✓'} ${about.zh} · ${about.en}: ${found}`);
  if (fix) console.log(`    ${fix.zh}\n    ${fix.en}`);
}

function node(): Finding {
  const about = { zh: 'Node 版本', en: 'Node' };
  const found = process.versions.node;
  if (Number(found.split('.')[0]) >= 24) return { about, found };
  const fix = {
    zh: '请用 npm start 启动，它会带上 Node 26。',
    en: 'Start with npm start, which brings Node 26.',
  };
  return { about, found, fix };
}

function pages(): Finding {
  const about = { zh: '网页', en: 'Pages' };
  if (existsSync(fileURLToPath(new URL('../../../web/dist/index.html', import.meta.url)))) {
    return { about, found: 'web/dist' };
  }
  const fix = { zh: 'npm start 会自动生成。', en: 'npm start builds them.' };
  return { about, found: '–', fix };
}

function folders(config: Config): Finding[] {
  const data = { zh: '数据目录', en: 'Data folder' };
  const keys = { zh: '主密钥', en: 'Master key' };
  const findings: Finding[] = [
    { about: data, found: `${config.dataDir}${existsSync(config.dataDir) ? '' : ' (–)'}` },
  ];
  if (!hasMasterKey(config.keysDir)) {
    const fix = {
      zh: '请把保管的密钥副本放回这个目录。没有它，加密的内容读不出来。',
      en: 'Put the copy you keep back there; without it nothing encrypted can be read.',
    };
    const lost = hasEmbeddedData(config.dataDir) || config.databaseUrl !== null;
    return [...findings, { about: keys, found: `${config.keysDir} (–)`, ...(lost ? { fix } : {}) }];
  }
  try {
    loadMasterKey(config.keysDir);
    const mode = (statSync(config.keysDir).mode & 0o777).toString(8);
    return [...findings, { about: keys, found: `${config.keysDir} (${mode})` }];
  } catch (error) {
    return [...findings, failed(keys, error)];
  }
}

function disk(config: Config): Finding {
  const about = { zh: '剩余空间', en: 'Free space' };
  const folder = existsSync(config.dataDir) ? config.dataDir : '.';
  const { bavail, bsize } = statfsSync(folder);
  const gigabytes = (bavail * bsize) / 2 ** 30;
  const found = `${gigabytes.toFixed(1)} GB`;
  const fix = {
    zh: '不到 2 GB。请清理磁盘，或把数据移到更大的盘。',
    en: 'Less than 2 GB. Free some, or move the data.',
  };
  return gigabytes < 2 ? { about, found, fix } : { about, found };
}

async function database(config: Config): Promise<Finding[]> {
  const about = { zh: '数据库', en: 'Database' };
  if (config.databaseUrl === null && !hasEmbeddedData(config.dataDir)) {
    const finding = { about, found: '还没有数据 · no data yet' };
    tell(finding);
    return [finding];
  }
  if (!hasMasterKey(config.keysDir)) return [];
  try {
    const opened = await openDatabase(config);
    try {
      const findings = [...(await inside(config, opened)), await port(config, opened)];
      for (const finding of findings) tell(finding);
      return findings;
    } finally {
      await opened.close();
    }
  } catch (error) {
    const finding = failed(about, error);
    tell(finding);
    return [finding];
  }
}

async function inside(config: Config, opened: Database): Promise<Finding[]> {
  const found = await inspectDatabase(opened.readerUrl);
  const where = config.databaseUrl === null ? '内置 · embedded' : 'DATABASE_URL';
  const running = opened.servedBy === null ? '' : `, 正在运行 · running (pid ${opened.servedBy})`;
  const findings: Finding[] = [
    { about: { zh: '数据库', en: 'Database' }, found: `PostgreSQL ${found.version} (${where})${running}` },
    check({ zh: '时钟', en: 'Clock' }, `${found.aheadMs} ms`, Math.abs(found.aheadMs) < 2000, {
      zh: '本机和数据库的时钟相差太大。请打开自动对时。',
      en: 'The clocks of this machine and of the database differ. Turn on automatic time.',
    }),
    check({ zh: '迁移', en: 'Migrations' }, found.pending?.join(', ') || 'ok', found.pending?.length === 0, {
      zh: '还没有执行；下次启动时会执行。',
      en: 'Not run yet; the next start runs them.',
    }),
    check(
      { zh: '行级安全', en: 'Row-level security' },
      found.unprotected.join(', ') || 'ok',
      found.unprotected.length === 0,
      {
        zh: '这些表没有强制的行级安全。请告诉我们。',
        en: 'These tables have no forced row-level security. Tell us.',
      },
    ),
    check(
      { zh: '应用账号', en: 'Application role' },
      found.tooStrong.join(', ') || 'ok',
      found.tooStrong.length === 0,
      {
        zh: '这些账号权限太大，能绕过行级安全。请换成普通账号。',
        en: 'These logins bypass row-level security. Use ordinary ones.',
      },
    ),
  ];
  return found.pending === null ? findings : [...findings, await keysFit(opened), ...(await chains(opened))];
}

function check(about: Text, found: string, good: boolean, fix: Text): Finding {
  return good ? { about, found } : { about, found, fix };
}

async function keysFit(opened: Database): Promise<Finding> {
  const about = { zh: '主密钥与数据', en: 'Master key and data' };
  try {
    await checkMasterKey(opened.readerUrl, opened.keys);
    return { about, found: 'ok' };
  } catch (error) {
    return failed(about, error);
  }
}

async function chains(opened: Database): Promise<Finding[]> {
  const reports = await verifyAllChains(opened.readerUrl);
  const broken = reports.filter(({ report }) => report.broken).map(({ name }) => name);
  const rows = reports.reduce((sum, { report }) => sum + report.sealed, 0);
  return [
    check({ zh: '审计链', en: 'Audit chain' }, broken.join(', ') || `${rows} ok`, broken.length === 0, {
      zh: '审计记录被动过。请运行 npm run linli -- audit verify 查看在哪里，并保全证据。',
      en: 'Audit records were tampered with. npm run linli -- audit verify says where; secure the evidence.',
    }),
  ];
}

async function port(config: Config, opened: Database): Promise<Finding> {
  const about = { zh: '端口', en: 'Port' };
  const found = `${config.host}:${config.port}`;
  if (opened.shared) return { about, found };
  try {
    await refuseTakenPort(config);
    return { about, found };
  } catch (error) {
    return failed(about, error);
  }
}

function failed(about: Text, error: unknown): Finding {
  if (error instanceof Problem) return { about, found: error.code, fix: error.text };
  throw error;
}
