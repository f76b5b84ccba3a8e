import { Chance } from './chance.ts';
import { drawGrids } from './grids.ts';
import { growLines } from './lines.ts';
import { growSpine, type Spine } from './places.ts';
import { sectorPlans, streetPlan } from './plan.ts';
import type { SampleSector, SampleStreet } from './shapes.ts';
import { appointStaff } from './staff.ts';

/** The street that the first-run page and `import sample` load. */
export const sampleSeed = 2022;

/**
 * 职工新街街道 with its nine real communities; compounds, buildings, doors, grids and people are invented. 600 cells and
 * 24,000 households (±2 %) whatever the seed; the same seed gives the same street to the last id. Knows no date: who
 * stores it says from which day on it holds.
 */
export function sampleStreet(seed: number = sampleSeed): SampleStreet {
  const chance = new Chance(seed);
  const spine = growSpine(chance);
  const grids = spine.communities.flatMap(({ place }) =>
    drawGrids(
      chance,
      place.id,
      spine.cells.filter((cell) => cell.communityId === place.id),
    ),
  );
  const sectors = drawSectors(chance, spine);
  return {
    id: spine.street.id,
    name: streetPlan.name,
    code: streetPlan.code,
    places: spine.places,
    dwellings: spine.dwellings,
    aliases: spine.aliases,
    grids,
    sectors,
    nodes: growLines(chance, spine, grids),
    staff: appointStaff(chance, spine, grids, sectors),
  };
}

function drawSectors(chance: Chance, spine: Spine): SampleSector[] {
  let first = 0;
  return sectorPlans.map((plan, index) => {
    const communityIds = spine.communities
      .slice(first, first + plan.communities)
      .map(({ place }) => place.id);
    first += plan.communities;
    const compoundIds = spine.places
      .filter((place) => place.kind === 'compound' && communityIds.includes(place.parentId ?? ''))
      .map((place) => place.id);
    return { id: chance.id(), name: plan.name, sort: index + 1, communityIds, compoundIds };
  });
}
