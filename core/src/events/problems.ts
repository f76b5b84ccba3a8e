import { type ProblemCatalogue, problemsOf } from '../kernel/index.ts';

export const eventsProblems = {
  'events.already_active': {
    status: 409,
    text: {
      zh: '这类事件已经有一个在进行，不能再启动一个。先结束它，或在它里面修改参数。',
      en: 'An event of this kind is already active; nothing was started. End it first, or change its parameters.',
    },
  },
  'events.rehearsal_only': {
    status: 409,
    text: {
      zh: '“{pack}”已不适用，只能用于演练，没有启动。',
      en: '"{pack}" has been repealed and can only be rehearsed; nothing was started.',
    },
  },
  'events.pack_unknown': {
    status: 404,
    text: { zh: '没有这个预案包，没有启动。', en: 'There is no such policy pack; nothing was started.' },
  },
  'events.not_active': {
    status: 409,
    text: { zh: '这个事件已经结束，没有改动。', en: 'This event is over; nothing was changed.' },
  },
} as const satisfies ProblemCatalogue<string>;

export const eventsProblem = problemsOf(eventsProblems);
