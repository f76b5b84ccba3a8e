import process from 'node:process';
import { verifyBackup, writeBackup } from '../platform/backup/index.ts';
import { readConfig } from '../platform/config/config.ts';
import { hasMasterKey, loadMasterKey } from '../platform/crypto/master-key.ts';
import { type Command, type Input, UsageError } from './command.ts';
import { openDatabase } from './database.ts';
import { pathOf, secretFromInput } from './files.ts';

export const passphraseOption = {
  about: {
    zh: '备份另设口令（从标准输入读一行，至少 12 个字）。',
    en: 'The backup has a passphrase of its own (one line of standard input, at least 12 characters).',
  },
};

export const passphraseOf = (input: Input): Promise<string | null> =>
  input.has('passphrase-stdin') ? secretFromInput('口令 (passphrase)') : Promise.resolve(null);

export const backup: Command = {
  name: 'backup',
  about: {
    zh: '把全部数据备份成一个加密文件，不用停机。',
    en: 'Writes all data into one encrypted file, while Linli runs.',
  },
  operands: ['FILE?'],
  options: {
    'passphrase-stdin': passphraseOption,
    verify: {
      about: {
        zh: '不备份，只检查 FILE 是否完整可读。',
        en: 'Writes nothing; checks that FILE is whole and readable.',
      },
    },
  },
  notes: {
    zh: `在另一台电脑上恢复需要三样东西：备份文件、密钥目录（默认 data/keys，里面有 master.key）、设了口令时的口令。
密钥不在备份里。请把密钥目录另存一份（如锁在柜里的 U 盘），不要和备份放在一起；提示密钥有变化时重新存一份。
没有密钥，姓名、电话等加密内容谁也读不出来。`,
    en: `Restoring on another machine takes three things: the backup, the keys folder (data/keys unless LINLI_KEYS says
otherwise; it holds master.key), and the passphrase if there is one. Keys are never in a backup. Keep a copy of the
keys folder apart from the backups (a USB stick in a locked drawer) and copy it again when told that keys have changed.
Without the keys nobody can read names, telephone numbers and other encrypted content.`,
  },
  async run(input) {
    const config = readConfig(process.env);
    const [name] = input.operands;
    if (input.has('verify')) return verify(name, config.keysDir, await passphraseOf(input));
    const passphrase = await passphraseOf(input);
    const database = await openDatabase(config);
    try {
      const createdAt = new Date().toISOString();
      const file = pathOf(name ?? `linli-${createdAt.slice(0, 19).replaceAll(':', '')}Z.backup`);
      const lock =
        passphrase === null
          ? ({ kind: 'master', keys: database.keys } as const)
          : ({ kind: 'passphrase', passphrase } as const);
      const written = await writeBackup({
        url: database.readerUrl,
        keysDir: config.keysDir,
        lock,
        file,
        createdAt,
      });
      const size = (written.bytes / 2 ** 20).toFixed(1);
      console.log(
        `已备份 ${written.tables} 张表 ${written.rows} 行 · ${written.rows} rows saved: ${file} (${size} MB)`,
      );
      if (written.keysChanged)
        console.log(`密钥有变化，请重新保存一份 · keys have changed, copy them again: ${config.keysDir}`);
      return 0;
    } finally {
      await database.close();
    }
  },
};

async function verify(name: string | undefined, keysDir: string, passphrase: string | null): Promise<number> {
  if (name === undefined)
    throw new UsageError({ zh: '请写出要检查的备份文件。', en: 'Name the backup to check.' });
  const file = pathOf(name);
  const keys = hasMasterKey(keysDir) ? loadMasterKey(keysDir) : null;
  const found = await verifyBackup({ file, keysDir, keys, passphrase });
  console.log(
    `备份完好 · the backup is whole: ${found.createdAt}, ${found.tables} tables, ${found.rows} rows, ${found.migration}`,
  );
  return 0;
}
