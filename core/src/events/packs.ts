import type { Form, FormField, Text } from '../kernel/index.ts';
import type { EventKind } from './kinds.ts';
import type { EventParams, FindingKind } from './params.ts';

/**
 * A kind of emergency as data: what an office starts from when it activates an event. `lawfulNow`: false for packs of
 * measures that have been repealed; they can be played as rehearsals only. Figures carry the grade of their source
 * (A law read, B official notice, C secondary, R from memory, P our proposal): all of it is for the office to edit.
 */
export interface PolicyPack {
  readonly id: string;
  readonly kind: EventKind;
  readonly name: Text;
  readonly lawfulNow: boolean;
  /** What the clear-days figure and the wording rest on. */
  readonly source: Text;
  readonly params: EventParams;
}

const count = (
  key: string,
  zh: string,
  en: string,
  more: Partial<Pick<FormField, 'finding' | 'source'>> & { normal?: 0 } = {},
): FormField => ({
  kind: 'count',
  key,
  label: { zh, en },
  finding: more.finding ?? null,
  source: more.source ?? null,
  normal: more.normal ?? null,
});

const yesno = (key: string, zh: string, en: string, normal: boolean, finding: string): FormField => ({
  kind: 'yesno',
  key,
  label: { zh, en },
  finding,
  source: null,
  normal,
});

/** Of a compound: what its gate, shared spaces, shops and fire routes are like. The same in every emergency. */
const compoundForm: Form = [
  yesno('gate_manned', '卡口有人值守', 'Gate manned', true, 'gate_unmanned'),
  yesno('areas_cleaned', '公共部位已清洁', 'Public areas cleaned', true, 'not_cleaned'),
  yesno('shops_checked', '商铺已检查', 'Shops checked', true, 'shops_unchecked'),
  yesno('supply_difficulty', '生活物资有困难', 'Supply difficulties', false, 'supply_difficulty'),
  yesno('fire_routes_open', '消防通道畅通', 'Fire routes open', true, 'exit_blocked'),
];

/** Of a grid: what is still to do in it. The roll-up of its cells is computed and not asked. */
const gridForm: Form = [
  count('doors_to_visit', '待走访户', 'Doors still to visit'),
  count('contacts_due', '今日应联系', 'Contacts due'),
  count('contacts_done', '今日已联系', 'Contacts done'),
  count('help_open', '未办结求助', 'Help requests open'),
];

const finding = (key: string, zh: string, en: string, effect: FindingKind['effect']): FindingKind => ({
  key,
  label: { zh, en },
  effect,
});

const compoundFindings: readonly FindingKind[] = [
  finding('gate_unmanned', '卡口缺岗', 'Gate not manned', 'none'),
  finding('not_cleaned', '公共部位未清洁', 'Public areas not cleaned', 'none'),
  finding('shops_unchecked', '商铺未检查', 'Shops not checked', 'none'),
  finding('supply_difficulty', '生活物资困难', 'Supply difficulty', 'none'),
  finding('exit_blocked', '消防通道受阻', 'Fire route blocked', 'none'),
];

const outbreakParams = (clearDays: number): EventParams => ({
  reporting: ['cell', 'compound', 'grid'],
  cutOff: '16:00',
  clearDays,
  wording: {
    clear: { title: '今日无疫', sentence: '{place}今日无疫（截至{day}{time}）' },
    attention: { title: '有情况', sentence: '{place}有情况，请关注街道通知' },
    pending: { title: '待核', sentence: '{place}待核' },
    lasting: '{place}已连续{days}天无疫',
  },
  forms: {
    cell: [
      count('households_present', '在家户数', 'Households present', { source: 'ledger.households_present' }),
      count('people_present', '在家人数', 'People present', { source: 'ledger.people_present' }),
      count('people_away', '外出人数', 'People away', { source: 'ledger.people_away' }),
      count('unreachable', '联系不上', 'Unreachable', { normal: 0, finding: 'missing_answer' }),
      count('home_monitoring', '居家健康监测', 'Under home monitoring'),
      count('new_cases', '新发情况', 'New cases', { normal: 0, finding: 'new_case' }),
      count('awaiting_transfer', '待转运', 'Waiting for transfer', {
        normal: 0,
        finding: 'pending_transfer',
      }),
      count('urgent_needs', '急难求助', 'Urgent needs', { normal: 0, finding: 'urgent_need' }),
    ],
    compound: compoundForm,
    grid: gridForm,
  },
  findings: [
    finding('new_case', '新发情况', 'New case', 'attention'),
    finding('pending_transfer', '待转运', 'Waiting for transfer', 'attention'),
    finding('missing_answer', '联系不上', 'No answer', 'pending'),
    finding('urgent_need', '急难求助', 'Urgent need', 'none'),
    ...compoundFindings,
  ],
});

/** The questions and words of an emergency in which homes are at risk or without supply, not people infectious. */
const supplyParams = (words: {
  clear: string;
  attention: string;
  hit: Text;
  hitKey: string;
}): EventParams => ({
  reporting: ['cell', 'compound', 'grid'],
  cutOff: '16:00',
  clearDays: 3,
  wording: {
    clear: { title: words.clear, sentence: `{place}${words.clear}（截至{day}{time}）` },
    attention: { title: words.attention, sentence: `{place}${words.attention}，请关注街道通知` },
    pending: { title: '待核', sentence: '{place}待核' },
    lasting: `{place}已连续{days}天${words.clear}`,
  },
  forms: {
    cell: [
      count('households_present', '在家户数', 'Households present', { source: 'ledger.households_present' }),
      count('people_present', '在家人数', 'People present', { source: 'ledger.people_present' }),
      count('people_away', '外出人数', 'People away', { source: 'ledger.people_away' }),
      count('unreachable', '联系不上', 'Unreachable', { normal: 0, finding: 'missing_answer' }),
      { kind: 'count', key: words.hitKey, label: words.hit, normal: 0, finding: words.hitKey, source: null },
      count('urgent_needs', '急难求助', 'Urgent needs', { normal: 0, finding: 'urgent_need' }),
    ],
    compound: compoundForm,
    grid: gridForm,
  },
  findings: [
    { key: words.hitKey, label: words.hit, effect: 'attention' },
    finding('missing_answer', '联系不上', 'No answer', 'pending'),
    finding('urgent_need', '急难求助', 'Urgent need', 'attention'),
    ...compoundFindings,
  ],
});

const replay: Text = {
  zh: '历史方案，已不适用，只供演练',
  en: 'Historical and repealed; for rehearsal only',
};
const proposal: Text = { zh: '平台建议，由街道修改', en: 'Our proposal, for the office to edit' };

/** The packs that ship with Linli. An office edits the parameters of its event, never these. */
export const policyPacks: readonly PolicyPack[] = [
  {
    id: 'covid-9th',
    kind: 'outbreak',
    name: { zh: '防控方案第九版（2022-06-28）· 演练', en: 'Control plan, 9th edition (2022-06-28), replay' },
    lawfulNow: false,
    source: replay,
    // 无疫小区 14 天:新华社 2020-03-16 等,B 级。
    params: outbreakParams(14),
  },
  {
    id: 'covid-20',
    kind: 'outbreak',
    name: { zh: '二十条（2022-11-11）· 演练', en: 'Twenty measures (2022-11-11), replay' },
    lawfulNow: false,
    source: replay,
    // 5 天:重庆两江、武汉江夏口径,C 级。
    params: outbreakParams(5),
  },
  {
    id: 'covid-10',
    kind: 'outbreak',
    name: { zh: '新十条（2022-12-07）· 演练', en: 'Ten measures (2022-12-07), replay' },
    lawfulNow: false,
    source: replay,
    params: outbreakParams(5),
  },
  {
    id: 'heat',
    kind: 'heat',
    name: { zh: '高温', en: 'Heat wave' },
    lawfulNow: true,
    source: proposal,
    params: supplyParams({
      clear: '今日平安',
      attention: '有中暑情况',
      hit: { zh: '中暑或不适', en: 'Heat illness' },
      hitKey: 'heat_illness',
    }),
  },
  {
    id: 'outage',
    kind: 'outage',
    name: { zh: '停水停电停气停暖', en: 'Utility outage' },
    lawfulNow: true,
    source: proposal,
    params: supplyParams({
      clear: '供应正常',
      attention: '尚未恢复',
      hit: { zh: '仍停供户数', en: 'Households without supply' },
      hitKey: 'without_supply',
    }),
  },
  {
    id: 'flood',
    kind: 'flood',
    name: { zh: '暴雨内涝', en: 'Flood' },
    lawfulNow: true,
    source: proposal,
    params: supplyParams({
      clear: '今日平安',
      attention: '有险情',
      hit: { zh: '进水或被困户数', en: 'Households flooded or trapped' },
      hitKey: 'flooded',
    }),
  },
];
