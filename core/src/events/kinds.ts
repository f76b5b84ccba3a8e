import type { Text } from '../kernel/index.ts';

/** Kinds of emergency; a street has at most one active event of each, and one rehearsal of each beside it. */
export const eventKinds = {
  outbreak: { zh: '疫情', en: 'Outbreak' },
  heat: { zh: '高温', en: 'Heat wave' },
  outage: { zh: '停水停电停气停暖', en: 'Utility outage' },
  flood: { zh: '暴雨内涝', en: 'Flood' },
} as const satisfies Record<string, Text>;

export type EventKind = keyof typeof eventKinds;
export const eventKindNames = Object.keys(eventKinds) as [EventKind, ...EventKind[]];

/**
 * 急时 → 解除/收尾 → 已销毁归档. Standing down keeps the records for the office's closing work; nothing more is
 * collected from that moment on.
 */
export const eventModes = {
  emergency: { zh: '急时', en: 'Active' },
  standdown: { zh: '解除/收尾', en: 'Standing down' },
  closed: { zh: '已归档', en: 'Closed' },
} as const satisfies Record<string, Text>;

export type EventMode = keyof typeof eventModes;
export const eventModeNames = Object.keys(eventModes) as [EventMode, ...EventMode[]];
