import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabase, type TestDatabase } from '../../testing/database.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const sample = fileURLToPath(new URL('../../../samples/streets/qianfeng.csv', import.meta.url));
const password = '槐树底下晒被子2026';

/** The command line as a person runs it, on a database server that was empty before. */
describe('setup and import', () => {
  let database: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    database = await emptyDatabase();
    folder = mkdtempSync(join(tmpdir(), 'linli-setup-'));
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function linli(words: readonly string[], input = ''): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, [main, ...words], {
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: database.ownerUrl,
        LINLI_DATA: folder,
        LINLI_LOG: 'silent',
      },
    });
    child.stdin.end(input);
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { code, said: out + err };
  }

  it('says what is missing or wrong, and sets nothing up', async () => {
    const admin = ['--admin', 'wang', '--password-stdin'];
    const bad = join(folder, 'bad.csv');
    writeFileSync(bad, '街道名称,社区名称\n甲街道,一社区\n乙街道,二社区\n');
    const refusals: readonly [words: readonly string[], input: string, code: number, says: string][] = [
      [['import', sample], '', 1, 'setup'],
      [['setup', ...admin], password, 2, '--street'],
      [['setup', '--street', 'sample', '--admin', 'wang'], password, 2, '--password-stdin'],
      [['setup', '--street', '/no/such.csv', ...admin], password, 2, '/no/such.csv'],
      [['setup', '--street', 'sample', ...admin], '', 1, '密码'],
      [['setup', '--street', '149901001000', ...admin], password, 1, '149901001000'],
      [['setup', '--street', bad, ...admin], password, 1, 'rows/3/street_name'],
    ];
    for (const [words, input, code, says] of refusals) {
      const answer = await linli(words, input);
      expect(answer.code, answer.said).toBe(code);
      expect(answer.said).toContain(says);
    }
  }, 120_000);

  it('sets the office up once, then adds streets to it, each once', async () => {
    const setUp = ['setup', '--street', sample, '--admin', 'wang', '--name', '王晓燕', '--password-stdin'];
    expect(await linli(setUp, `${password}\n`)).toMatchObject({
      code: 0,
      said: expect.stringContaining('千峰街道'),
    });
    expect(await linli(setUp, `${password}\n`)).toMatchObject({
      code: 1,
      said: expect.stringContaining('已经开通'),
    });
    expect(await linli(['import', 'sample'])).toMatchObject({ code: 0 });
    expect(await linli(['import', 'sample'])).toMatchObject({
      code: 1,
      said: expect.stringContaining('已经在这里'),
    });
    expect(await linli(['import', '140105005000'])).toMatchObject({
      code: 0,
      said: expect.stringContaining('黄陵'),
    });
  }, 120_000);
});
