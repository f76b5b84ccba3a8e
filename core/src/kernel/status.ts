import type { Text } from './language.ts';

/** What can be said of a place on a day, best first. The order is the order of getting worse. */
export const statuses = ['clear', 'pending', 'attention'] as const;
export type Status = (typeof statuses)[number];

/** The words of a status; an event's own wording may replace them on notices. */
export const statusTexts: Readonly<Record<Status, Text>> = {
  clear: { zh: '今日无疫', en: 'Clear today' },
  pending: { zh: '待核', en: 'Pending' },
  attention: { zh: '有情况', en: 'Attention' },
};

/** The worse of two: a whole is never better than any of its parts. */
export function worse(one: Status, other: Status): Status {
  return statuses.indexOf(one) > statuses.indexOf(other) ? one : other;
}

/** Levels that have a status, smallest first. A sector and a grid are sets, beside the spine. */
export const statusLevels = ['cell', 'compound', 'grid', 'community', 'sector', 'street'] as const;
export type StatusLevel = (typeof statusLevels)[number];

/** The five levels that get a notice. */
export const noticeLevels = [
  'cell',
  'compound',
  'community',
  'sector',
  'street',
] as const satisfies readonly StatusLevel[];
export type NoticeLevel = (typeof noticeLevels)[number];

/** The three levels that report. */
export const reportLevels = ['cell', 'compound', 'grid'] as const satisfies readonly StatusLevel[];
export type ReportLevel = (typeof reportLevels)[number];
