/** The few words that pieces of the screen need by themselves, whatever they show. */
export const uiWords = {
  name: 'ui',
  zh: {
    retry: '再试一次',
    cancel: '取消',
    close: '关闭',
    save: '保存',
    waiting: '网络不通，正在重试（第 {count} 次）…',
    of: '{value} / {total}',
    ofSpoken: '{total} 之中的 {value}',
    optional: '选填',
    loading: '正在读取…',
    problemCode: '代码 {code}',
  },
  en: {
    retry: 'Try again',
    cancel: 'Cancel',
    close: 'Close',
    save: 'Save',
    waiting: 'No connection; trying again ({count})…',
    of: '{value} / {total}',
    ofSpoken: '{value} of {total}',
    optional: 'optional',
    loading: 'Loading…',
    problemCode: 'Code {code}',
  },
} as const;

export type UiKey = keyof typeof uiWords.zh;
