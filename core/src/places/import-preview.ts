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
  readonly #places: Map<string, Place>;
  readonly #grids: ReadonlyMap<string, string>;

  constructor(newGrids: readonly Grid[], tree: Pick<ImportTree, 'places' | 'grids'>) {
    this.#places = new Map(tree.places.map((place) => [place.id, place]));
    this.#grids = new Map([...tree.grids, ...newGrids].map(({ id, name }) => [id, name]));
  }

  of(plan: ImportPlan['plan'], before: ImportPlan['before']): { rows: ImportPreviewRow[]; more: boolean } {
    const grids = new Map(plan.cells.map(({ cellId, gridId }) => [cellId, gridId]));
    const written = new Map(plan.places.map(({ after }) => [after.id, after]));
    const onlyMoved = [...grids.keys()].filter((id) => !written.has(id));
    const wanted = [...written.keys(), ...onlyMoved];
    for (const [at, id] of wanted.entries()) {
      if (this.#rows.length >= mostPreviewRows) return { rows: this.#rows, more: at < wanted.length };
      const place = written.get(id) ?? this.#places.get(id);
      if (!place) continue;
      const known = this.#places.get(id);
      const gridId = grids.get(id) ?? null;
      this.#add(place, written, {
        state: known ? 'changed' : 'new',
        dwellings: place.dwellings - (before.get(id)?.dwellings ?? known?.dwellings ?? 0),
        grid: gridId === null ? null : (this.#grids.get(gridId) ?? null),
      });
    }
    return { rows: this.#rows, more: false };
  }

  #add(
    place: Place,
    written: ReadonlyMap<string, Place>,
    news: Pick<ImportPreviewRow, 'state' | 'dwellings' | 'grid'>,
  ): number {
    const known = this.#keys.get(place.id);
    if (known !== undefined) return this.#tell(known, news);
    const parentId = place.parentId ?? '';
    const parent = written.get(parentId) ?? this.#places.get(parentId);
    const above = parent ? this.#add(parent, written, { state: 'same', dwellings: 0, grid: null }) : null;
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
