import type { PlacesCommand, Written } from '@linli/core/places';
import type { CommandContext, Outcome } from '../../../platform/command/command.ts';
import { deleteAlias, insertAlias } from './store.ts';

export async function addAlias(
  { tx, streetId }: CommandContext,
  input: PlacesCommand<'places.add-alias'>,
): Promise<Outcome<Written>> {
  const place = await insertAlias(tx, streetId, input);
  return outcome('places.add-alias', place, input.reason, { alias: input.name });
}

export async function removeAlias(
  { tx, streetId }: CommandContext,
  input: PlacesCommand<'places.remove-alias'>,
): Promise<Outcome<Written>> {
  const place = await deleteAlias(tx, streetId, input.aliasId, input.placeId);
  return outcome('places.remove-alias', place, input.reason, { aliasId: input.aliasId });
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
