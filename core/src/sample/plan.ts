/** The real street and its nine communities: National Bureau of Statistics, 2023 edition (samples/streets/README.md). */
export const streetPlan = { code: '140107007000', name: '职工新街街道' } as const;

/** A compound that does not exist: low-rise buildings, then high-rise ones by their number of units. */
export interface CompoundPlan {
  readonly name: string;
  readonly lowRise: number;
  readonly highRise: readonly number[];
  /** Is there a property manager? Null: the office does not know. */
  readonly managed: boolean | null;
  readonly alias?: string;
}

export interface CommunityPlan {
  readonly code: string;
  readonly name: string;
  readonly compounds: readonly CompoundPlan[];
  /** The office has Party branches by grid instead of by compound here; both forms are in use. */
  readonly branchPerGrid?: true;
  readonly site?: { readonly name: string; readonly alias: string };
}

function compound(
  name: string,
  lowRise: number,
  highRise: readonly number[],
  managed: boolean | null,
  alias?: string,
): CompoundPlan {
  return { name, lowRise, highRise, managed, ...(alias === undefined ? {} : { alias }) };
}

/** 480 low-rise buildings and 120 units of high-rise ones: 600 cells. */
export const communityPlans: readonly CommunityPlan[] = [
  {
    code: '140107007001',
    name: '迎春社区居委会',
    compounds: [
      compound('迎春北里', 12, [], true),
      compound('铸锻厂一宿舍', 11, [], false),
      compound('迎春佳园', 0, [2, 3, 2, 1], true),
      compound('邮电宿舍院', 7, [], null),
      compound('铸锻厂二宿舍', 10, [], false, '锻二院'),
      compound('春和苑小区', 8, [2, 2], true),
      compound('市政公司家属院', 8, [], false),
    ],
  },
  {
    code: '140107007004',
    name: '太行路社区居委会',
    compounds: [
      compound('太行小区', 14, [], true),
      compound('机修厂东宿舍', 12, [], false, '机东院'),
      compound('机修厂西宿舍', 11, [], false, '机西院'),
      compound('太行新苑', 0, [3, 3, 2, 1], true),
      compound('粮食局家属院', 7, [], null),
      compound('柳荫里小区', 10, [2, 3], true),
      compound('运输公司宿舍', 6, [], false),
    ],
    site: { name: '太行新苑二期工地', alias: '二期工地' },
  },
  {
    code: '140107007005',
    name: '新村社区居委会',
    compounds: [
      compound('新村一院', 11, [], false),
      compound('新村二院', 10, [], false),
      compound('新村三院', 9, [], false),
      compound('新村花园', 6, [2, 2, 1], true),
      compound('纺织站宿舍', 8, [], null),
      compound('和平苑', 6, [3], true),
    ],
  },
  {
    code: '140107007006',
    name: '赛马场社区居委会',
    compounds: [
      compound('赛马场小区', 15, [], true),
      compound('跑马巷宿舍院', 9, [], false),
      compound('骏景苑', 0, [3, 3, 3, 2], true),
      compound('建材厂宿舍', 12, [], false),
      compound('仪表厂家属院', 10, [], null),
      compound('康乐苑小区', 6, [2, 2], true),
      compound('园林处宿舍', 6, [], false),
      compound('驿东公寓', 0, [1, 2], true),
    ],
  },
  {
    code: '140107007007',
    name: '赛马场西社区居委会',
    compounds: [
      compound('西苑小区', 13, [], true),
      compound('橡胶厂宿舍', 10, [], false),
      compound('西马花园', 0, [3, 2, 3, 2], true),
      compound('供销社家属院', 7, [], null),
      compound('工商宿舍院', 6, [], false),
      compound('翠屏苑', 10, [2, 2, 2], true),
    ],
  },
  {
    code: '140107007008',
    name: '北沙河社区居委会',
    compounds: [
      compound('沙河南里', 12, [], true),
      compound('沙河北里', 11, [], null),
      compound('印刷厂宿舍', 9, [], false),
      compound('清水湾小区', 0, [3, 3, 2, 2], true),
      compound('公交公司宿舍', 10, [], false, '公交院'),
      compound('河畔新居', 6, [2, 2, 2], true),
      compound('水利局家属院', 6, [], false),
    ],
    site: { name: '北沙河公交停车场', alias: '公交场站' },
  },
  {
    code: '140107007009',
    name: '小东关社区居委会',
    compounds: [
      compound('东关一巷宿舍院', 10, [], false),
      compound('东关二巷宿舍院', 9, [], false),
      compound('五金厂宿舍', 11, [], false),
      compound('东关小区', 13, [], true),
      compound('教师公寓', 7, [2], null),
      compound('福满苑', 8, [3, 3], true),
    ],
  },
  {
    code: '140107007010',
    name: '剪子湾社区居委会',
    compounds: [
      compound('剪湾新居', 12, [2], true),
      compound('耐材厂宿舍', 11, [], false),
      compound('电缆厂家属院', 10, [], false),
      compound('湾畔花园', 0, [3, 3, 3], true),
      compound('地质队宿舍', 9, [], null),
      compound('矿山机修宿舍', 8, [], false),
      compound('望山苑小区', 8, [1, 2], true),
    ],
  },
  {
    code: '140107007011',
    name: '道场沟社区居委会',
    compounds: [
      compound('道场沟小区', 11, [], true),
      compound('化工厂宿舍', 9, [], false),
      compound('沟东宿舍院', 7, [], false),
      compound('锦云苑', 0, [3, 3, 2], true),
      compound('储运站家属院', 6, [], null),
      compound('云岭小区', 7, [2, 2, 2], true),
    ],
    branchPerGrid: true,
  },
];

/** Shapes of low-rise buildings: floors, units, how many there are. The sum is fixed, the seed deals them out. */
export const lowRiseDeck: readonly (readonly [floors: number, units: number, count: number])[] = [
  [5, 3, 130],
  [6, 3, 140],
  [5, 4, 110],
  [6, 4, 75],
  [5, 5, 13],
  [6, 5, 12],
];

/** Floors of the high-rise buildings, in turn. */
export const highRiseFloors: readonly number[] = [18, 24, 33, 18, 28, 20, 26, 18, 30, 22];

/** Three sectors of whole communities, in the order of the list above. */
export const sectorPlans: readonly { readonly name: string; readonly communities: number }[] = [
  { name: '东片区', communities: 3 },
  { name: '中片区', communities: 3 },
  { name: '西片区', communities: 3 },
];
