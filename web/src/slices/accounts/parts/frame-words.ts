import { defineWords } from '../../../platform/i18n/index.ts';

export const frameWords = defineWords(
  'frame',
  {
    promiseOnce: '一件事，只填一次',
    promiseNobody: '一户，都不漏',
    promiseServed: '服务居民，不是盯着居民',
  },
  {
    promiseOnce: 'Each fact, entered once',
    promiseNobody: 'Nobody is missed',
    promiseServed: 'Residents are served, not watched',
  },
);
