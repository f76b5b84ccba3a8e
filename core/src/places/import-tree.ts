import type { Actor, Day } from '../kernel/index.ts';
import { type Grant, may } from '../kernel/index.ts';
import { buildingKey, communityStem, compoundKey, gridKey, plainName, unitKey } from './import-names.ts';
import type { PlaceKind } from './kinds.ts';
import type { Grid, Place } from './place.ts';
import { placesPolicy } from './policy.ts';

/** The tree as an import finds it: every open place, their other names, every open grid. */
export interface ImportTree {
  readonly streetId: string;
  readonly places: readonly Place[];
  readonly aliases: readonly { readonly placeId: string; readonly name: string }[];
  readonly grids: readonly Grid[];
  /** Today's sector of compounds: a scope may be one. */
  readonly sectors: readonly { readonly compoundId: string; readonly sectorId: string }[];
}

/** Who imports, when. */
export interface ImportContext {
  readonly actor: Pick<Actor, 'grants'>;
  readonly today: Day;
  readonly newId: () => string;
}

/**
 * Long work in small steps: whoever runs it decides after each how long to go on before letting others in. Rules have
 * no clock and no event loop of their own.
 */
export type Steps<Result> = Generator<void, Result, void>;

/** Rows between two steps; a step takes a few milliseconds. */
const rowsPerStep = 250;

/** Whether after this many rows it is time to let others in. */
export const isStep = (index: number): boolean => index % rowsPerStep === rowsPerStep - 1;

/** Runs steps to their end at once: for tests and small tables. */
export function runSteps<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Names of the open places under one parent, by how literally they match. */
interface Names {
  readonly own: Map<string, string[]>;
  readonly alias: Map<string, string[]>;
  readonly key: Map<string, string[]>;
}

function put(map: Map<string, string[]>, key: string, id: string): void {
  const ids = map.get(key);
  if (!ids) map.set(key, [id]);
  else if (!ids.includes(id)) ids.push(id);
}

/** The tree by names, as far as an import asks for it. */
export class TreeIndex {
  readonly root: Place;
  readonly communities: readonly Place[];
  readonly #tree: ImportTree;
  readonly #grants: readonly Grant[];
  readonly #byId = new Map<string, Place>();
  readonly #children = new Map<string, Place[]>();
  readonly #names = new Map<string, Names>();
  readonly #aliases = new Map<string, Set<string>>();
  readonly #grids = new Map<string, Grid[]>();
  readonly #sectors: ReadonlyMap<string, string>;

  private constructor(tree: ImportTree, root: Place, actor: Pick<Actor, 'grants'>) {
    this.#tree = tree;
    this.#grants = actor.grants;
    this.root = root;
    this.communities = tree.places.filter((place) => place.kind === 'community');
    this.#sectors = new Map(tree.sectors.map(({ compoundId, sectorId }) => [compoundId, sectorId]));
    for (const grid of tree.grids) {
      const grids = this.#grids.get(grid.communityId) ?? [];
      grids.push(grid);
      this.#grids.set(grid.communityId, grids);
    }
  }

  static *of(tree: ImportTree, context: ImportContext): Steps<TreeIndex> {
    const root = tree.places.find((place) => place.id === tree.streetId);
    if (!root) throw new Error('a tree without its street');
    const index = new TreeIndex(tree, root, context.actor);
    yield* index.#read();
    return index;
  }

  *#read(): Steps<void> {
    for (const [at, place] of this.#tree.places.entries()) {
      if (isStep(at)) yield;
      this.#byId.set(place.id, place);
      if (place.parentId === null) continue;
      const children = this.#children.get(place.parentId) ?? [];
      children.push(place);
      this.#children.set(place.parentId, children);
    }
    for (const [at, { placeId, name }] of this.#tree.aliases.entries()) {
      if (isStep(at)) yield;
      const known = this.#aliases.get(placeId) ?? new Set();
      known.add(name);
      this.#aliases.set(placeId, known);
    }
  }

  place(id: string): Place | undefined {
    return this.#byId.get(id);
  }

  children(id: string): readonly Place[] {
    return this.#children.get(id) ?? [];
  }

  units(buildingId: string): readonly Place[] {
    return this.children(buildingId);
  }

  isAlias(placeId: string, name: string): boolean {
    return this.#aliases.get(placeId)?.has(name) ?? false;
  }

  grids(communityId: string): readonly Grid[] {
    return this.#grids.get(communityId) ?? [];
  }

  /** Whether another open place, of any kind, has exactly this name there. */
  isNameTaken(parentId: string, name: string, but?: string): boolean {
    return this.children(parentId).some((place) => place.name === name && place.id !== but);
  }

  /** Ids of the open places of the kind that are called this under the parent: by name, else alias, else key. */
  find(parent: Place, kind: PlaceKind, name: string): readonly string[] {
    const names = this.#namesUnder(parent, kind);
    const plain = plainName(name);
    const found = names.own.get(plain) ?? names.alias.get(plain);
    return found ?? names.key.get(keyOf(kind, name, parent.name)) ?? [];
  }

  #namesUnder(parent: Place, kind: PlaceKind): Names {
    const known = this.#names.get(`${kind} ${parent.id}`);
    if (known) return known;
    const names: Names = { own: new Map(), alias: new Map(), key: new Map() };
    for (const place of this.children(parent.id)) {
      if (place.kind !== kind) continue;
      put(names.own, plainName(place.name), place.id);
      put(names.key, keyOf(kind, place.name, parent.name), place.id);
      for (const alias of this.#aliases.get(place.id) ?? []) {
        put(names.alias, plainName(alias), place.id);
        put(names.key, keyOf(kind, alias, parent.name), place.id);
      }
    }
    this.#names.set(`${kind} ${parent.id}`, names);
    return names;
  }

  findGrid(community: Place, name: string): Grid | undefined {
    const grids = this.grids(community.id);
    const key = gridKey(name, community.name);
    return (
      grids.find((grid) => grid.name === name) ??
      grids.find((grid) => gridKey(grid.name, community.name) === key)
    );
  }

  /** Whether the importer may change what lies there. `path`: from the street down to the deepest place there is. */
  mayEdit(path: readonly string[]): boolean {
    const sectorId = this.#sectors.get(path[2] ?? '') ?? null;
    const target = { streetId: this.root.id, path, gridId: null, sectorId };
    return may({ grants: this.#grants }, placesPolicy.edit, target);
  }

  mayEditCommunities(): boolean {
    const target = { streetId: this.root.id, path: [this.root.id], gridId: null, sectorId: null };
    return may({ grants: this.#grants }, placesPolicy.editCommunities, target);
  }
}

/** What a name of the kind comes down to; `parent`: the parent's name, which lists repeat before buildings. */
export function keyOf(kind: PlaceKind, name: string, parent: string): string {
  if (kind === 'community') return communityStem(name);
  if (kind === 'building') return buildingKey(name, parent);
  return kind === 'unit' ? unitKey(name) : compoundKey(name);
}
