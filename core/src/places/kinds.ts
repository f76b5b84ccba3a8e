import type { Text } from '../kernel/index.ts';

/** The kinds of the spine, in the order of their level, and the site, which stands beside it. */
export const placeKinds = {
  street: { zh: '街道', en: 'Street' },
  community: { zh: '社区', en: 'Community' },
  compound: { zh: '小区/宿舍院', en: 'Compound' },
  building: { zh: '楼栋', en: 'Building' },
  unit: { zh: '单元', en: 'Unit' },
  site: { zh: '集体场所', en: 'Site' },
} as const satisfies Record<string, Text>;

export type PlaceKind = keyof typeof placeKinds;
export const placeKindNames = Object.keys(placeKinds) as [PlaceKind, ...PlaceKind[]];

/** Under which kinds a place may stand. The spine has one fixed level per kind; only a site has a choice. */
export const parentKinds: Readonly<Record<PlaceKind, readonly PlaceKind[]>> = {
  street: [],
  community: ['street'],
  compound: ['community'],
  building: ['compound'],
  unit: ['building'],
  site: ['street', 'community', 'compound'],
};

/** Kinds that dwellings can be written under; a building that has units takes none of its own. */
export const dwellingKinds: readonly PlaceKind[] = ['building', 'unit'];

export const reportsAsNames = ['building', 'unit'] as const;
/** Whether a building reports as a whole or each of its units does. */
export type ReportsAs = (typeof reportsAsNames)[number];

export const reportsAsTexts: Readonly<Record<ReportsAs, Text>> = {
  building: { zh: '整栋上报', en: 'As one building' },
  unit: { zh: '按单元上报', en: 'Unit by unit' },
};

/** How a dwelling is used. */
export const dwellingUses = {
  owner: { zh: '常住户', en: 'Owner-occupied' },
  rented: { zh: '租房户', en: 'Rented' },
  vacant: { zh: '空房户', en: 'Vacant' },
  shop: { zh: '底商', en: 'Shop' },
  collective: { zh: '集体宿舍', en: 'Collective dormitory' },
  unknown: { zh: '待核', en: 'Not verified' },
} as const satisfies Record<string, Text>;

export type DwellingUse = keyof typeof dwellingUses;
export const dwellingUseNames = Object.keys(dwellingUses) as [DwellingUse, ...DwellingUse[]];

/** The kinds of organisation that stand in a line. */
export const lineTypes = {
  street_office: { zh: '街道办事处', en: 'Street office' },
  party_work: { zh: '街道党工委', en: 'Party working committee' },
  committee: { zh: '居民委员会', en: 'Residents’ committee' },
  party_committee: { zh: '社区党委', en: 'Community Party committee' },
  party_branch: { zh: '小区/网格党支部', en: 'Compound or grid Party branch' },
  party_group: { zh: '网格党小组', en: 'Grid Party group' },
  party_home: { zh: '党员中心户', en: 'Party household' },
  property: { zh: '物业', en: 'Property manager' },
  clinic: { zh: '社区卫生服务机构', en: 'Community clinic' },
  police: { zh: '派出所', en: 'Police station' },
  team: { zh: '志愿服务队', en: 'Volunteer team' },
  taskforce: { zh: '专班/落实小组', en: 'Task force' },
} as const satisfies Record<string, Text>;

export type LineType = keyof typeof lineTypes;
export const lineTypeNames = Object.keys(lineTypes) as [LineType, ...LineType[]];

/** The line every street has; the others carry the name the office gives them. */
export const partyLine = 'party';
