import type { StatusLevel } from '@linli/core/kernel';
import type { PlaceKind } from '@linli/core/places';

/** A place or set that has a status, with the wholes it is directly part of. */
export interface SpineNode {
  readonly id: string;
  readonly level: StatusLevel;
  readonly name: string;
  readonly wholes: readonly string[];
}

export interface SpinePlace {
  readonly id: string;
  readonly parentId: string | null;
  readonly kind: PlaceKind;
  readonly name: string;
  readonly isCell: boolean;
  /** Of an image of the past: the grid it was put into; null now, where the dated sets say it. */
  readonly gridId: string | null;
}

export interface SpineGrid {
  readonly id: string;
  readonly name: string;
  readonly communityId: string;
}

export interface SpineParts {
  readonly places: readonly SpinePlace[];
  readonly grids: readonly SpineGrid[];
  /** `there`: in that grid at the end of the day. */
  readonly cells: readonly { readonly id: string; readonly gridId: string; readonly there: boolean }[];
  readonly sectors: readonly { readonly id: string; readonly name: string }[];
  readonly compounds: readonly { readonly id: string; readonly sectorId: string }[];
}

/** The nodes these parts make, wholes before their parts, in the order the parts come in. */
export function spineOf({ places, grids, cells, sectors, compounds }: SpineParts): SpineNode[] {
  const below = Map.groupBy(places, ({ parentId }) => parentId);
  const under = (parent: SpinePlace, kind: PlaceKind) =>
    (below.get(parent.id) ?? []).filter((place) => place.kind === kind);
  const [street] = below.get(null) ?? [];
  if (!street) return [];
  const communities = under(street, 'community');
  const estates = communities.flatMap((community) => under(community, 'compound'));
  const gridOf = new Map(cells.map(({ id, gridId }) => [id, gridId]));
  const sectorOf = new Map(compounds.map(({ id, sectorId }) => [id, sectorId]));
  const filled = new Set(cells.filter(({ there }) => there).map(({ gridId }) => gridId));
  const gridsIn = Map.groupBy(
    grids.filter(({ id }) => filled.has(id)),
    ({ communityId }) => communityId,
  );
  const node = (
    level: StatusLevel,
    { id, name }: { id: string; name: string },
    wholes: (string | null | undefined)[],
  ) => ({
    ...{ id, level, name },
    wholes: wholes.filter((whole) => whole !== null && whole !== undefined),
  });
  const cellNode = (compound: SpinePlace, place: SpinePlace, name: string) =>
    node('cell', { id: place.id, name }, [compound.id, gridOf.get(place.id) ?? place.gridId]);
  return [
    node('street', street, []),
    ...sectors.map((sector) => node('sector', sector, [street.id])),
    ...communities.map((community) => node('community', community, [street.id])),
    ...communities.flatMap(({ id }) => (gridsIn.get(id) ?? []).map((grid) => node('grid', grid, [id]))),
    ...estates.map((compound) => node('compound', compound, [compound.parentId, sectorOf.get(compound.id)])),
    ...estates.flatMap((compound) =>
      under(compound, 'building').flatMap((building) => [
        ...(building.isCell ? [cellNode(compound, building, building.name)] : []),
        ...under(building, 'unit')
          .filter(({ isCell }) => isCell)
          .map((unit) => cellNode(compound, unit, `${building.name}${unit.name}`)),
      ]),
    ),
  ];
}
