import type { Status } from '@linli/core/kernel';

/** What stands on every poster. Notices hang in Chinese; their live pages are in both languages. */
export const posterWords = {
  title: '公示',
  sealFoot: '邻里公示',
  scan: '扫码查验 · 看最新',
  foot: '本公示不含个人信息 · 是否有效，以扫码页面为准 · 换上新公示前请勿撕毁',
  adviceHead: '请这样做',
  rehearsal: '演练',
  rehearsalHead: '演练 · 不是真实公示',
  labels: { asOf: '截至', serial: '编号', helpline: '求助热线' },
} as const;

/** Calm, and what to do; true in every kind of emergency. */
export const advice: Readonly<Record<Status, readonly string[]>> = {
  clear: [],
  pending: [
    '还有情况没有核实完，不等于有事。',
    '核实以后会换上新的公示，扫码随时看最新。',
    '请听街道和社区的通知，不信、不传未经证实的消息。',
    '需要帮助，请拨右下方求助热线。',
  ],
  attention: [
    '工作人员正在处置，请不要紧张。',
    '请留意街道和社区的通知，扫码随时看最新。',
    '不打听、不议论是谁家，不信、不传未经证实的消息。',
    '需要帮助，请拨右下方求助热线；有生命危险，拨 120、119、110。',
  ],
};
