import type { ImportPreviewRow } from './import-contract.ts';
import { mostPreviewRows } from './import-contract.ts';
import type { ImportPlan } from './import-outcome.ts';
import type { ImportTree } from './import-tree.ts';
import type { Grid, Place } from './place.ts';

/** The new and changed places of a plan with what they hang on, parents first, as many as a page shows. */
export function previewOf(
  { plan, before }: Pick<ImportPlan, 'plan' | 'before'>,
  tree: Pick<ImportTree, 'places' | 'grids'>,
): { rows: ImportPreviewRow[]; more: boolean } {
  return new Preview(plan.newGrids, tree).of(plan, before);
}

class Preview {
  readonly #rows: ImportPreviewRow[] = [];
  readonly #keys = new Map<string, number>();
  readonly #tree: ReadonlyMap<string, Place>;
  /** As they will be; parents come before children. */
  readonly #planned = new Map<string, Place>();
  readonly #grids: ReadonlyMap<string, string>;

  constructor(newGrids: readonly Grid[], tree: Pick<ImportTree, 'places' | 'grids'>) {
    this.#tree = new Map(tree.places.map((place) => [place.id, place]));
    this.#grids = new Map([...tree.grids, ...newGrids].map(({ id, name }) => [id, name]));
  }

  of(plan: ImportPlan['plan'], before: ImportPlan['before']): { rows: ImportPreviewRow[]; more: boolean } {
    const grids = new Map(plan.cells.map(({ cellId, gridId }) => [cellId, gridId]));
    for (const { after } of plan.places) {
      if (this.#rows.length >= mostPreviewRows) return { rows: this.#rows, more: true };
      const known = this.#tree.get(after.id);
      this.#planned.set(after.id, after);
      this.#add(after, {
        state: known ? 'changed' : 'new',
        dwellings: after.dwellings - (before.get(after.id)?.dwellings ?? 0),
        grid: this.#gridName(grids.get(after.id)),
      });
      grids.delete(after.id);
    }
    // Cells that only change their grid.
    for (const [cellId, gridId] of grids) {
      if (this.#rows.length >= mostPreviewRows) return { rows: this.#rows, more: true };
      const cell = this.#tree.get(cellId);
      if (cell) this.#add(cell, { state: 'changed', dwellings: 0, grid: this.#gridName(gridId) });
    }
    return { rows: this.#rows, more: false };
  }

  #gridName(id: string | null | undefined): string | null {
    return id ? (this.#grids.get(id) ?? null) : null;
  }

  #add(place: Place, news: Pick<ImportPreviewRow, 'state' | 'dwellings' | 'grid'>): number {
    const known = this.#keys.get(place.id);
    if (known !== undefined) return this.#tell(known, news);
    const parentId = place.parentId ?? '';
    const parent = this.#planned.get(parentId) ?? this.#tree.get(parentId);
    const above = parent ? this.#add(parent, { state: 'same', dwellings: 0, grid: null }) : null;
    const key = this.#rows.length;
    this.#keys.set(place.id, key);
    this.#rows.push({ key, parentKey: above, kind: place.kind, name: place.name, ...news });
    return key;
  }

  /** A place that came in as a parent is told about when its own turn comes. */
  #tell(key: number, news: Pick<ImportPreviewRow, 'state' | 'dwellings' | 'grid'>): number {
    const row = this.#rows[key];
    if (row && news.state !== 'same') this.#rows[key] = { ...row, ...news };
    return key;
  }
}
