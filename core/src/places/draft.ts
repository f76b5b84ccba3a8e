import { type Day, kernelProblem } from '../kernel/index.ts';
import { parentKinds, placeKinds } from './kinds.ts';
import {
  communityOf,
  type Grid,
  type Place,
  type PlaceChange,
  type Plan,
  type Surroundings,
} from './place.ts';
import { placesProblem } from './problems.ts';

/** A working copy of the surroundings: rules change it step by step, and `plan` tells the difference. */
export class Draft {
  readonly today: Day;
  readonly newId: () => string;
  readonly aliases: { id: string; placeId: string; name: string }[] = [];
  readonly dwellings: { from: string; to: string; ids: readonly string[] | null }[] = [];
  readonly #before: ReadonlyMap<string, Place>;
  readonly #places: Map<string, Place>;
  readonly #changes = new Map<string, PlaceChange>();
  readonly #paths: { from: readonly string[]; to: readonly string[] }[] = [];
  readonly #grids: Grid[];
  readonly #newGrids: Grid[] = [];

  constructor(around: Surroundings) {
    this.today = around.today;
    this.newId = around.newId;
    this.#before = new Map(around.places.map((place) => [place.id, place]));
    this.#places = new Map(this.#before);
    this.#grids = [...around.grids];
  }

  /** Throws `thing.unknown`. */
  place(id: string): Place {
    const found = this.#places.get(id);
    if (!found) throw kernelProblem('thing.unknown');
    return found;
  }

  /** An open place; throws `places.closed`. */
  open(id: string): Place {
    const place = this.place(id);
    if (place.closedOn !== null) throw placesProblem('places.closed', { name: place.name });
    return place;
  }

  /** The place a change was made against; throws `version.stale` when it has changed since. */
  current(id: string, version: number): Place {
    const place = this.place(id);
    if (place.version !== version) throw kernelProblem('version.stale');
    return place;
  }

  /** An open place below the root, at that version. */
  movable(id: string, version: number): Place {
    const place = this.current(id, version);
    if (place.kind === 'street') throw placesProblem('places.root');
    return this.open(id);
  }

  before(id: string): Place | undefined {
    return this.#before.get(id);
  }

  all(): Place[] {
    return [...this.#places.values()];
  }

  openChildren(id: string): Place[] {
    return this.all().filter((place) => place.parentId === id && place.closedOn === null);
  }

  openBelow(place: Place): Place[] {
    return this.all().filter(
      (one) => one.id !== place.id && one.closedOn === null && one.path[place.path.length - 1] === place.id,
    );
  }

  gridsOf(communityId: string): Grid[] {
    return this.#grids.filter((grid) => grid.communityId === communityId);
  }

  /** The grid every community begins with. */
  firstGrid(communityId: string): Grid {
    const grid = { id: this.newId(), communityId, name: '第1网格' };
    this.#grids.push(grid);
    this.#newGrids.push(grid);
    return grid;
  }

  add(place: Place, change: PlaceChange): Place {
    if (this.#places.has(place.id)) throw placesProblem('places.id_taken');
    this.#places.set(place.id, place);
    this.#changes.set(place.id, change);
    return place;
  }

  /** The first change of a place names it; what follows from it does not. */
  change(id: string, patch: Partial<Place>, change: PlaceChange): Place {
    const after = { ...this.place(id), ...patch };
    this.#places.set(id, after);
    if (!this.#changes.has(id)) this.#changes.set(id, change);
    return after;
  }

  setGrid(id: string, gridId: string | null): void {
    this.#places.set(id, { ...this.place(id), gridId });
  }

  /** Hangs a place with all below it under another parent. Throws `places.parent_kind`, `places.closed`. */
  hang(place: Place, parentId: string, change: PlaceChange): void {
    const parent = this.open(parentId);
    mustStandUnder(place, parent);
    const to = [...parent.path, place.id];
    const level = place.path.length - 1;
    // Closed places below follow as well: their history stays findable.
    for (const below of this.all().filter((one) => one.path[level] === place.id)) {
      this.#places.set(below.id, { ...below, path: [...to, ...below.path.slice(level + 1)] });
    }
    this.change(place.id, { parentId }, change);
    this.#paths.push({ from: place.path, to });
  }

  plan(): Plan {
    return {
      places: [...this.#changes].map(([id, change]) => {
        const version = (this.#before.get(id)?.version ?? 0) + 1;
        return { change, after: { ...this.place(id), version } };
      }),
      paths: this.#paths,
      cells: this.all()
        .filter((place) => place.gridId !== (this.#before.get(place.id)?.gridId ?? null))
        .map((place) => ({ cellId: place.id, gridId: place.gridId })),
      newGrids: this.#newGrids,
      aliases: this.aliases,
      dwellings: this.dwellings,
    };
  }
}

export function mustStandUnder(place: Pick<Place, 'kind'>, parent: Place): void {
  if (parentKinds[place.kind].includes(parent.kind)) return;
  throw placesProblem('places.parent_kind', {
    kind: placeKinds[place.kind].zh,
    kind_en: placeKinds[place.kind].en,
    parent: placeKinds[parent.kind].zh,
    parent_en: placeKinds[parent.kind].en,
  });
}

/** The community a grid for this place must belong to; a cell always has one. */
export function communityOfCell(place: Place): string {
  return communityOf(place) ?? place.id;
}
