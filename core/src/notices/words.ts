import type { Text } from '../kernel/index.ts';

/** What has become of a notice. `replaced`: a newer one of the same place stands in its stead. */
export const noticeStates = {
  current: { zh: '有效', en: 'In force' },
  replaced: { zh: '已有新公示', en: 'Replaced' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
} as const satisfies Record<string, Text>;

export type NoticeState = keyof typeof noticeStates;
export const noticeStateNames = Object.keys(noticeStates) as [NoticeState, ...NoticeState[]];

/** Why a place stands in the review list; everything else needs no look. */
export const exceptionKinds = {
  not_clear: { zh: '不是无疫', en: 'Not clear' },
  changed: { zh: '与昨天不同', en: 'Changed since yesterday' },
  first: { zh: '昨天没有公示', en: 'No notice yesterday' },
  withdrawn: { zh: '已撤回，请重新核算', en: 'Withdrawn, to be computed again' },
} as const satisfies Record<string, Text>;

export type ExceptionKind = keyof typeof exceptionKinds;
export const exceptionKindNames = Object.keys(exceptionKinds) as [ExceptionKind, ...ExceptionKind[]];

export const papers = ['A4', 'A3'] as const;
export type Paper = (typeof papers)[number];

export const posterJobStates = {
  queued: { zh: '排队中', en: 'Queued' },
  running: { zh: '排版中', en: 'Typesetting' },
  done: { zh: '已完成', en: 'Done' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
  failed: { zh: '没有完成', en: 'Failed' },
} as const satisfies Record<string, Text>;

export type PosterJobState = keyof typeof posterJobStates;
export const posterJobStateNames = Object.keys(posterJobStates) as [PosterJobState, ...PosterJobState[]];

/** The three makers of group robots. */
export const robotVendors = {
  wecom: { zh: '企业微信', en: 'WeCom' },
  dingtalk: { zh: '钉钉', en: 'DingTalk' },
  feishu: { zh: '飞书', en: 'Feishu' },
} as const satisfies Record<string, Text>;

export type RobotVendor = keyof typeof robotVendors;
export const robotVendorNames = Object.keys(robotVendors) as [RobotVendor, ...RobotVendor[]];

/** `dead`: given up after the last try; the office sees it and can send it again. */
export const messageStates = {
  queued: { zh: '待发送', en: 'Queued' },
  sent: { zh: '已发送', en: 'Sent' },
  dead: { zh: '没有发出', en: 'Not delivered' },
} as const satisfies Record<string, Text>;

export type MessageState = keyof typeof messageStates;
export const messageStateNames = Object.keys(messageStates) as [MessageState, ...MessageState[]];

export const messageKinds = {
  publication: { zh: '公示', en: 'Publication' },
  withdrawal: { zh: '撤回', en: 'Withdrawal' },
  test: { zh: '测试', en: 'Test' },
} as const satisfies Record<string, Text>;

export type MessageKind = keyof typeof messageKinds;
export const messageKindNames = Object.keys(messageKinds) as [MessageKind, ...MessageKind[]];
