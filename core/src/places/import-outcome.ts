import type { RowProblem } from './import-reasons.ts';
import type { Place, Plan } from './place.ts';

/** Dwellings made by rule: doors 01, 02 … `perFloor` on each floor from 1 to `floors`. */
export interface Doors {
  readonly placeId: string;
  readonly floors: number;
  readonly perFloor: number;
}

export type RowOutcome = 'new' | 'changed' | 'unchanged';

/** What the good rows come to. Short codes of new places are empty: whoever carries it out draws them. */
export interface ImportPlan {
  readonly plan: Plan;
  readonly doors: readonly Doors[];
  /** Places as they were, of those that are there already and change. */
  readonly before: ReadonlyMap<string, Place>;
  /** Those among them, and others, whose grid changes; null: they were, or become, no cell. */
  readonly moved: readonly {
    readonly cellId: string;
    readonly was: string | null;
    readonly is: string | null;
  }[];
  /** By row. */
  readonly outcomes: ReadonlyMap<number, RowOutcome>;
}

export interface ImportDraft extends ImportPlan {
  readonly problems: readonly RowProblem[];
}
