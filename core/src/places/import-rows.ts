import type { ImportColumn } from './import-columns.ts';
import { Node, type Saying, sayingsOf, targetsOf } from './import-draft.ts';
import { Groups } from './import-groups.ts';
import type { RowProblem } from './import-reasons.ts';
import type { Ref, Refuse, Resolved } from './import-resolve.ts';
import { keyOf, type TreeIndex } from './import-tree.ts';

/** More doors than any street has; keeps a slip in one column from filling the database. */
const mostDoors = 300_000;

/** Rows of a list of buildings, taken one after another: each fits what the rows before it said, or is refused. */
export class BuildingRows {
  readonly nodes = new Map<string, Node>();
  /** The rows that were taken, with what each is about. */
  readonly taken: Resolved[] = [];
  readonly problems: RowProblem[] = [];
  readonly groups: Groups;
  readonly #index: TreeIndex;
  readonly #targets = new Map<string, number>();
  /** Which place is meant by a name, as far as the rows say so. */
  readonly #called = new Map<string, string>();
  #doors = 0;

  constructor(index: TreeIndex) {
    this.#index = index;
    this.groups = new Groups(index);
  }

  refuser(row: number): Refuse {
    return (column, code, params) => {
      this.problems.push({ row, column, code, ...(params ? { params } : {}) });
      return null;
    };
  }

  take(row: Resolved): void {
    const refuse = this.refuser(row.intent.row);
    const sayings = sayingsOf(row);
    const told = this.problems.length;
    for (const saying of sayings) {
      const against = this.nodes.get(saying.ref)?.against(saying) ?? null;
      if (against !== null) refuse(saying.column, 'conflict', { row: against });
    }
    for (const { owner, parent, name, column } of namesOf(row)) {
      const called = this.#called.get(calledKey(owner, parent, name));
      if (called !== undefined && called !== owner.ref) refuse(column, 'alias_taken', { name });
    }
    const other = this.groups.gridAgainst(row);
    if (other) refuse('grid', 'two_grids', other);
    this.#judgeGrid(row, refuse);
    const doors = this.#judgeDoors(row, refuse);
    if (this.problems.length > told) return;
    const twin = this.#twinOf(row, sayings);
    if (twin !== null) {
      refuse(null, 'duplicate', { row: twin });
      return;
    }
    this.#doors += doors;
    this.#keep(row, sayings);
  }

  /** What a row alone gets wrong, whatever the others say. */
  judgeAlone({ intent, community, compound, building, units }: Resolved): void {
    const refuse = this.refuser(intent.row);
    const deepest = building?.existing ?? compound.existing ?? community;
    if (!this.#index.mayEdit(deepest.path)) refuse(null, 'outside_scope');
    for (const { owner, parent, name, column } of namesOf({ intent, community, compound, building, units })) {
      const others = parent.existing ? this.#index.find(parent.existing, owner.kind, name) : [];
      if (others.some((id) => id !== owner.ref)) refuse(column, 'alias_taken', { name });
    }
    const holdsOwn = building?.existing && building.existing.dwellings > 0;
    if (units.length > 0 && holdsOwn) refuse('unit', 'doors_beside_units');
  }

  #judgeGrid(row: Resolved, refuse: Refuse): void {
    if (!row.building) return;
    const group = this.groups.of(row.building);
    const lost = this.groups.cellsOf(row).cells.some((cell) => this.groups.gridOf(cell, group) === null);
    if (lost) refuse('grid', 'grid_required');
  }

  /** Doors the row would make; refuses those that would be in no cell or on no floor. */
  #judgeDoors({ intent, building, units }: Resolved, refuse: Refuse): number {
    if (!building) return 0;
    const group = this.groups.of(building);
    if (intent.perFloor === null) return 0;
    if (units.length === 0 && group.units.size > 0) refuse('per_floor', 'doors_of_units');
    const floors = intent.floors ?? building.existing?.floors ?? group.floors;
    if (floors === null && units.every((unit) => !unit.existing?.floors)) refuse('floors', 'floors_needed');
    const empty = (units.length > 0 ? units : [building]).filter((ref) => !ref.existing?.dwellings);
    const doors = empty.length * intent.perFloor * (floors ?? 0);
    if (this.#doors + doors > mostDoors) refuse('per_floor', 'too_many_doors', { most: mostDoors });
    return doors;
  }

  /** The earlier row that says all this already. */
  #twinOf(row: Resolved, sayings: readonly Saying[]): number | null {
    const rows = targetsOf(row).map(({ ref }) => this.#targets.get(ref));
    const [first] = rows;
    if (first === undefined || rows.includes(undefined)) return null;
    const isKnown = (saying: Saying) => this.nodes.get(saying.ref)?.knows(saying) ?? false;
    const { aliases, compoundAliases } = row.intent;
    const node = this.nodes.get(row.building?.ref ?? row.compound.ref);
    const compound = this.nodes.get(row.compound.ref);
    const names =
      aliases.every((name) => node?.aliases.has(name)) &&
      compoundAliases.every((name) => compound?.aliases.has(name));
    return names && sayings.every(isKnown) ? first : null;
  }

  #keep(row: Resolved, sayings: readonly Saying[]): void {
    const { intent, compound, building, units } = row;
    const top = this.#node(compound, null, row);
    const house = building ? this.#node(building, top, row) : null;
    for (const unit of units) this.#node(unit, house, row);
    for (const saying of sayings) this.nodes.get(saying.ref)?.learn(saying, intent.row);
    for (const name of intent.compoundAliases) top.aliases.add(name);
    for (const name of intent.aliases) (house ?? top).aliases.add(name);
    for (const { owner, parent, name } of namesOf(row)) {
      this.#called.set(calledKey(owner, parent, name), owner.ref);
    }
    for (const { ref } of targetsOf(row)) if (!this.#targets.has(ref)) this.#targets.set(ref, intent.row);
    this.taken.push(row);
  }

  #node(ref: Ref, parent: Node | null, { community, intent }: Resolved): Node {
    const known = this.nodes.get(ref.ref);
    if (known) return known;
    const made = new Node(ref, parent, community, intent.row);
    this.nodes.set(ref.ref, made);
    return made;
  }
}

interface Called {
  readonly owner: Ref;
  readonly parent: Ref;
  readonly name: string;
  readonly column: ImportColumn;
}

/** Everything a row calls its compound and building, with what they are called beside. */
function namesOf({ intent, community, compound, building }: Resolved): Called[] {
  const top: Ref = {
    ref: community.id,
    kind: 'community',
    name: community.name,
    key: '',
    existing: community,
  };
  const called: Called[] = [];
  const call = (owner: Ref, parent: Ref, column: ImportColumn, names: readonly string[]) => {
    for (const name of names) called.push({ owner, parent, name, column });
  };
  call(compound, top, 'compound', [compound.name]);
  call(compound, top, 'compound_alias', intent.compoundAliases);
  if (building) call(building, compound, 'building', [building.name]);
  if (building) call(building, compound, 'alias', intent.aliases);
  return called;
}

const calledKey = (owner: Ref, parent: Ref, name: string) =>
  `${parent.ref}/${owner.kind}/${keyOf(owner.kind, name, parent.existing?.name ?? parent.name)}`;
