import { fill, type ProblemCatalogue, problemsOf, type Text } from '../kernel/index.ts';
import { type ImportColumn, importColumnTexts } from './import-columns.ts';

/** Why a row of a table is refused, and what to write instead. */
const rowReasons = {
  required: { zh: '没有填“{column}”', en: '“{column_en}” is empty' },
  name_wrong: {
    zh: '名称超过 {most} 个字，或含有看不见的字符',
    en: 'Longer than {most} characters, or with invisible characters',
  },
  cell_error: {
    zh: '这一格是公式错误，请改成文字',
    en: 'The cell holds a formula’s error; write the text itself',
  },
  cell_date: {
    zh: 'Excel 把这一格变成了日期，请把单元格设为文本后重填',
    en: 'Excel turned this cell into a date; format it as text and type it again',
  },
  street_wrong: {
    zh: '不是本街道({street});一张表只导入本街道的',
    en: 'Not this street ({street}); a table brings this street’s places only',
  },
  code_wrong: {
    zh: '社区代码要有 12 位数字，末三位不是 000',
    en: 'A community’s code has 12 digits and does not end in 000',
  },
  code_other_street: {
    zh: '代码属于别的街道（本街道是 {street}）',
    en: 'The code belongs to another street (this one is {street})',
  },
  code_and_name: {
    zh: '代码和名称是两个不同的社区（代码是“{name}”）',
    en: 'Code and name are of two different communities (the code is “{name}”)',
  },
  community_unknown: {
    zh: '本街道没有这个社区；请核对名称，或先添加社区',
    en: 'This street has no such community; check the name, or add the community first',
  },
  ambiguous: {
    zh: '有不止一处叫这个名称，请写全称',
    en: 'More than one place has this name; write it in full',
  },
  name_taken: {
    zh: '上级下面已有别的地点叫这个名称',
    en: 'Another place under the same parent has this name',
  },
  alias_taken: {
    zh: '同一处已有别的地点叫“{name}”，这样以后分不清',
    en: 'Another place beside it is called “{name}” already; later nobody could tell them apart',
  },
  office_only: {
    zh: '社区由街道登记，您不能添加或改动',
    en: 'Communities are registered by the street office',
  },
  outside_scope: { zh: '不在您负责的范围内', en: 'Outside the area you answer for' },
  duplicate: { zh: '与第 {row} 行重复', en: 'The same as row {row}' },
  conflict: { zh: '与第 {row} 行写的不一样', en: 'Differs from row {row}' },
  two_grids: {
    zh: '同一上报楼栋/单元在第 {row} 行归入了“{grid}”',
    en: 'Row {row} puts the same cell into “{grid}”',
  },
  grid_required: {
    zh: '社区有几个网格，请填归入哪一个',
    en: 'The community has several grids; write which one',
  },
  floors_wrong: { zh: '层数要是 1 到 200 的整数', en: 'Floors: a whole number from 1 to 200' },
  floors_needed: { zh: '填了每层户数，也要填层数', en: 'With households per floor, write the floors too' },
  per_floor_wrong: {
    zh: '每层户数要是 1 到 60 的整数',
    en: 'Households per floor: a whole number from 1 to 60',
  },
  height_wrong: { zh: '高度要是 1 到 999 米', en: 'Height: 1 to 999 metres' },
  yes_no_wrong: { zh: '看不懂，请填“有”或“无”', en: 'Not understood; write “yes” or “no”' },
  reports_as_wrong: {
    zh: '看不懂，请填“整栋”或“单元”',
    en: 'Not understood; write “building” or “unit”',
  },
  units_wrong: {
    zh: '看不懂，可以写“1单元”“1-3单元”或“3个单元”，最多 40 个',
    en: 'Not understood; write 1单元，1-3单元 or 3个单元，at most 40',
  },
  doors_beside_units: {
    zh: '这栋楼自己有房屋，加单元前请先在楼栋页添加一个单元收下它们',
    en: 'This building has dwellings of its own; first add a unit on its page to take them',
  },
  doors_of_units: {
    zh: '这栋楼有单元，每层户数请写在各单元的行里',
    en: 'This building has units; write households per floor in the rows of the units',
  },
  too_many_doors: { zh: '一次最多生成 {most} 套房屋', en: 'At most {most} dwellings are made at once' },
} as const satisfies Record<string, Text>;

export type RowReason = keyof typeof rowReasons;

/** One refusal of one row, as it is kept; `rowProblemText` says it. */
export interface RowProblem {
  readonly row: number;
  readonly column: ImportColumn | null;
  readonly code: RowReason;
  readonly params?: Readonly<Record<string, string | number>>;
}

export function rowProblemText({ code, column, params = {} }: Omit<RowProblem, 'row'>): Text {
  const heading = column === null ? { zh: '', en: '' } : importColumnTexts[column];
  const all = { column: heading.zh, column_en: heading.en, ...params };
  return { zh: fill(rowReasons[code].zh, all), en: fill(rowReasons[code].en, all) };
}

/** What can go wrong with an import as a whole. */
export const placesImportProblems = {
  'places.import_no_table': {
    status: 422,
    text: {
      zh: '没有找到可以导入的表，什么都没有改动。社区表要有“社区名称”列，楼栋表要有“小区”和“楼栋”列；可以下载模板。',
      en: 'No table that can be imported was found; nothing was changed. A list of communities needs a column 社区名称，a list of buildings 小区 and 楼栋；there are templates to download.',
    },
  },
  'places.import_no_rows': {
    status: 422,
    text: {
      zh: '表里只有表头没有内容，什么都没有改动。',
      en: 'The table has a header and no rows; nothing was changed.',
    },
  },
  'places.import_committed': {
    status: 409,
    text: {
      zh: '这次导入已经完成，没有再做一遍。',
      en: 'This import has been carried out already; it was not carried out again.',
    },
  },
  'places.import_not_committed': {
    status: 409,
    text: {
      zh: '这次导入还没有执行，或者已经撤销，没有可以撤销的内容。',
      en: 'This import has not been carried out, or was taken back; there is nothing to undo.',
    },
  },
  'places.import_undone': {
    status: 409,
    text: {
      zh: '这次导入已经撤销，没有执行。需要时请重新上传文件。',
      en: 'This import was taken back; nothing was done. Upload the file again if you need it.',
    },
  },
  'places.import_nothing': {
    status: 409,
    text: {
      zh: '没有可以导入的内容：每一行都有问题，或者都已经在系统里。没有改动。',
      en: 'There is nothing to import: every row is refused or is there already. Nothing was changed.',
    },
  },
  'places.import_stale': {
    status: 409,
    text: {
      zh: '检查之后地点有了变化，有 {count} 行不能再导入。什么都没有改动，请重新上传文件再检查一遍。',
      en: 'The places have changed since the check and {count} rows no longer fit. Nothing was changed; upload the file again for a fresh check.',
    },
  },
  'places.import_in_use': {
    status: 409,
    text: {
      zh: '不能撤销，没有改动：有 {count} 处在导入之后被改动或使用。',
      en: 'It cannot be taken back and nothing was changed: {count} places have been changed or used since the import.',
    },
  },
} as const satisfies ProblemCatalogue<string>;

export const placesImportProblem = problemsOf(placesImportProblems);
