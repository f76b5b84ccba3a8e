import type { PlaceKind, ReportsAs } from './kinds.ts';

/** GB 50016 (建筑设计防火规范) 5.1.1: a dwelling house above 27 m is a high-rise. */
const highRiseM = 27;
/** Storey height where only the floors are known. Our proposal, near GB 50096's 2.8 m plus the slab. */
const storeyM = 3;

/**
 * How a building should report by its height: each unit of a high-rise, a low-rise as a whole. Null when neither height
 * nor floors is known. `heightM`: metres to the roof; it goes before `floors`.
 */
export function suggestReportsAs(building: {
  heightM: number | null;
  floors: number | null;
}): ReportsAs | null {
  const height = building.heightM ?? (building.floors === null ? null : building.floors * storeyM);
  if (height === null) return null;
  return height > highRiseM ? 'unit' : 'building';
}

/**
 * Whether a place is a cell. A building that reports unit by unit is still the cell itself as long as it has no open
 * unit, so that every open building contributes at least one cell and no dwelling is outside all of them.
 *
 * `building`: of a unit, the building it stands in; `openUnits`: of a building, how many of its units are open.
 */
export function isCell(
  place: { kind: PlaceKind; closedOn: string | null; reportsAs: ReportsAs | null },
  building: { reportsAs: ReportsAs | null } | null,
  openUnits: number,
): boolean {
  if (place.closedOn !== null) return false;
  if (place.kind === 'building') return place.reportsAs === 'building' || openUnits === 0;
  return place.kind === 'unit' && building?.reportsAs === 'unit';
}

/** Households a grid should have (product: 150–500). Outside it the office is warned, never refused. */
export const gridHouseholds = { least: 150, most: 500 } as const;

/**
 * Whether a grid is too small or too large. Counted in dwellings, which are known before the people behind them are.
 * A grid without any is being set up: no warning.
 */
export function gridSizeWarning(dwellings: number): 'small' | 'large' | null {
  if (dwellings === 0) return null;
  if (dwellings < gridHouseholds.least) return 'small';
  return dwellings > gridHouseholds.most ? 'large' : null;
}
