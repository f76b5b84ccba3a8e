import { suggestReportsAs } from './cells.ts';
import { gridKey } from './import-names.ts';
import type { Ref, Resolved } from './import-resolve.ts';
import { keyOf, type TreeIndex } from './import-tree.ts';
import type { ReportsAs } from './kinds.ts';
import type { Place } from './place.ts';

/** The grid a cell is to be in: one that is there, or one to be made in the community. */
export interface GridChoice {
  /** The same for the same grid, there or to be made. */
  readonly ref: string;
  readonly name: string;
  readonly existing: boolean;
}

/** All rows of one building taken together. */
export interface Group {
  readonly building: Ref;
  readonly compound: Ref;
  readonly community: Place;
  /** Units that are there and units that rows name. */
  readonly units: ReadonlyMap<string, Ref>;
  readonly namesUnits: boolean;
  readonly reportsAs: ReportsAs;
  readonly floors: number | null;
}

interface Gathered {
  first: Resolved;
  units: Map<string, Ref>;
  namesUnits: boolean;
  reportsAs: ReportsAs | null;
  floors: number | null;
  heightM: number | null;
}

/** What only all rows together tell: how each building reports, which grid each cell is in. */
export class Groups {
  readonly #index: TreeIndex;
  readonly #gathered = new Map<string, Gathered>();
  readonly #groups = new Map<string, Group>();
  /** By cell. */
  readonly #grids = new Map<string, { readonly choice: GridChoice; readonly row: number }>();
  /** Grids of each community: those there, and those that rows name. */
  readonly #open = new Map<string, Map<string, GridChoice>>();
  readonly #inCompound = new Map<string, readonly string[]>();

  constructor(index: TreeIndex) {
    this.#index = index;
  }

  /** First of all with every row, in the order of the file. */
  gather(row: Resolved): void {
    const { building, intent } = row;
    if (!building) return;
    const known = this.#gathered.get(building.ref) ?? this.#begin(row, building);
    for (const unit of row.units) if (!known.units.has(unit.ref)) known.units.set(unit.ref, unit);
    known.namesUnits ||= row.units.length > 0;
    known.reportsAs ??= intent.reportsAs;
    known.heightM ??= intent.heightM;
    if (intent.floors !== null) known.floors = Math.max(known.floors ?? 0, intent.floors);
  }

  #begin(row: Resolved, building: Ref): Gathered {
    const units = building.existing ? this.#index.units(building.existing.id) : [];
    const begun: Gathered = {
      ...{ first: row, namesUnits: false, reportsAs: null, floors: null, heightM: null },
      units: new Map(units.map((unit) => [unit.id, refOf(unit, building.name)])),
    };
    this.#gathered.set(building.ref, begun);
    return begun;
  }

  of(building: Ref): Group {
    const known = this.#groups.get(building.ref);
    if (known) return known;
    const gathered = this.#gathered.get(building.ref);
    if (!gathered) throw new Error('a building that no row was gathered for');
    const { first, units, namesUnits, floors, heightM } = gathered;
    const group = {
      building: first.building ?? building,
      ...{ compound: first.compound, community: first.community, units, namesUnits, floors },
      reportsAs:
        gathered.reportsAs ??
        building.existing?.reportsAs ??
        suggestReportsAs({ floors, heightM }) ??
        'building',
    };
    this.#groups.set(building.ref, group);
    return group;
  }

  /** The cells a row speaks of, and whether it names them one by one. */
  cellsOf({ building, units }: Resolved): { readonly cells: readonly Ref[]; readonly direct: boolean } {
    if (!building) return { cells: [], direct: true };
    const group = this.of(building);
    if (group.reportsAs === 'building' || group.units.size === 0)
      return { cells: [group.building], direct: true };
    return units.length > 0
      ? { cells: units, direct: true }
      : { cells: [...group.units.values()], direct: false };
  }

  /** After gathering, with every row: once for rows that name their cells, then for those that mean all of a building. */
  gatherGrid(row: Resolved, direct: boolean): void {
    const { intent, community } = row;
    if (intent.grid === null) return;
    const speaks = this.cellsOf(row);
    if (speaks.direct !== direct) return;
    const choice = this.#choice(community, intent.grid);
    for (const { ref } of speaks.cells)
      if (!this.#grids.has(ref)) this.#grids.set(ref, { choice, row: intent.row });
  }

  #openIn(community: Place): Map<string, GridChoice> {
    const known = this.#open.get(community.id);
    if (known) return known;
    const open = new Map<string, GridChoice>();
    for (const { id, name } of this.#index.grids(community.id))
      open.set(id, { ref: id, name, existing: true });
    this.#open.set(community.id, open);
    return open;
  }

  #choice(community: Place, name: string): GridChoice {
    const open = this.#openIn(community);
    const there = this.#index.findGrid(community, name);
    const ref = there?.id ?? `${community.id}/${gridKey(name, community.name)}`;
    const choice = open.get(ref) ?? { ref, name, existing: false };
    open.set(ref, choice);
    return choice;
  }

  /** The row and grid that speak against this row's grid. */
  gridAgainst(row: Resolved): { readonly row: number; readonly grid: string } | null {
    const { intent, community } = row;
    const { cells, direct } = this.cellsOf(row);
    if (intent.grid === null || !direct) return null;
    const { ref } = this.#choice(community, intent.grid);
    for (const cell of cells) {
      const known = this.#grids.get(cell.ref);
      if (known && known.choice.ref !== ref) return { row: known.row, grid: known.choice.name };
    }
    return null;
  }

  /**
   * The grid of a cell: what the table says; else where it is; else where its building was; else where its compound is;
   * else the community's only one, or its first. Null where that leaves several: a person has to say.
   */
  gridOf(cell: Ref, group: Group): GridChoice | null {
    const said = this.#grids.get(cell.ref);
    if (said) return said.choice;
    const open = this.#openIn(group.community);
    const own = cell.existing?.gridId;
    const kept = own ? open.get(own) : undefined;
    if (kept) return kept;
    for (const candidates of [this.#gridsOfBuilding(group), this.#gridsOfCompound(group)]) {
      const [only, ...more] = candidates.flatMap((id) => open.get(id) ?? []);
      if (only) return more.length === 0 ? only : null;
    }
    const [first, ...others] = open.values();
    if (!first) return this.#choice(group.community, '第1网格');
    return others.length === 0 ? first : null;
  }

  #gridsOfBuilding({ building }: Group): readonly string[] {
    if (!building.existing) return [];
    const cells = [building.existing, ...this.#index.units(building.existing.id)];
    return [...new Set(cells.flatMap((cell) => cell.gridId ?? []))];
  }

  #gridsOfCompound({ compound }: Group): readonly string[] {
    if (!compound.existing) return [];
    const known = this.#inCompound.get(compound.ref);
    if (known) return known;
    const buildings = this.#index.children(compound.existing.id);
    const cells = buildings.flatMap((building) => [building, ...this.#index.units(building.id)]);
    const grids = [...new Set(cells.flatMap((cell) => cell.gridId ?? []))];
    this.#inCompound.set(compound.ref, grids);
    return grids;
  }
}

/** A place that is there, as a row would name it. */
function refOf(place: Place, parent: string): Ref {
  const { id, kind, name } = place;
  return { ref: id, kind, name, key: keyOf(kind, name, parent), existing: place };
}
