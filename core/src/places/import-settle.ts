import { isCell } from './cells.ts';
import { type Fact, type Facts, type Node, type Saying, sayingsOf } from './import-draft.ts';
import type { GridChoice, Group } from './import-groups.ts';
import { orderOfKey } from './import-names.ts';
import type { Doors, ImportPlan, RowOutcome } from './import-outcome.ts';
import type { Ref, Resolved } from './import-resolve.ts';
import type { BuildingRows } from './import-rows.ts';
import { type ImportContext, isStep, type Steps, type TreeIndex } from './import-tree.ts';
import type { Grid, Place, PlaceChange, PlaceWrite, Plan } from './place.ts';

/** Places whose names carry no number stand after those that do. */
const unnumbered = 1_000;

/** Turns what good rows say into the plan: places, cells, grids, doors. */
class Settling {
  readonly #rows: BuildingRows;
  readonly #index: TreeIndex;
  readonly #context: ImportContext;
  /** As they will be, by ref; parents come first. */
  readonly #after = new Map<string, Place>();
  readonly #doors: Doors[] = [];
  readonly #cells: { cellId: string; gridId: string | null }[] = [];
  readonly #moved: { cellId: string; was: string | null; is: string | null }[] = [];
  readonly #aliases: { id: string; placeId: string; name: string }[] = [];
  readonly #newGrids = new Map<string, Grid & { readonly sort: number }>();
  readonly #orders = new Map<string, number>();
  readonly #settled = new Set<string>();

  constructor(rows: BuildingRows, index: TreeIndex, context: ImportContext) {
    this.#rows = rows;
    this.#index = index;
    this.#context = context;
  }

  *run(): Steps<ImportPlan> {
    let at = 0;
    for (const node of this.#rows.nodes.values()) {
      this.#after.set(node.ref.ref, node.ref.existing ? changed(node, node.ref.existing) : this.#made(node));
      this.#name(node);
      if (isStep(at)) yield;
      at += 1;
    }
    at = 0;
    for (const node of this.#rows.nodes.values()) {
      if (node.ref.kind === 'building') this.#settle(this.#rows.groups.of(node.ref));
      if (isStep(at)) yield;
      at += 1;
    }
    const { writes, before } = yield* this.#writes();
    const plan: Plan = {
      ...{ places: writes, paths: [], dwellings: [], cells: this.#cells, aliases: this.#aliases },
      newGrids: [...this.#newGrids.values()],
    };
    return {
      plan,
      doors: this.#doors,
      before,
      moved: this.#moved,
      outcomes: yield* this.#outcomes(),
    };
  }

  #made(node: Node): Place {
    const { ref, parent, community, facts } = node;
    const above = parent ? this.#afterOf(parent.ref) : community;
    const id = this.#context.newId();
    const isBuilding = ref.kind === 'building';
    return {
      ...{ id, parentId: above.id, kind: ref.kind, name: ref.name, code: null, shortCode: '' },
      sort: this.#order(above, ref),
      floors: facts.floors ?? facts.unitFloors ?? null,
      heightM: facts.heightM ?? null,
      reportsAs: isBuilding ? this.#rows.groups.of(ref).reportsAs : null,
      managed: facts.managed ?? null,
      path: [...above.path, id],
      ...{ openedOn: this.#context.today, closedOn: null, mergedInto: null },
      ...{ isCell: false, dwellings: 0, version: 1, gridId: null },
    };
  }

  /** By the number in the name; what has none comes behind, in the order of the file. */
  #order(above: Place, ref: Ref): number {
    const number = ref.kind === 'compound' ? null : orderOfKey(ref.key);
    if (number !== null) return number;
    const start = ref.kind === 'compound' ? 0 : unnumbered;
    const known = this.#orders.get(above.id);
    const last =
      known ?? this.#index.children(above.id).reduce((most, place) => Math.max(most, place.sort), start);
    this.#orders.set(above.id, last + 1);
    return last + 1;
  }

  #name(node: Node): void {
    const place = this.#afterOf(node.ref);
    for (const name of node.aliases) {
      if (name === place.name || this.#index.isAlias(place.id, name)) continue;
      this.#aliases.push({ id: this.#context.newId(), placeId: place.id, name });
    }
  }

  #afterOf(ref: Ref): Place {
    const after = this.#after.get(ref.ref) ?? ref.existing;
    if (!after) throw new Error('a place whose parent was not planned');
    return after;
  }

  /** A building with all its units: which are cells, in which grid, and behind which doors. */
  #settle(group: Group): void {
    if (this.#settled.has(group.building.ref)) return;
    this.#settled.add(group.building.ref);
    const house = this.#afterOf(group.building);
    const units = [...group.units.values()].filter((unit) => unit.existing || this.#after.has(unit.ref));
    for (const ref of [group.building, ...units]) {
      const place = this.#afterOf(ref);
      const is = isCell(place, ref.kind === 'unit' ? house : null, units.length);
      const grid = is ? this.#gridId(this.#mustChoose(ref, group), group.community) : null;
      this.#move(place, grid);
      this.#after.set(ref.ref, { ...place, isCell: is, gridId: grid });
      if (ref.kind === 'unit' || units.length === 0) this.#enterDoors(ref, house);
    }
  }

  #move({ id, gridId: was }: Place, is: string | null): void {
    if (is === was) return;
    this.#cells.push({ cellId: id, gridId: is });
    if (this.#index.place(id)) this.#moved.push({ cellId: id, was, is });
  }

  #mustChoose(cell: Ref, group: Group): GridChoice {
    const choice = this.#rows.groups.gridOf(cell, group) ?? this.#rows.groups.gridOf(group.building, group);
    if (!choice) throw new Error('a cell without a grid came through the rows');
    return choice;
  }

  #gridId(choice: GridChoice, community: Place): string {
    if (choice.existing) return choice.ref;
    const known = this.#newGrids.get(choice.ref);
    if (known) return known.id;
    const digits = /\d{1,5}/.exec(choice.ref.split('#')[1] ?? '')?.[0];
    const grid = {
      ...{ id: this.#context.newId(), communityId: community.id, name: choice.name },
      sort: Number(digits ?? 0),
    };
    this.#newGrids.set(choice.ref, grid);
    return grid.id;
  }

  /** Doors are entered once: where there are some, people have walked the stairs since. */
  #enterDoors(ref: Ref, house: Place): void {
    const perFloor = this.#rows.nodes.get(ref.ref)?.facts.perFloor;
    const place = this.#afterOf(ref);
    const floors = place.floors ?? house.floors;
    if (perFloor === undefined || floors === null || place.dwellings > 0) return;
    this.#doors.push({ placeId: place.id, floors, perFloor });
    this.#after.set(ref.ref, { ...place, dwellings: floors * perFloor });
  }

  *#writes(): Steps<{ writes: PlaceWrite[]; before: Map<string, Place> }> {
    const before = new Map<string, Place>();
    const writes: PlaceWrite[] = [];
    let at = 0;
    for (const after of this.#after.values()) {
      if (isStep(at)) yield;
      at += 1;
      const was = this.#index.place(after.id);
      const change = was ? changeOf(was, after) : 'added';
      if (change === null) continue;
      if (was) before.set(was.id, was);
      writes.push({ change, after: { ...after, version: (was?.version ?? 0) + 1 } });
    }
    return { writes, before };
  }

  *#outcomes(): Steps<Map<number, RowOutcome>> {
    const moved = new Set(this.#moved.map(({ cellId }) => cellId));
    const outcomes = new Map<number, RowOutcome>();
    for (const [at, row] of this.#rows.taken.entries()) {
      outcomes.set(row.intent.row, this.#outcome(row, moved));
      if (isStep(at)) yield;
    }
    return outcomes;
  }

  /** A row that is about something new, or the first to name it, brings it; else it changes what it says differently. */
  #outcome(row: Resolved, moved: ReadonlySet<string>): RowOutcome {
    const { intent, compound, building, units } = row;
    const named = [compound, ...(building ? [building] : []), ...units];
    const brings = ({ ref, existing }: Ref) =>
      !existing && (ref === named.at(-1)?.ref || this.#rows.nodes.get(ref)?.row === intent.row);
    if (named.some(brings)) return 'new';
    const differs = ({ ref, fact, value }: Saying) => {
      const was = this.#index.place(ref);
      return was !== undefined && saysOtherwise(was, fact, value);
    };
    const aliased = ({ existing }: Ref, names: readonly string[]) =>
      names.some((name) => existing && name !== existing.name && !this.#index.isAlias(existing.id, name));
    const regrids = () => this.#rows.groups.cellsOf(row).cells.some(({ ref }) => moved.has(ref));
    const changes =
      sayingsOf(row).some(differs) ||
      aliased(compound, intent.compoundAliases) ||
      aliased(building ?? compound, intent.aliases) ||
      (intent.grid !== null && regrids());
    return changes ? 'changed' : 'unchanged';
  }
}

function saysOtherwise(was: Place, fact: Fact, value: Facts[Fact]): boolean {
  if (fact === 'perFloor') return was.dwellings === 0;
  if (fact === 'unitFloors') return (was.floors ?? 0) < Number(value);
  return was[fact] !== value;
}

/** A place that is there, with what the rows say. A blank cell never clears anything. */
function changed({ facts }: Node, was: Place): Place {
  const raised = facts.unitFloors === undefined ? was.floors : Math.max(was.floors ?? 0, facts.unitFloors);
  return {
    ...was,
    floors: facts.floors ?? raised,
    heightM: facts.heightM ?? was.heightM,
    managed: facts.managed ?? was.managed,
    reportsAs: facts.reportsAs ?? was.reportsAs,
  };
}

function changeOf(was: Place, after: Place): PlaceChange | null {
  if (was.reportsAs !== after.reportsAs) return 'switched';
  const edited =
    was.floors !== after.floors ||
    was.heightM !== after.heightM ||
    was.managed !== after.managed ||
    was.dwellings !== after.dwellings;
  if (edited) return 'edited';
  return was.isCell === after.isCell ? null : 'cells';
}

export function settleBuildings(
  rows: BuildingRows,
  index: TreeIndex,
  context: ImportContext,
): Steps<ImportPlan> {
  return new Settling(rows, index, context).run();
}
