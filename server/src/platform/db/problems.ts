import { type ProblemCatalogue, problemsOf } from '@linli/core/kernel';

/** Why a database cannot be used as it is. Said on the command line before the server opens. */
const databaseProblems = {
  'database.unreachable': {
    status: 503,
    text: {
      zh: '连不上数据库：{why}。请检查 {setting} 和数据库服务器。',
      en: 'The database cannot be reached: {why}. Check {setting} and the database server.',
    },
  },
  'database.version': {
    status: 500,
    text: {
      zh: '数据库是 PostgreSQL {found} 版，邻里需要 15 到 18 版。',
      en: 'The database is PostgreSQL {found}; Linli needs 15 to 18.',
    },
  },
  'database.encoding': {
    status: 500,
    text: {
      zh: '数据库的编码是 {found}，邻里需要 UTF8。请新建一个 UTF8 的数据库。',
      en: 'The database is encoded as {found}; Linli needs UTF8. Create a UTF8 database.',
    },
  },
  'database.newer': {
    status: 500,
    text: {
      zh: '数据库已由更新的邻里版本升级过（有 {name}，这个版本没有）。请改用更新的版本，数据没有改动。',
      en: 'A newer Linli has upgraded this database (it has {name}, this release does not). Run the newer release; nothing was changed.',
    },
  },
  'database.migration_edited': {
    status: 500,
    text: {
      zh: '迁移文件 {name} 执行之后被改过。请恢复原来的文件，改动要写成新的迁移文件。数据没有改动。',
      en: 'The migration {name} was edited after it ran. Restore the file and put the change into a new one; nothing was changed.',
    },
  },
  'database.migration_missing': {
    status: 500,
    text: {
      zh: '迁移文件 {name} 排在已执行的文件之前，却没有执行过。请改成更大的编号。数据没有改动。',
      en: 'The migration {name} sorts before others that already ran. Give it a higher number; nothing was changed.',
    },
  },
  'database.migration_failed': {
    status: 500,
    text: {
      zh: '迁移 {name} 在第 {line} 行没有成功（{code}:{why}），已全部退回，数据没有改动。',
      en: 'The migration {name} failed at line {line} ({code}: {why}) and was taken back whole; nothing was changed.',
    },
  },
  'database.roles_missing': {
    status: 500,
    text: {
      zh: 'DATABASE_URL 的账号不能建立角色。请数据库管理员执行下面的语句，再用 DATABASE_APP_URL 给出应用账号的地址：\n{sql}',
      en: 'The role of DATABASE_URL may not create roles. Have the database administrator run this, then give the login in DATABASE_APP_URL:\n{sql}',
    },
  },
  'database.app_role_too_strong': {
    status: 500,
    text: {
      zh: '应用账号 {role} 的权限太大（超级用户、可绕过行级安全，或是数据表的所有者）。请换一个普通账号。',
      en: 'The application role {role} may do too much (superuser, bypasses row-level security, or owns the tables). Use an ordinary role.',
    },
  },
  'database.app_role_not_member': {
    status: 500,
    text: {
      zh: '应用账号 {role} 还不是 linli_app 的成员。请数据库管理员执行：\n{sql}',
      en: 'The application role {role} is no member of linli_app. Have the database administrator run:\n{sql}',
    },
  },
} as const satisfies ProblemCatalogue<string>;

export const databaseProblem = problemsOf(databaseProblems);
