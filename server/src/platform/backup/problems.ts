import { type ProblemCatalogue, problemsOf } from '@linli/core/kernel';

/** Why a backup cannot be written, read or restored. Each says what is safe and what to do. */
const backupProblems = {
  'backup.exists': {
    status: 409,
    text: {
      zh: '文件 {file} 已经存在，没有覆盖。请换一个名字。',
      en: 'The file {file} exists and was not overwritten. Choose another name.',
    },
  },
  'backup.no_place': {
    status: 400,
    text: {
      zh: '不能在 {file} 写备份（{why}）。请检查目录和权限。',
      en: 'A backup cannot be written to {file} ({why}). Check the folder and its rights.',
    },
  },
  'backup.no_file': {
    status: 404,
    text: { zh: '找不到备份文件 {file}。', en: 'There is no backup file {file}.' },
  },
  'backup.not_one': {
    status: 400,
    text: { zh: '{file} 不是邻里的备份文件。', en: '{file} is no Linli backup.' },
  },
  'backup.other_format': {
    status: 400,
    text: {
      zh: '这个备份由更新的邻里版本写成。请用那个版本（或更新的）来恢复。',
      en: 'This backup was written by a newer Linli. Restore it with that release or a newer one.',
    },
  },
  'backup.wrong_passphrase': {
    status: 400,
    text: { zh: '备份口令不对。', en: 'The passphrase of the backup is not right.' },
  },
  'backup.needs_passphrase': {
    status: 400,
    text: {
      zh: '这个备份设了口令，请用 --passphrase-stdin 给出。',
      en: 'This backup has a passphrase; give it with --passphrase-stdin.',
    },
  },
  'backup.weak_passphrase': {
    status: 400,
    text: {
      zh: '备份口令太短，至少要 12 个字。',
      en: 'The passphrase is too short: at least 12 characters.',
    },
  },
  'backup.other_master': {
    status: 400,
    text: {
      zh: '密钥目录 {folder} 里的 master.key 不是这个备份的主密钥。请把当时保管的密钥副本放进去（或用 LINLI_KEYS 指出它的目录）再恢复。没有它，备份读不出来。',
      en: 'The master.key in {folder} is not that of this backup. Put the copy you keep there (or name its folder with LINLI_KEYS), then restore. Without it the backup cannot be read.',
    },
  },
  'backup.damaged': {
    status: 400,
    text: {
      zh: '备份文件损坏或不完整（在第 {at} 段），没有恢复任何内容。请换一份备份。',
      en: 'The backup is damaged or cut short (at part {at}); nothing was restored. Use another copy.',
    },
  },
  'backup.differs': {
    status: 500,
    text: {
      zh: '恢复之后核对不上（表 {table}），已全部退回。请换一份备份，并告诉我们。',
      en: 'What was restored does not match the backup (table {table}); it was taken back whole. Use another copy and tell us.',
    },
  },
  'backup.hidden_rows': {
    status: 500,
    text: {
      zh: 'DATABASE_URL 的账号看不到表 {table} 的全部内容，备份会缺。请换成数据表所有者的账号。',
      en: 'The role of DATABASE_URL cannot see all rows of table {table}; the backup would lack some. Use the role that owns the tables.',
    },
  },
  'restore.not_empty': {
    status: 409,
    text: {
      zh: '这里已经有数据（表 {table}），没有恢复，数据没有改动。请用 LINLI_DATA 指向一个空目录（或换一个空数据库）。',
      en: 'There are data here already (table {table}); nothing was restored and nothing changed. Point LINLI_DATA to an empty folder or DATABASE_URL to an empty database.',
    },
  },
  'restore.in_use': {
    status: 409,
    text: {
      zh: '这个数据库正被邻里使用。请先停下所有服务器，再恢复。',
      en: 'Linli is using this database. Stop every server first, then restore.',
    },
  },
  'restore.newer': {
    status: 400,
    text: {
      zh: '这个备份来自更新的邻里版本（有 {name}，这个版本没有）。请用那个版本或更新的来恢复。',
      en: 'This backup comes from a newer Linli (it has {name}, this release does not). Restore it with that release or a newer one.',
    },
  },
  'restore.keys_missing': {
    status: 400,
    text: {
      zh: '密钥目录 {folder} 里缺 {count} 个事件的密钥（副本比备份旧）。请放入最新的密钥副本再恢复；确实没有时加 --without-event-keys，那些内容将永远读不出来。',
      en: 'The keys folder {folder} lacks the keys of {count} events (the copy is older than the backup). Put in the newest copy of the keys; if there is none, add --without-event-keys: that content will stay unreadable for good.',
    },
  },
} as const satisfies ProblemCatalogue<string>;

export const backupProblem = problemsOf(backupProblems);
