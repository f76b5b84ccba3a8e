import { type ProblemCatalogue, problemsOf } from '../kernel/index.ts';

export const reportsProblems = {
  'reports.not_owed': {
    status: 409,
    text: {
      zh: '这个地点当天不用报告，没有保存。',
      en: 'This place owes no report on that day; nothing was saved.',
    },
  },
  'reports.day_not_open': {
    status: 409,
    text: {
      zh: '这一天不能报告（事件开始之前或还没有到），没有保存。',
      en: 'That day cannot be reported (before the event, or not yet come); nothing was saved.',
    },
  },
  'reports.changed_meanwhile': {
    status: 409,
    text: {
      zh: '别人刚报了同一个地点，您的没有保存。请看对方报的内容，需要时作更正。',
      en: 'Someone else just reported the same place; yours was not saved. Look at theirs, and correct it if needed.',
    },
  },
  'reports.answers_wrong': {
    status: 400,
    text: { zh: '报告里有内容不对，没有保存。', en: 'Some answers are not right; nothing was saved.' },
  },
  'reports.correction_reason': {
    status: 400,
    text: { zh: '更正已报的内容要写明原因。', en: 'Correcting a report needs a reason.' },
  },
  'reports.nothing_filed': {
    status: 409,
    text: {
      zh: '还没有报告，不能复核或退回。',
      en: 'Nothing is filed yet, so it cannot be confirmed or returned.',
    },
  },
  'reports.own_confirmation': {
    status: 409,
    text: {
      zh: '自己报的不能自己复核，请社区另一位同事复核。',
      en: 'A report cannot be confirmed by the one who filed it; ask a colleague.',
    },
  },
  'reports.finding_unknown_kind': {
    status: 400,
    text: { zh: '这个事件没有这种情况类别。', en: 'This event has no such kind of finding.' },
  },
  'reports.finding_closed': {
    status: 409,
    text: { zh: '这条情况已经办结。', en: 'This finding is closed already.' },
  },
} as const satisfies ProblemCatalogue<string>;

export const reportsProblem = problemsOf(reportsProblems);
