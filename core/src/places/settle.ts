import { isCell } from './cells.ts';
import { communityOfCell, type Draft } from './draft.ts';
import type { Place } from './place.ts';
import { placesProblem } from './problems.ts';

/**
 * Makes the draft whole after a change: which places are cells follows from the buildings, every cell is in a grid of
 * its own community, and no building has dwellings beside its units.
 *
 * `gridId`: the grid chosen for cells that have none in their community. Throws `places.grid_required`,
 * `places.grid_elsewhere`, `places.doors_beside_units`.
 */
export function settle(draft: Draft, gridId?: string): void {
  for (const place of draft.all()) settleCell(draft, place);
  for (const cell of draft.all().filter((place) => place.isCell)) {
    if (inOwnCommunity(draft, cell)) continue;
    draft.setGrid(cell.id, chooseGrid(draft, cell, gridId));
  }
}

function settleCell(draft: Draft, place: Place): void {
  if (place.kind !== 'building' && place.kind !== 'unit') return;
  const units = place.kind === 'building' ? draft.openChildren(place.id).length : 0;
  if (units > 0 && place.dwellings > 0)
    throw placesProblem('places.doors_beside_units', { name: place.name });
  const building = place.kind === 'unit' && place.parentId ? draft.place(place.parentId) : null;
  const is = isCell(place, building, units);
  if (is !== place.isCell) draft.change(place.id, { isCell: is }, 'cells');
  if (!is && place.gridId !== null) draft.setGrid(place.id, null);
}

function inOwnCommunity(draft: Draft, cell: Place): boolean {
  return draft.gridsOf(communityOfCell(cell)).some((grid) => grid.id === cell.gridId);
}

/**
 * The grid of a new cell: the chosen one; else the one its building was in; else the one its compound is in; else the
 * community's only one, which is made when there is none. Where that leaves more than one, a person chooses.
 */
function chooseGrid(draft: Draft, cell: Place, chosen: string | undefined): string {
  const community = communityOfCell(cell);
  const open = draft.gridsOf(community);
  if (chosen !== undefined) {
    if (!open.some((grid) => grid.id === chosen)) throw placesProblem('places.grid_elsewhere');
    return chosen;
  }
  const [first, ...others] = open;
  if (!first) return draft.firstGrid(community).id;
  if (others.length === 0) return first.id;
  const ids = open.map((grid) => grid.id);
  const ofBuilding = gridsBefore(draft, cell).filter((id) => ids.includes(id));
  const candidates =
    ofBuilding.length > 0 ? ofBuilding : gridsInCompound(draft, cell).filter((id) => ids.includes(id));
  const [only, ...more] = new Set(candidates);
  if (only === undefined || more.length > 0) throw placesProblem('places.grid_required', { name: cell.name });
  return only;
}

/** Grids the cells of this cell's building were in before the command. */
function gridsBefore(draft: Draft, cell: Place): string[] {
  const buildingId = cell.path[3];
  return draft.all().flatMap((place) => {
    const before = draft.before(place.id);
    return before?.gridId && before.path[3] === buildingId ? [before.gridId] : [];
  });
}

function gridsInCompound(draft: Draft, cell: Place): string[] {
  const compoundId = cell.path[2];
  return draft.all().flatMap((place) => {
    return place.isCell && place.gridId && place.path[2] === compoundId ? [place.gridId] : [];
  });
}
