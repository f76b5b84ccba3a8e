import type { Day } from '../kernel/index.ts';
import type { PlaceKind, ReportsAs } from './kinds.ts';

/** A place as the rules know it. */
export interface Place {
  readonly id: string;
  readonly parentId: string | null;
  readonly kind: PlaceKind;
  readonly name: string;
  readonly code: string | null;
  readonly shortCode: string;
  readonly sort: number;
  readonly floors: number | null;
  readonly heightM: number | null;
  readonly reportsAs: ReportsAs | null;
  readonly managed: boolean | null;
  /** Ids from the street down to this place. */
  readonly path: readonly string[];
  readonly openedOn: Day;
  readonly closedOn: Day | null;
  readonly mergedInto: string | null;
  readonly isCell: boolean;
  /** Open dwellings directly under it. */
  readonly dwellings: number;
  readonly version: number;
  /** The grid a cell is in from the last dated change on; null for what is not a cell. */
  readonly gridId: string | null;
}

/** An open grid. */
export interface Grid {
  readonly id: string;
  readonly communityId: string;
  readonly name: string;
}

/**
 * What a rule is given. `places`: every place the command names with its ancestors, its compound with all below, and
 * whatever lies below it; `grids`: the open grids of the communities among them.
 */
export interface Surroundings {
  readonly places: readonly Place[];
  readonly grids: readonly Grid[];
  readonly today: Day;
  readonly newId: () => string;
}

export type PlaceChange =
  | 'added'
  | 'renamed'
  | 'edited'
  | 'moved'
  | 'merged'
  | 'split'
  | 'closed'
  | 'reopened'
  | 'removed'
  | 'switched'
  | 'cells';

export interface PlaceWrite {
  readonly change: PlaceChange;
  readonly after: Place;
}

/** What a command changes, decided; the store carries it out as it stands. */
export interface Plan {
  readonly places: readonly PlaceWrite[];
  /** Places moved with all below: their paths begin with `to` where they began with `from`. */
  readonly paths: readonly { readonly from: readonly string[]; readonly to: readonly string[] }[];
  /** Cells whose grid changes from today on; null: it is no cell any more. */
  readonly cells: readonly { readonly cellId: string; readonly gridId: string | null }[];
  readonly newGrids: readonly Grid[];
  readonly aliases: readonly { readonly id: string; readonly placeId: string; readonly name: string }[];
  /** Open dwellings that change their place; `ids` null: all of them. */
  readonly dwellings: readonly {
    readonly from: string;
    readonly to: string;
    readonly ids: readonly string[] | null;
  }[];
}

/** The community a place belongs to; null for the street and for sites directly under it. */
export function communityOf(place: Pick<Place, 'kind' | 'path'>): string | null {
  const found = place.path[1] ?? null;
  return place.kind === 'site' && place.path.length === 2 ? null : found;
}
