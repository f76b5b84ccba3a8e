import { type ProblemCatalogue, problemsOf } from '@linli/core/kernel';

/** What can be wrong with keys. None of these says anything about what the key protects. */
const cryptoProblems = {
  'key.loose': {
    status: 500,
    text: {
      zh: '密钥 {path} 的权限太宽（现在是 {mode}），别的账号也能读。请改为只有本账号可读（文件 0600，目录 0700）后再启动。',
      en: 'The key {path} is open to other accounts (mode {mode}). Make it readable by its owner only (file 0600, folder 0700) and start again.',
    },
  },
  'key.damaged': {
    status: 500,
    text: {
      zh: '密钥文件 {path} 不完整，不能使用。请从保管的副本恢复。没有它，加密的内容读不出来。',
      en: 'The key file {path} is damaged. Bring it back from the copy you keep; without it nothing encrypted can be read.',
    },
  },
  'key.unreadable': {
    status: 500,
    text: {
      zh: '密钥 {path} 读不了（{why}）。请用建立它的账号启动。',
      en: 'The key {path} cannot be read ({why}). Start as the account that made it.',
    },
  },
  'key.other_master': {
    status: 500,
    text: {
      zh: '现在的主密钥打不开这些数据的密钥。请放回原来的主密钥文件。',
      en: 'This master key does not open the keys of these data. Put the original master key file back.',
    },
  },
  'key.destroyed': {
    status: 410,
    text: {
      zh: '这些内容的密钥已经销毁，内容不能再读出。',
      en: 'The key of this content was destroyed; it can no longer be read.',
    },
  },
  'key.unknown': {
    status: 500,
    text: {
      zh: '找不到解开这些内容的密钥。',
      en: 'The key that opens this content was not found.',
    },
  },
  'sealed.damaged': {
    status: 500,
    text: {
      zh: '这条加密内容打不开：内容被改过，或不属于这里。',
      en: 'This encrypted content does not open: it was altered or belongs elsewhere.',
    },
  },
} as const satisfies ProblemCatalogue<string>;

export const cryptoProblem = problemsOf(cryptoProblems);
