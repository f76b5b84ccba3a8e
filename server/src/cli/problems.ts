import { type ProblemCatalogue, problemsOf } from '@linli/core/kernel';

/** What the command line itself refuses. */
const cliProblems = {
  'cli.port_taken': {
    status: 500,
    text: {
      zh: '端口 {port}({host})已被别的程序占用。请停下那个程序，或用 PORT 换一个端口。',
      en: 'Port {port} ({host}) is taken by another program. Stop that program or choose another port with PORT.',
    },
  },
  'cli.port_refused': {
    status: 500,
    text: {
      zh: '不能在 {host} 的端口 {port} 上开放（{why}）。请检查 HOST 和 PORT。',
      en: 'Cannot open port {port} on {host} ({why}). Check HOST and PORT.',
    },
  },
  'cli.no_data': {
    status: 404,
    text: {
      zh: '目录 {folder} 里还没有邻里的数据。请检查 LINLI_DATA。',
      en: 'There are no Linli data in {folder}. Check LINLI_DATA.',
    },
  },
  'cli.no_keys': {
    status: 404,
    text: {
      zh: '数据在，但密钥目录 {folder} 里没有 master.key。请放回保管的密钥副本，或用 LINLI_KEYS 指出它在哪里。',
      en: 'The data are there, but the keys folder {folder} has no master.key. Put back the copy you keep, or say where it is with LINLI_KEYS.',
    },
  },
  'cli.other_release': {
    status: 409,
    text: {
      zh: '正在运行的邻里（进程 {pid}）是旧版本。请先重新启动它，再做这件事。',
      en: 'The Linli that is running (pid {pid}) is an earlier release. Restart it first.',
    },
  },
  'cli.no_answer': {
    status: 400,
    text: {
      zh: '标准输入里没有{what}。',
      en: 'Nothing came on standard input; {what} was expected.',
    },
  },
} as const satisfies ProblemCatalogue<string>;

export const cliProblem = problemsOf(cliProblems);
