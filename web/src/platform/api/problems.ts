import { Problem, type ProblemCatalogue, problemsOf } from '@linli/core/kernel';

/** What only a browser can meet: the rest of the catalogue comes from the server. */
const webProblems = {
  'network.away': {
    status: 0,
    text: {
      zh: '连不上服务器，还没有保存。您填写的内容都在；网络恢复后再按一次即可，同一操作不会执行两次。',
      en: 'The server cannot be reached; nothing is saved yet. What you typed is kept. Press again when the network is back: the same action is never done twice.',
    },
  },
  'network.unreadable': {
    status: 0,
    text: {
      zh: '服务器的回答读不出来，可能正在升级。您填写的内容都在，请稍后再试。',
      en: 'The server gave an answer that could not be read; it may be upgrading. What you typed is kept. Try again shortly.',
    },
  },
  'page.failed': {
    status: 0,
    text: {
      zh: '这一页没能显示出来，数据没有受影响。请重新载入页面；如果还是这样，请告诉管理员。',
      en: 'This page could not be shown; no data was affected. Reload the page, and tell the administrator if it stays so.',
    },
  },
} as const satisfies ProblemCatalogue<string>;

export const webProblem = problemsOf(webProblems);

/** Any failure as something a person can read. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : webProblem('page.failed');
}
