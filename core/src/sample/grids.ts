import type { Chance } from './chance.ts';
import type { SampleCell, SampleGrid } from './shapes.ts';

/** Households a grid should have (product: warn outside 150–500), and what the sample aims at. */
const smallest = 150;
const largest = 500;
const wished = 330;
/** A grid that ends inside a compound costs as much as one that is 70 households off. */
const cutCost = 70 ** 2;

interface Block {
  readonly cells: readonly SampleCell[];
  readonly compoundId: string;
  readonly dwellings: number;
}

/** Draws the grids of one community: runs of neighbouring buildings, ends between compounds where that fits. */
export function drawGrids(chance: Chance, communityId: string, cells: readonly SampleCell[]): SampleGrid[] {
  return cut(blocksOf(cells)).map((blocks, index) => ({
    id: chance.id(),
    communityId,
    name: `第${index + 1}网格`,
    sort: index + 1,
    cellIds: blocks.flatMap((block) => block.cells.map((cell) => cell.id)),
  }));
}

/** The units of one building stay together. */
function blocksOf(cells: readonly SampleCell[]): Block[] {
  return [...Map.groupBy(cells, (cell) => cell.buildingId).values()].map((together) => ({
    cells: together,
    compoundId: together[0]?.compoundId ?? '',
    dwellings: together.reduce((sum, cell) => sum + cell.dwellings, 0),
  }));
}

/** Cuts the row of blocks into grids at the least total cost; `best[end]` is the cheapest way to cut what comes before. */
function cut(blocks: readonly Block[]): Block[][] {
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let end = 1; end <= blocks.length; end += 1) {
    let cheapest = { cost: Number.POSITIVE_INFINITY, from: end - 1 };
    let size = 0;
    for (let from = end - 1; from >= 0; from -= 1) {
      size += blocks[from]?.dwellings ?? 0;
      if (size > largest) break;
      const inside = end < blocks.length && blocks[end - 1]?.compoundId === blocks[end]?.compoundId;
      const cost = (best[from]?.cost ?? 0) + (size - wished) ** 2 + (inside ? cutCost : 0);
      if (size >= smallest && cost < cheapest.cost) cheapest = { cost, from };
    }
    best.push(cheapest);
  }
  const grids: Block[][] = [];
  for (let end = blocks.length; end > 0; end = best[end]?.from ?? 0) {
    grids.unshift(blocks.slice(best[end]?.from ?? 0, end));
  }
  return grids;
}
