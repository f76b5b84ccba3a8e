import type { Chance } from './chance.ts';
import type { Spine } from './places.ts';
import type { SampleCell, SampleGrid, SampleLineNode } from './shapes.ts';

/** Every this many cells of a grid, one Party household. */
const cellsPerHome = 4;
/** Volunteer teams (product, E4: 14 teams in the source). */
const teams = [
  '理发',
  '代购',
  '送餐',
  '水电维修',
  '心理疏导',
  '法律咨询',
  '红十字',
  '青年',
  '巾帼',
  '老党员',
  '骑手',
  '教师',
  '医务',
  '运输',
];

/** The Party line, attached to places and grids, and the volunteers' line, attached to nothing. */
export function growLines(chance: Chance, spine: Spine, grids: readonly SampleGrid[]): SampleLineNode[] {
  return [...partyLine(chance, spine, grids), ...volunteerLine(chance)];
}

type Seed = Pick<SampleLineNode, 'type' | 'name' | 'sort'> & {
  readonly placeId?: string;
  readonly gridId?: string;
};

function node(chance: Chance, line: string, parentId: string | null, seed: Seed): SampleLineNode {
  return { id: chance.id(), line, parentId, placeId: null, gridId: null, ...seed };
}

function partyLine(chance: Chance, spine: Spine, grids: readonly SampleGrid[]): SampleLineNode[] {
  const top = node(chance, 'party', null, {
    type: 'party_work',
    name: '职工新街街道党工委',
    sort: 0,
    placeId: spine.street.id,
  });
  const nodes = [top];
  const add = (parent: SampleLineNode, seed: Seed) => {
    const made = node(chance, 'party', parent.id, seed);
    nodes.push(made);
    return made;
  };
  const cells = new Map(spine.cells.map((cell) => [cell.id, cell]));
  const names = new Map(spine.places.map((place) => [place.id, place.name]));
  for (const { plan, place } of spine.communities) {
    const committee = add(top, {
      type: 'party_committee',
      name: plan.name.replace('居委会', '党委'),
      sort: place.sort,
      placeId: place.id,
    });
    const branches = new Map<string, SampleLineNode>();
    for (const grid of grids.filter((one) => one.communityId === place.id)) {
      const leads = plan.branchPerGrid
        ? add(committee, {
            type: 'party_branch',
            name: `${grid.name}党支部`,
            sort: grid.sort,
            gridId: grid.id,
          })
        : add(branchOf(grid), {
            type: 'party_group',
            name: `${grid.name}党小组`,
            sort: grid.sort,
            gridId: grid.id,
          });
      addHomes(leads, grid);
    }
    /** The branch of the compound where most of the grid lies; small compounds are looked after by a neighbour's. */
    function branchOf(grid: SampleGrid): SampleLineNode {
      const compoundId = mainCompound(grid.cellIds.flatMap((id) => cells.get(id) ?? []));
      const known = branches.get(compoundId);
      if (known) return known;
      const name = `${names.get(compoundId) ?? ''}党支部`;
      const made = add(committee, {
        type: 'party_branch',
        name,
        sort: branches.size + 1,
        placeId: compoundId,
      });
      branches.set(compoundId, made);
      return made;
    }
  }
  function addHomes(parent: SampleLineNode, grid: SampleGrid): void {
    for (let index = 0; index < grid.cellIds.length; index += cellsPerHome) {
      const cell = cells.get(grid.cellIds[index] ?? '');
      if (!cell) continue;
      const unit = cell.id === cell.buildingId ? '' : (names.get(cell.id) ?? '');
      const where = `${names.get(cell.compoundId) ?? ''}${names.get(cell.buildingId) ?? ''}${unit}`;
      add(parent, { type: 'party_home', name: `${where}党员中心户`, sort: index, placeId: cell.id });
    }
  }
  return nodes;
}

function mainCompound(cells: readonly SampleCell[]): string {
  const sizes = new Map<string, number>();
  for (const cell of cells) sizes.set(cell.compoundId, (sizes.get(cell.compoundId) ?? 0) + cell.dwellings);
  return [...sizes].sort((one, other) => other[1] - one[1])[0]?.[0] ?? '';
}

function volunteerLine(chance: Chance): SampleLineNode[] {
  const line = '志愿服务';
  const top = node(chance, line, null, { type: 'team', name: '志愿服务总队', sort: 0 });
  const below = teams.map((name, index) =>
    node(chance, line, top.id, { type: 'team', name: `${name}志愿服务队`, sort: index + 1 }),
  );
  return [top, ...below];
}
