import type { Text } from '@linli/core/kernel';
import type { PlaceChange } from '@linli/core/places';

const texts: Readonly<Record<PlaceChange, Text>> = {
  added: { zh: '添加', en: 'Added' },
  renamed: { zh: '改名', en: 'Renamed' },
  edited: { zh: '编辑', en: 'Edited' },
  moved: { zh: '移动', en: 'Moved' },
  merged: { zh: '合并', en: 'Merged' },
  split: { zh: '拆分', en: 'Split' },
  closed: { zh: '关闭', en: 'Closed' },
  reopened: { zh: '重新启用', en: 'Reopened' },
  removed: { zh: '移除', en: 'Removed' },
  switched: { zh: '切换上报单元', en: 'Switched what reports' },
  cells: { zh: '上报单元变化', en: 'Cells changed' },
};

/** What was done to a place, as its history says it; a change that a newer server knows keeps its own name. */
export const changeTexts: Readonly<Record<string, Text>> = texts;
