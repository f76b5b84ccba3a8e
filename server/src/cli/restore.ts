import process from 'node:process';
import { restoreBackup, verifyBackup } from '../platform/backup/index.ts';
import { readConfig } from '../platform/config/config.ts';
import { hasMasterKey, loadMasterKey } from '../platform/crypto/master-key.ts';
import { passphraseOf, passphraseOption } from './backup.ts';
import type { Command } from './command.ts';
import { appLogin, openDatabase } from './database.ts';
import { pathOf } from './files.ts';
import { cliProblem } from './problems.ts';

export const restore: Command = {
  name: 'restore',
  about: {
    zh: '把备份恢复到空的数据目录或空数据库。',
    en: 'Restores a backup into an empty data folder or database.',
  },
  operands: ['FILE'],
  options: {
    'passphrase-stdin': passphraseOption,
    'without-event-keys': {
      about: {
        zh: '事件密钥找不到也恢复；那些内容永远读不出来。',
        en: 'Goes on without the keys of events; their content stays unreadable for good.',
      },
    },
  },
  notes: {
    zh: `在新电脑上：1. 装好邻里（先不要启动）。2. 把保管的密钥目录放到 data/keys（或用 LINLI_KEYS 指出）。
3. npm run linli -- restore 备份文件。4. npm start。
已有数据的地方不会恢复，数据不动。备份是旧版本的也可以，恢复后自动升级。`,
    en: `On a new machine: 1. Install Linli and do not start it yet. 2. Put the copy of the keys folder at data/keys (or
name it with LINLI_KEYS). 3. npm run linli -- restore FILE. 4. npm start.
Nothing is restored over data; they stay untouched. A backup of an earlier release is upgraded after it is restored.`,
  },
  async run(input) {
    const config = readConfig(process.env);
    const file = pathOf(input.operands[0] ?? '');
    const passphrase = await passphraseOf(input);
    if (!hasMasterKey(config.keysDir)) throw cliProblem('cli.no_keys', { folder: config.keysDir });
    const reading = { file, keysDir: config.keysDir, keys: loadMasterKey(config.keysDir), passphrase };
    // A wrong key or a damaged file is found before anything is made on this machine.
    await verifyBackup(reading);
    const database = await openDatabase(config, { create: true, alone: true });
    try {
      const totals = await restoreBackup({
        ...reading,
        ownerUrl: database.ownerUrl,
        app: appLogin(config, database.keys),
        withoutEventKeys: input.has('without-event-keys'),
      });
      console.log(
        `已恢复 ${totals.tables} 张表 ${totals.rows} 行，逐表核对一致 · restored and checked: ${totals.rows} rows`,
      );
      return 0;
    } finally {
      await database.close();
    }
  },
};
