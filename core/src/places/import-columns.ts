import type { Text } from '../kernel/index.ts';
import type { ImportKind } from './import-kinds.ts';

/** A column of a table of places: what it is called here, and the headings that offices write above it. */
export interface ImportColumnSpec<Key extends string = string> {
  readonly key: Key;
  readonly text: Text;
  readonly aliases: readonly string[];
}

/** The columns of a list of communities; also what a street is first set up from. */
export const communityColumns = [
  {
    key: 'street_code',
    text: { zh: '街道代码', en: 'Street code' },
    aliases: ['街道代码', '街道编码', '街道区划代码', '乡镇街道代码', '所属街道代码'],
  },
  {
    key: 'street_name',
    text: { zh: '街道名称', en: 'Street' },
    aliases: ['街道名称', '街道', '乡镇街道', '乡镇(街道)', '所属街道', '街道办事处'],
  },
  {
    key: 'community_code',
    text: { zh: '社区代码', en: 'Community code' },
    aliases: ['社区代码', '社区编码', '区划代码', '统计用区划代码', '村居代码', '村(居)代码'],
  },
  {
    key: 'community_name',
    text: { zh: '社区名称', en: 'Community' },
    aliases: [
      ...['社区名称', '社区', '村居', '村(居)名称', '村居名称', '居委会', '村(居)委会'],
      ...['所属社区', '所在社区', '社区居委会', '社区(村)', '村/社区', 'community'],
    ],
  },
] as const satisfies readonly ImportColumnSpec[];

/** What a list of buildings has besides; only the compound must be there. */
const buildingColumns = [
  {
    key: 'compound',
    text: { zh: '小区/院落', en: 'Compound' },
    aliases: [
      ...['小区名称', '小区', '院落', '宿舍院', '小区/宿舍院', '小区(院落)', '小区/院落', '院落名称'],
      ...['楼院', '楼院名称', '所属小区', '所在小区', '宿舍', '住宅小区', '小区院落', '小区院落名称', '院名'],
    ],
  },
  {
    key: 'compound_alias',
    text: { zh: '小区别名', en: 'Compound also called' },
    aliases: ['小区别名', '小区又名', '院落别名', '小区俗称', '小区曾用名'],
  },
  {
    key: 'managed',
    text: { zh: '有无物业', en: 'Property manager' },
    aliases: ['有无物业', '是否有物业', '物业', '物业管理', '有物业', '物业情况', '是否物业管理'],
  },
  {
    key: 'building',
    text: { zh: '楼栋', en: 'Building' },
    aliases: [
      ...['楼栋', '楼号', '栋号', '幢', '幢号', '楼栋号', '楼栋名称', '楼幢', '楼幢号', '栋', '楼', '楼座'],
      ...['座号', '楼栋/幢', '所属楼栋', '楼名'],
    ],
  },
  {
    key: 'alias',
    text: { zh: '楼栋别名', en: 'Building also called' },
    aliases: ['别名', '楼栋别名', '又名', '俗称', '楼栋俗称', '曾用名'],
  },
  {
    key: 'unit',
    text: { zh: '单元', en: 'Unit' },
    aliases: ['单元', '单元号', '单元名称', '门洞', '单元/门'],
  },
  {
    key: 'units',
    text: { zh: '单元数', en: 'Number of units' },
    aliases: ['单元数', '单元个数', '单元数量', '单元总数'],
  },
  {
    key: 'floors',
    text: { zh: '层数', en: 'Floors' },
    aliases: ['层数', '楼层数', '总层数', '楼层', '地上层数', '总楼层', '楼层总数'],
  },
  {
    key: 'per_floor',
    text: { zh: '每层户数', en: 'Households per floor' },
    aliases: ['每层户数', '户/层', '每层', '每层几户', '单层户数', '每单元每层户数', '每层住户', '梯户'],
  },
  {
    key: 'height',
    text: { zh: '高度(米)', en: 'Height (m)' },
    aliases: ['高度', '楼高', '建筑高度', '高度(米)', '楼栋高度'],
  },
  {
    key: 'reports_as',
    text: { zh: '上报方式', en: 'Reports as' },
    aliases: ['上报方式', '上报单位', '公示单位', '日报方式', 'reports as'],
  },
  {
    key: 'grid',
    text: { zh: '网格', en: 'Grid' },
    aliases: ['网格', '所属网格', '网格名称', '网格号', '网格编号', '所在网格', '微网格'],
  },
] as const satisfies readonly ImportColumnSpec[];

export type CommunityColumn = (typeof communityColumns)[number]['key'];
export type ImportColumn = CommunityColumn | (typeof buildingColumns)[number]['key'];

/** Every column that can be found; a heading may also be the key itself. */
export const importColumns: readonly ImportColumnSpec<ImportColumn>[] = [
  ...communityColumns,
  ...buildingColumns,
].map((column) => ({ ...column, aliases: [...column.aliases, column.key] }));

export const importColumnTexts = Object.fromEntries(
  importColumns.map(({ key, text }) => [key, text]),
) as Readonly<Record<ImportColumn, Text>>;

/** Columns of each kind's blank workbook, in its order, with those that cannot be left out. */
export const templateColumns: Readonly<Record<ImportKind, readonly ImportColumn[]>> = {
  communities: communityColumns.map(({ key }) => key),
  buildings: [
    ...(['community_name', 'compound', 'compound_alias', 'managed', 'building', 'alias', 'unit'] as const),
    ...(['floors', 'per_floor', 'height', 'reports_as', 'grid'] as const),
  ],
};
export const requiredColumns: Readonly<Record<ImportKind, readonly ImportColumn[]>> = {
  communities: ['community_name'],
  buildings: ['compound'],
};

/** What a header lists, by what it names; null: no table of places. */
export function kindOfHeader(found: Readonly<Partial<Record<ImportColumn, unknown>>>): ImportKind | null {
  if (found.compound !== undefined) return 'buildings';
  if (found.building !== undefined || found.unit !== undefined) return null;
  return found.community_name === undefined ? null : 'communities';
}
