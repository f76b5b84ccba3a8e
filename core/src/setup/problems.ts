import { type ProblemCatalogue, problemsOf } from '@linli/core/kernel';

/** What can go wrong while an office is set up. */
export const setupProblems = {
  'setup.done': {
    status: 409,
    text: {
      zh: '这里已经开通过了，没有改动。请用已有的账号登录。',
      en: 'This office is already set up; nothing was changed. Sign in with the existing account.',
    },
  },
  'setup.token': {
    status: 403,
    text: {
      zh: '缺少开通口令，没有改动。请用启动时那一行给出的完整网址打开。',
      en: 'The set-up token is missing or wrong; nothing was changed. Open the complete address that the start line printed.',
    },
  },
  'setup.division_unknown': {
    status: 404,
    text: {
      zh: '区划代码 {code} 不在 {edition} 的名录里，没有改动。可以改为导入表格，或直接填写街道名称。',
      en: 'Division code {code} is not in the list of {edition}; nothing was changed. Import a table instead, or type the name of the street.',
    },
  },
  'setup.file_missing': {
    status: 400,
    text: {
      zh: '没有收到表格文件，没有改动。请选择 CSV 或 Excel 文件后再提交。',
      en: 'No table was received; nothing was changed. Choose a CSV or Excel file and send again.',
    },
  },
  'setup.columns_missing': {
    status: 400,
    text: {
      zh: '表格里找不到这些列：{columns}。没有改动。',
      en: 'The table lacks these columns: {columns}. Nothing was changed.',
    },
  },
  'setup.rows_refused': {
    status: 400,
    text: {
      zh: '表格里有 {count} 行不能用，没有改动。请按提示修改后再提交。',
      en: '{count} rows of the table cannot be used; nothing was changed. Correct them and send again.',
    },
  },
  'setup.table_empty': {
    status: 400,
    text: {
      zh: '表格里没有社区，没有改动。',
      en: 'The table holds no community; nothing was changed.',
    },
  },
  'setup.street_exists': {
    status: 409,
    text: {
      zh: '“{name}”已经在这里了，没有改动。',
      en: '“{name}” is already here; nothing was changed.',
    },
  },
  'setup.missing': {
    status: 409,
    text: {
      zh: '还没有开通，没有改动。请先用 setup 建立第一个账号。',
      en: 'The office is not set up yet; nothing was changed. Run setup first to make the first account.',
    },
  },
} as const satisfies ProblemCatalogue<string>;

export const setupProblem = problemsOf(setupProblems);
