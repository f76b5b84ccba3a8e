import { type PlacesCommand, placesProblem, type Written } from '@linli/core/places';
import type { CommandContext, Outcome } from '../../../platform/command/command.ts';
import { lockTree } from '../tree/store.ts';
import { closeDwelling, findHolder, insertDwellings, updateDwelling } from './store.ts';

// The counts of a place change only under the tree's lock: a merge in the same moment would overwrite them.

export async function addDwellings(
  { tx, streetId, now }: CommandContext,
  input: PlacesCommand<'places.add-dwellings'>,
): Promise<Outcome<Written>> {
  const [, holder] = await Promise.all([
    lockTree(tx, streetId, now),
    findHolder(tx, streetId, input.placeId),
  ]);
  if (!holder) throw placesProblem('places.dwelling_place');
  await insertDwellings(tx, streetId, input.placeId, input.dwellings);
  return outcome('places.add-dwellings', holder, input.reason, { count: input.dwellings.length });
}

export async function editDwelling(
  { tx, streetId }: CommandContext,
  input: PlacesCommand<'places.edit-dwelling'>,
): Promise<Outcome<Written>> {
  const { dwellingId, placeId, floor, door, use } = input;
  const place = await updateDwelling(tx, streetId, dwellingId, placeId, { floor, door, use });
  const fields = Object.entries({ floor, door, use }).flatMap(([field, value]) =>
    value === undefined ? [] : [field],
  );
  return outcome('places.edit-dwelling', place, input.reason, { dwellingId, fields });
}

export async function endDwelling(
  { tx, streetId, now }: CommandContext,
  input: PlacesCommand<'places.close-dwelling'>,
): Promise<Outcome<Written>> {
  const { today } = await lockTree(tx, streetId, now);
  const place = await closeDwelling(tx, streetId, input.dwellingId, input.placeId, today);
  return outcome('places.close-dwelling', place, input.reason, { dwellingId: input.dwellingId });
}

function outcome(
  action: string,
  place: Written,
  reason: string | undefined,
  details: Record<string, unknown>,
): Outcome<Written> {
  return {
    reply: place,
    audit: [{ action, targetKind: 'place', targetId: place.id, reason: reason ?? null, details }],
    changes: [{ kind: 'place', id: place.id, operation: 'changed' }],
  };
}
