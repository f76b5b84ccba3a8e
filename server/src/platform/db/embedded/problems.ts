import { type ProblemCatalogue, problemsOf } from '@linli/core/kernel';

/** Why the embedded database cannot run here. Every sentence ends with what to do. */
const embeddedProblems = {
  'embedded.no_package': {
    status: 500,
    text: {
      zh: '这台机器（{platform}）没有内置数据库可用。请准备一个 PostgreSQL 15–18 服务器，用 DATABASE_URL 指向它。',
      en: 'There is no embedded database for this machine ({platform}). Point DATABASE_URL to a PostgreSQL 15–18 server.',
    },
  },
  'embedded.no_account': {
    status: 500,
    text: {
      zh: '数据库不能以 root 运行，而系统里没有可用的普通账号（linli、postgres 或 nobody）。请用普通账号启动，或用 DATABASE_URL 指向一个 PostgreSQL 服务器。',
      en: 'The database cannot run as root, and there is no ordinary account for it (linli, postgres or nobody). Start as an ordinary user, or point DATABASE_URL to a PostgreSQL server.',
    },
  },
  'embedded.not_ours': {
    status: 500,
    text: {
      zh: '数据目录 {folder} 现在的账号打不开（属主编号 {owner}）。请用原来的账号启动，或用 LINLI_DATA 换一个目录。',
      en: 'The data folder {folder} cannot be opened by this account (its owner is {owner}). Start as the account that made it, or choose another folder with LINLI_DATA.',
    },
  },
  'embedded.unreachable': {
    status: 500,
    text: {
      zh: '数据库的账号 {account} 进不了 {folder}。请把数据和程序放到它能进入的目录（如 /srv/linli），或用普通账号启动。',
      en: 'The database account {account} cannot enter {folder}. Keep data and program where it can (such as /srv/linli), or start as an ordinary user.',
    },
  },
  'embedded.in_use': {
    status: 409,
    text: {
      zh: '数据目录 {folder} 正被另一个邻里进程{holder}使用。请先停下它，或用 LINLI_DATA 换一个目录。',
      en: 'The data folder {folder} is in use by another Linli{holder}. Stop it first, or choose another folder with LINLI_DATA.',
    },
  },
  'embedded.other_version': {
    status: 500,
    text: {
      zh: '数据目录里的数据库是 PostgreSQL {found} 版，这个程序带的是 {expected} 版。请用原来的邻里版本做备份（backup），再用新版本恢复（restore）。',
      en: 'The data folder holds a PostgreSQL {found} database; this release brings {expected}. Make a backup with the earlier release and restore it with this one.',
    },
  },
  'embedded.no_password': {
    status: 500,
    text: {
      zh: '找不到数据库口令文件 {file}。它和数据在同一个目录，请从备份里一起恢复。',
      en: 'The database password file {file} is missing. It belongs beside the data: bring it back from the copy you took.',
    },
  },
  'embedded.not_started': {
    status: 500,
    text: {
      zh: '内置数据库没有启动成功：{why}。详细记录在 {log}。数据没有改动。',
      en: 'The embedded database did not start: {why}. The log is in {log}. The data are unchanged.',
    },
  },
  'embedded.stuck': {
    status: 500,
    text: {
      zh: '上次留下的数据库进程（编号 {pid}）停不下来。请重启电脑，或先手工结束它。',
      en: 'A database process left from last time (pid {pid}) does not stop. End it by hand or restart the machine.',
    },
  },
} as const satisfies ProblemCatalogue<string>;

export const embeddedProblem = problemsOf(embeddedProblems);
