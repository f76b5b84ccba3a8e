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
  readonly cells: readonly { readonly id: string; readonly gridId: string }[];
  readonly sectors: readonly { readonly id: string; readonly name: string }[];
  readonly compounds: readonly { readonly id: string; readonly sectorId: string }[];
}

/** The nodes these parts make, wholes before their parts, in the order the parts come in. A grid without cells is none. */
export function spineOf({ places, grids, cells, sectors, compounds }: SpineParts): SpineNode[] {
  const below = Map.groupBy(places, ({ parentId }) => parentId);
  const under = (id: string, kind: PlaceKind) => (below.get(id) ?? []).filter((place) => place.kind === kind);
  const street = below.get(null)?.[0];
  if (!street) return [];
  const communities = under(street.id, 'community');
  const estates = communities.flatMap(({ id }) => under(id, 'compound'));
  const cellNodes = cellsOf(estates, below, new Map(cells.map(({ id, gridId }) => [id, gridId])));
  const filled = new Set(cellNodes.map(({ wholes }) => wholes[1]));
  const gridsIn = Map.groupBy(grids, ({ communityId }) => communityId);
  const sectorOf = new Map(compounds.map(({ id, sectorId }) => [id, sectorId]));
  const open = new Set(sectors.map(({ id }) => id));
  return [
    { id: street.id, level: 'street', name: street.name, wholes: [] },
    ...sectors.map(({ id, name }) => ({ id, level: 'sector' as const, name, wholes: [street.id] })),
    ...communities.map(({ id, name }) => ({ id, level: 'community' as const, name, wholes: [street.id] })),
    ...communities.flatMap((community) =>
      (gridsIn.get(community.id) ?? [])
        .filter(({ id }) => filled.has(id))
        .map(({ id, name }) => ({ id, level: 'grid' as const, name, wholes: [community.id] })),
    ),
    ...estates.map(({ id, name, parentId }) => {
      const sector = sectorOf.get(id) ?? '';
      const wholes = [parentId ?? street.id, ...(open.has(sector) ? [sector] : [])];
      return { id, level: 'compound' as const, name, wholes };
    }),
    ...cellNodes,
  ];
}

/** Each part of its compound, then of its grid. There are thousands: no list is made that is not kept. */
function cellsOf(
  estates: readonly SpinePlace[],
  below: ReadonlyMap<string | null, readonly SpinePlace[]>,
  gridOf: ReadonlyMap<string, string>,
): SpineNode[] {
  const nodes: SpineNode[] = [];
  const add = (compound: SpinePlace, { id, isCell, gridId }: SpinePlace, name: string) => {
    if (!isCell) return;
    const grid = gridOf.get(id) ?? gridId;
    nodes.push({ id, level: 'cell', name, wholes: grid === null ? [compound.id] : [compound.id, grid] });
  };
  for (const compound of estates) {
    for (const building of below.get(compound.id) ?? []) {
      if (building.kind !== 'building') continue;
      add(compound, building, building.name);
      for (const unit of below.get(building.id) ?? []) add(compound, unit, building.name + unit.name);
    }
  }
  return nodes;
}
