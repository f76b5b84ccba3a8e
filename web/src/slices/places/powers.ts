import type { ScopeTarget } from '@linli/core/kernel';
import { type PlaceDetail, placesPolicy } from '@linli/core/places';
import { usePowers, useStreet } from '../accounts/index.ts';

/** What this person may do with one place. */
export interface PlacePowers {
  /** Change the place itself. */
  readonly edit: boolean;
  /** Put something below it. */
  readonly addBelow: boolean;
  readonly grids: boolean;
  readonly readDwellings: boolean;
  readonly editDwellings: boolean;
}

export function usePlacePowers(place: PlaceDetail): PlacePowers {
  const street = useStreet();
  const { may } = usePowers();
  const target: ScopeTarget = {
    streetId: street.id,
    path: [...place.ancestors.map(({ id }) => id), place.id],
    gridId: place.gridId,
    sectorId: place.sector?.id ?? null,
  };
  const high = place.kind === 'street' || place.kind === 'community';
  return {
    edit: may(high ? placesPolicy.editCommunities : placesPolicy.edit, target),
    addBelow: may(place.kind === 'street' ? placesPolicy.editCommunities : placesPolicy.edit, target),
    grids: may(placesPolicy.grids, target),
    readDwellings: may(placesPolicy.readDwellings, target),
    editDwellings: may(placesPolicy.editDwellings, target),
  };
}
