import type { PlacesCommand } from './contract.ts';
import type { Draft } from './draft.ts';
import { dwellingKinds } from './kinds.ts';
import type { Place } from './place.ts';
import { placesProblem } from './problems.ts';
import { settle } from './settle.ts';

/**
 * Everything below the place and its dwellings go to the other one; it is closed and points there, and its name stays
 * findable as an alias. Two of one kind only. Doors that both have are for the store to find: it alone sees them.
 */
export function mergePlace(draft: Draft, command: PlacesCommand<'places.merge'>): void {
  if (command.placeId === command.intoId) throw placesProblem('places.merge_self');
  const place = draft.movable(command.placeId, command.version);
  const into = draft.movable(command.intoId, command.intoVersion);
  if (place.kind !== into.kind) throw placesProblem('places.merge_kind');
  const children = draft.openChildren(place.id);
  const taken = new Set(draft.openChildren(into.id).map((child) => child.name));
  const clashes = children.filter((child) => taken.has(child.name)).map((child) => child.name);
  if (clashes.length > 0)
    throw placesProblem('places.merge_names', { names: clashes.slice(0, 10).join('、') });

  for (const child of children) draft.hang(child, into.id, 'moved');
  if (place.dwellings > 0) draft.dwellings.push({ from: place.id, to: into.id, ids: null });
  draft.change(into.id, { dwellings: into.dwellings + place.dwellings }, 'merged');
  draft.change(place.id, { closedOn: draft.today, mergedInto: into.id, dwellings: 0 }, 'merged');
  draft.aliases.push({ id: draft.newId(), placeId: into.id, name: place.name });
  settle(draft, command.gridId);
}

/** A new sibling of the same kind takes the chosen children or dwellings. */
export function splitPlace(
  draft: Draft,
  command: PlacesCommand<'places.split'> & { readonly shortCode: string },
): void {
  const place = draft.movable(command.placeId, command.version);
  const childIds = new Set(command.childIds);
  const dwellingIds = [...new Set(command.dwellingIds)];
  if (childIds.size + dwellingIds.length === 0) throw placesProblem('places.split_nothing');
  const children = draft.openChildren(place.id).filter((child) => childIds.has(child.id));
  const strangers = childIds.size - children.length + strangeDwellings(place, dwellingIds.length);
  if (strangers > 0) throw placesProblem('places.split_strangers', { name: place.name, count: strangers });

  draft.add(newSibling(draft, place, command, dwellingIds.length), 'split');
  draft.change(place.id, { dwellings: place.dwellings - dwellingIds.length }, 'split');
  for (const child of children) draft.hang(child, command.newPlaceId, 'moved');
  if (dwellingIds.length > 0)
    draft.dwellings.push({ from: place.id, to: command.newPlaceId, ids: dwellingIds });
  settle(draft, command.gridId);
}

function strangeDwellings(place: Place, chosen: number): number {
  const held = dwellingKinds.includes(place.kind) ? place.dwellings : 0;
  return Math.max(0, chosen - held);
}

function newSibling(
  draft: Draft,
  place: Place,
  command: { newPlaceId: string; name: string; shortCode: string },
  dwellings: number,
): Place {
  return {
    ...place,
    id: command.newPlaceId,
    name: command.name,
    // The state gives a new community its own code.
    code: null,
    shortCode: command.shortCode,
    path: [...place.path.slice(0, -1), command.newPlaceId],
    openedOn: draft.today,
    isCell: false,
    dwellings,
    version: 1,
    gridId: null,
  };
}
