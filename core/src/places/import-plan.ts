import { planBuildings } from './import-buildings.ts';
import { planCommunities } from './import-communities.ts';
import type { ImportKind, ImportMakes } from './import-kinds.ts';
import type { ImportPlan, RowOutcome } from './import-outcome.ts';
import type { RowProblem } from './import-reasons.ts';
import type { RowIntent } from './import-row.ts';
import { type ImportContext, type ImportTree, isStep, type Steps, TreeIndex } from './import-tree.ts';

export interface ImportCheck extends ImportPlan {
  readonly good: readonly RowIntent[];
  /** By row, then as found. */
  readonly problems: readonly RowProblem[];
}

/**
 * Plans a table against the tree. Bad rows are left out and the rest is planned again until every row fits, so that no
 * good row leans on what a bad one said: carrying out the good rows alone comes to the same plan.
 */
export function* planImport(
  kind: ImportKind,
  intents: readonly RowIntent[],
  tree: ImportTree,
  context: ImportContext,
): Steps<ImportCheck> {
  const index = yield* TreeIndex.of(tree, context);
  const planRows = kind === 'communities' ? planCommunities : planBuildings;
  const problems: RowProblem[] = [];
  let good = intents;
  for (;;) {
    const draft = yield* planRows(good, index, context);
    if (draft.problems.length === 0) {
      return { ...draft, good, problems: problems.sort((a, b) => a.row - b.row) };
    }
    problems.push(...draft.problems);
    const bad = new Set(draft.problems.map((problem) => problem.row));
    good = good.filter(({ row }) => !bad.has(row));
  }
}

/** How much of what a plan makes. */
export function makesOf({ plan, doors }: Pick<ImportPlan, 'plan' | 'doors'>): Record<ImportMakes, number> {
  const makes = { community: 0, compound: 0, building: 0, unit: 0, grid: 0, dwelling: 0, alias: 0 };
  for (const { change, after } of plan.places) {
    if (change === 'added' && after.kind !== 'street' && after.kind !== 'site') makes[after.kind] += 1;
  }
  makes.grid = plan.newGrids.length;
  makes.dwelling = doors.reduce((sum, { floors, perFloor }) => sum + floors * perFloor, 0);
  makes.alias = plan.aliases.length;
  return makes;
}

/** Places that are there already and change: written anew, or only put into another grid. */
export function changedBy({ before, moved }: Pick<ImportPlan, 'before' | 'moved'>): number {
  return new Set([...before.keys(), ...moved.map(({ cellId }) => cellId)]).size;
}

/** Rows of each outcome, in steps because tables are long. */
export function* countOutcomes(outcomes: ReadonlyMap<number, RowOutcome>): Steps<Record<RowOutcome, number>> {
  const counts = { new: 0, changed: 0, unchanged: 0 };
  let at = 0;
  for (const outcome of outcomes.values()) {
    counts[outcome] += 1;
    if (isStep(at)) yield;
    at += 1;
  }
  return counts;
}
