import type { ImportDraft, ImportPlan } from './import-outcome.ts';
import { type Resolved, resolveRow } from './import-resolve.ts';
import type { RowIntent } from './import-row.ts';
import { BuildingRows } from './import-rows.ts';
import { settleBuildings } from './import-settle.ts';
import { type ImportContext, isStep, type Steps, type TreeIndex } from './import-tree.ts';

const nothing: ImportPlan = {
  plan: { places: [], paths: [], cells: [], newGrids: [], aliases: [], dwellings: [] },
  ...{ doors: [], before: new Map(), moved: [], outcomes: new Map() },
};

/** Plans a list of buildings; what is refused names its row, and the rest of the plan must then be made again. */
export function* planBuildings(
  intents: readonly RowIntent[],
  index: TreeIndex,
  context: ImportContext,
): Steps<ImportDraft> {
  const rows = new BuildingRows(index);
  const resolved: Resolved[] = [];
  for (const [at, intent] of intents.entries()) {
    if (isStep(at)) yield;
    const row = resolveRow(index, intent, rows.refuser(intent.row));
    if (!row) continue;
    resolved.push(row);
    rows.judgeAlone(row);
  }
  // First without the rows that are wrong in themselves: what they say must not make others wrong.
  if (rows.problems.length > 0) return { ...nothing, problems: rows.problems };
  yield* forEach(resolved, (row) => rows.groups.gather(row));
  yield* forEach(resolved, (row) => rows.groups.gatherGrid(row, true));
  yield* forEach(resolved, (row) => rows.groups.gatherGrid(row, false));
  yield* forEach(resolved, (row) => rows.take(row));
  // A plan that will be made again without the refused rows is not worked out.
  if (rows.problems.length > 0) return { ...nothing, problems: rows.problems };
  return { ...(yield* settleBuildings(rows, index, context)), problems: [] };
}

function* forEach<Item>(items: readonly Item[], run: (item: Item) => void): Steps<void> {
  for (const [at, item] of items.entries()) {
    if (isStep(at)) yield;
    run(item);
  }
}
