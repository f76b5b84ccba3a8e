import type { ImportColumn } from './import-columns.ts';
import type { Ref, Resolved } from './import-resolve.ts';
import type { Place } from './place.ts';

/** What rows can say about one place. */
export interface Facts {
  managed: boolean;
  floors: number;
  /** Of a building: the most floors that a row of one of its units says. */
  unitFloors: number;
  perFloor: number;
  heightM: number;
  reportsAs: 'building' | 'unit';
}
export type Fact = keyof Facts;

/** A place that good rows name, with what they say of it. */
export class Node {
  readonly ref: Ref;
  readonly parent: Node | null;
  readonly community: Place;
  /** The first row that names it. */
  readonly row: number;
  readonly facts: Partial<Facts> = {};
  readonly aliases = new Set<string>();
  readonly #said = new Map<Fact, number>();

  constructor(ref: Ref, parent: Node | null, community: Place, row: number) {
    this.ref = ref;
    this.parent = parent;
    this.community = community;
    this.row = row;
  }

  /** The row that said something else before; null when nothing contradicts. */
  against(saying: Saying): number | null {
    const known = this.facts[saying.fact];
    if (saying.fact === 'unitFloors' || known === undefined || known === saying.value) return null;
    return this.#said.get(saying.fact) ?? this.row;
  }

  knows(saying: Saying): boolean {
    const known = this.facts[saying.fact];
    return known === saying.value || (saying.fact === 'unitFloors' && Number(known) >= Number(saying.value));
  }

  learn(saying: Saying, row: number): void {
    if (this.knows(saying)) return;
    Object.assign(this.facts, { [saying.fact]: saying.value });
    if (!this.#said.has(saying.fact)) this.#said.set(saying.fact, row);
  }
}

/** One thing that a row says about one place. */
export interface Saying {
  readonly ref: string;
  readonly fact: Fact;
  readonly value: Facts[Fact];
  readonly column: ImportColumn;
}

/** Everything that a row says. Floors and doors are the units' where it names units, else the building's. */
export function sayingsOf({ intent, compound, building, units }: Resolved): Saying[] {
  const sayings: Saying[] = [];
  const say = (ref: Ref, fact: Fact, value: Facts[Fact] | null, column: ImportColumn) => {
    if (value !== null) sayings.push({ ref: ref.ref, fact, value, column });
  };
  say(compound, 'managed', intent.managed, 'managed');
  if (!building) return sayings;
  say(building, 'reportsAs', intent.reportsAs, 'reports_as');
  say(building, 'heightM', intent.heightM, 'height');
  if (units.length > 0) say(building, 'unitFloors', intent.floors, 'floors');
  for (const holder of units.length > 0 ? units : [building]) {
    say(holder, 'floors', intent.floors, 'floors');
    say(holder, 'perFloor', intent.perFloor, 'per_floor');
  }
  return sayings;
}

/** The places a row is about: what it would be a duplicate of. */
export function targetsOf({ compound, building, units }: Resolved): readonly Ref[] {
  if (units.length > 0) return units;
  return [building ?? compound];
}
