import { type ProblemCatalogue, problemsOf } from '../kernel/index.ts';

/** What can go wrong with places, grids, sectors and lines. */
export const placesProblems = {
  'places.parent_kind': {
    status: 409,
    text: {
      zh: '{kind}不能放在{parent}下面，没有保存。层级是：街道、社区、小区、楼栋、单元。',
      en: 'A place of kind “{kind_en}” cannot stand under one of kind “{parent_en}”; nothing was saved. The levels are street, community, compound, building, unit.',
    },
  },
  'places.field_of_other_kind': {
    status: 409,
    text: {
      zh: '{kind}没有“{field}”这一项，没有保存。请去掉后再提交。',
      en: 'A place of kind “{kind_en}” has no “{field_en}”; nothing was saved. Leave it out and send again.',
    },
  },
  'places.closed': {
    status: 409,
    text: {
      zh: '“{name}”已经关闭，没有改动。需要时请先重新启用。',
      en: '“{name}” is closed; nothing was changed. Reopen it first if you need it.',
    },
  },
  'places.open': {
    status: 409,
    text: { zh: '“{name}”没有关闭，不用重新启用。', en: '“{name}” is open already; nothing was changed.' },
  },
  'places.merged': {
    status: 409,
    text: {
      zh: '“{name}”已并入别处，不能重新启用。需要时请从并入的地方拆分。',
      en: '“{name}” was merged into another place and cannot be reopened. Split that place instead.',
    },
  },
  'places.root': {
    status: 409,
    text: {
      zh: '街道是整棵树的根，不能移动、合并、拆分、关闭或删除。',
      en: 'The street is the root of the tree; it cannot be moved, merged, split, closed or removed.',
    },
  },
  'places.id_taken': {
    status: 409,
    text: {
      zh: '这个编号已经用过，没有保存。请刷新后再试。',
      en: 'This id is already used; nothing was saved. Reload and try again.',
    },
  },
  'places.name_taken': {
    status: 409,
    text: {
      zh: '同一个上级下面已经有这个名称，没有保存。请换一个名称，或者合并两处。',
      en: 'The same parent already has a place of this name; nothing was saved. Choose another name, or merge the two.',
    },
  },
  'places.code_wrong': {
    status: 400,
    text: {
      zh: '区划代码不对：{why}，没有保存。',
      en: 'The division code is not right: {why_en}; nothing was saved.',
    },
  },
  'places.code_of_other_street': {
    status: 409,
    text: {
      zh: '代码 {code} 属于别的街道（本街道是 {street}），没有保存。请核对前九位。',
      en: 'The code {code} belongs to another street (this one is {street}); nothing was saved. Check its first nine digits.',
    },
  },
  'places.code_taken': {
    status: 409,
    text: {
      zh: '这个区划代码已经用在别处，没有保存。请核对代码。',
      en: 'Another place has this division code; nothing was saved. Check the code.',
    },
  },
  'places.not_empty': {
    status: 409,
    text: {
      zh: '“{name}”下面还有 {children} 处地点、{dwellings} 套房屋，没有关闭。请先处理，或者选择连同下级一起关闭。',
      en: '“{name}” still holds {children} places and {dwellings} dwellings; it was not closed. Deal with them first, or close it with all below.',
    },
  },
  'places.remove_not_empty': {
    status: 409,
    text: {
      zh: '“{name}”下面还有 {children} 处地点、{dwellings} 套房屋，不能删除。可以改为关闭。',
      en: '“{name}” still holds {children} places and {dwellings} dwellings and cannot be removed. Close it instead.',
    },
  },
  'places.remove_late': {
    status: 409,
    text: {
      zh: '“{name}”不是今天添加的，不能删除，历史要保留。请改为关闭。',
      en: '“{name}” was not added today; its history stays, so it cannot be removed. Close it instead.',
    },
  },
  'places.merge_self': {
    status: 409,
    text: {
      zh: '不能并入自己，没有改动。',
      en: 'A place cannot be merged into itself; nothing was changed.',
    },
  },
  'places.merge_kind': {
    status: 409,
    text: {
      zh: '只有同一类的两处才能合并，没有改动。',
      en: 'Only two places of the same kind can be merged; nothing was changed.',
    },
  },
  'places.merge_names': {
    status: 409,
    text: {
      zh: '两边下级有同名：{names}。没有合并。请先给其中一个改名。',
      en: 'Both hold places of the same name: {names}. Nothing was merged. Rename one of each first.',
    },
  },
  'places.merge_doors': {
    status: 409,
    text: {
      zh: '两边有相同门牌：{doors}。没有合并。请先改其中一边的门牌。',
      en: 'Both hold the same doors: {doors}. Nothing was merged. Correct the doors of one side first.',
    },
  },
  'places.doors_beside_units': {
    status: 409,
    text: {
      zh: '“{name}”自己有房屋又有单元，这样有的户不属于任何单元，没有保存。请先添加一个单元收下这些房屋。',
      en: '“{name}” would hold dwellings of its own beside units, and those would be in no unit; nothing was saved. First add a unit to take them.',
    },
  },
  'places.split_nothing': {
    status: 409,
    text: {
      zh: '没有选择要拆出去的内容，没有改动。只想添加空的地点，请用“添加”。',
      en: 'Nothing was chosen to split off; nothing was changed. To make an empty place, add one.',
    },
  },
  'places.split_strangers': {
    status: 409,
    text: {
      zh: '选择的 {count} 项不在“{name}”下面，没有改动。请刷新后重新选择。',
      en: '{count} of the chosen are not in “{name}”; nothing was changed. Reload and choose again.',
    },
  },
  'places.not_a_building': {
    status: 409,
    text: {
      zh: '只有楼栋能切换上报方式。',
      en: 'Only a building can be switched between the two ways to report.',
    },
  },
  'places.alias_taken': {
    status: 409,
    text: { zh: '这个别名已经有了。', en: 'The place already has this alias.' },
  },
  'places.dwelling_place': {
    status: 409,
    text: {
      zh: '房屋要登记在单元下，没有单元的登记在楼栋下。没有保存。',
      en: 'Dwellings stand under a unit, or under a building without units. Nothing was saved.',
    },
  },
  'places.door_taken': {
    status: 409,
    text: {
      zh: '同一单元（楼栋）里已有相同门牌，没有保存。请核对门牌。',
      en: 'The same unit or building already has this door; nothing was saved. Check the doors.',
    },
  },
  'places.grid_required': {
    status: 409,
    text: {
      zh: '“{name}”要归入一个网格，但看不出是哪一个。没有保存，请选择网格。',
      en: '“{name}” must be in one grid, and it is not clear which. Nothing was saved; choose the grid.',
    },
  },
  'places.grid_elsewhere': {
    status: 409,
    text: {
      zh: '选择的网格不在这个社区，或者已经关闭。没有保存。',
      en: 'The chosen grid is not in this community, or is closed. Nothing was saved.',
    },
  },
  'places.grid_name_taken': {
    status: 409,
    text: {
      zh: '这个社区已经有同名网格，没有保存。',
      en: 'The community already has a grid of this name; nothing was saved.',
    },
  },
  'places.grid_parent': {
    status: 409,
    text: {
      zh: '网格要设在社区下面，没有保存。',
      en: 'A grid belongs to a community; nothing was saved.',
    },
  },
  'places.grid_chain': {
    status: 409,
    text: {
      zh: '这样会有楼栋/单元在某一天不属于任何网格，或者同时属于两个，没有保存。请刷新后重试。',
      en: 'A cell would be in no grid, or in two, on some day; nothing was saved. Reload and try again.',
    },
  },
  'places.grid_in_use': {
    status: 409,
    text: {
      zh: '网格里还有 {cells} 个楼栋/单元（含已约定转入的），没有关闭。请先把它们归入别的网格。',
      en: 'The grid still holds {cells} cells (those dated to join included); it was not closed. Move them to other grids first.',
    },
  },
  'places.not_cells': {
    status: 409,
    text: {
      zh: '选择的有 {count} 项不是这个社区的上报楼栋/单元，没有保存。请刷新后重新选择。',
      en: '{count} of the chosen are not cells of this community; nothing was saved. Reload and choose again.',
    },
  },
  'places.not_compounds': {
    status: 409,
    text: {
      zh: '选择的有 {count} 项不是启用中的小区，没有保存。请刷新后重新选择。',
      en: '{count} of the chosen are not open compounds; nothing was saved. Reload and choose again.',
    },
  },
  'places.from_day': {
    status: 409,
    text: {
      zh: '生效日期只能是今天到一年以内，过去的归属不改。没有保存。',
      en: 'The first day must be between today and a year from now; the past stays as it was. Nothing was saved.',
    },
  },
  'places.sector_name_taken': {
    status: 409,
    text: {
      zh: '已经有同名切割区域，没有保存。',
      en: 'There is a sector of this name already; nothing was saved.',
    },
  },
  'places.sector_closed': {
    status: 409,
    text: { zh: '这个切割区域已经关闭，没有改动。', en: 'This sector is closed; nothing was changed.' },
  },
  'places.sector_in_use': {
    status: 409,
    text: {
      zh: '区域里还有 {compounds} 个小区（含已约定转入的），没有关闭。请先移出。',
      en: 'The sector still holds {compounds} compounds (those dated to join included); it was not closed. Take them out first.',
    },
  },
  'places.node_cycle': {
    status: 409,
    text: {
      zh: '不能放到自己或自己的下级下面，没有改动。',
      en: 'It cannot stand under itself or under one below it; nothing was changed.',
    },
  },
  'places.node_line': {
    status: 409,
    text: {
      zh: '上级不在同一条组织线里，或者已经关闭。没有保存。',
      en: 'The parent is not in the same line, or is closed. Nothing was saved.',
    },
  },
  'places.node_attached': {
    status: 409,
    text: {
      zh: '组织只能挂在一个地点或一个网格上，没有保存。',
      en: 'An organisation is attached to one place or to one grid, not to both; nothing was saved.',
    },
  },
  'places.node_in_use': {
    status: 409,
    text: {
      zh: '下面还有 {children} 个组织，没有关闭。请先移走或关闭它们。',
      en: 'It still has {children} organisations below it; it was not closed. Move or close them first.',
    },
  },
  'places.street_exists': {
    status: 409,
    text: {
      zh: '这个街道已经建立，没有再建。',
      en: 'This street has been set up already; it was not set up again.',
    },
  },
} as const satisfies ProblemCatalogue<string>;

export const placesProblem = problemsOf(placesProblems);
