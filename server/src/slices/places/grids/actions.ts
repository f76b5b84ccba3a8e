import { kernelProblem, must } from '@linli/core/kernel';
import { firstDay, type PlacesCommand, placesProblem, type Written } from '@linli/core/places';
import type { Change, CommandContext, Outcome } from '../../../platform/command/command.ts';
import { findSurroundings, lockTree } from '../tree/store.ts';
import {
  countCells,
  countMembersFrom,
  findGridsOf,
  type GridRecord,
  getGrid,
  insertGrids,
  setGrids,
  updateGrid,
} from './store.ts';

export async function addGrid(
  { tx, streetId, now }: CommandContext,
  input: PlacesCommand<'places.add-grid'>,
): Promise<Outcome<Written>> {
  const [{ today }, places] = await Promise.all([
    lockTree(tx, streetId, now),
    findSurroundings(tx, streetId, [input.communityId], []),
  ]);
  const community = places.find((place) => place.id === input.communityId);
  if (!community) throw kernelProblem('thing.unknown');
  if (community.kind !== 'community') throw placesProblem('places.grid_parent');
  if (community.closedOn !== null) throw placesProblem('places.closed', { name: community.name });
  const grid = { id: input.gridId, communityId: input.communityId, name: input.name, sort: input.sort ?? 0 };
  await insertGrids(tx, streetId, today, [grid]);
  const details = { name: input.name, communityId: input.communityId };
  return outcome('places.add-grid', { id: input.gridId, version: 1 }, input.reason, details, 'added');
}

export async function renameGrid(
  { tx, streetId }: CommandContext,
  input: PlacesCommand<'places.rename-grid'>,
): Promise<Outcome<Written>> {
  const grid = await openGrid({ tx, streetId }, input.gridId);
  const written = await updateGrid(tx, streetId, { ...grid, version: input.version, name: input.name });
  return outcome('places.rename-grid', written, input.reason, { was: grid.name, name: input.name });
}

export async function assignCells(
  { tx, streetId, now }: CommandContext,
  input: PlacesCommand<'places.assign-cells'>,
): Promise<Outcome<Written>> {
  const { today } = await lockTree(tx, streetId, now);
  const day = must(firstDay(input.from, today));
  const grid = await openGrid({ tx, streetId }, input.gridId);
  const cellIds = [...new Set(input.cellIds)];
  const found = await countCells(tx, streetId, grid.communityId, cellIds);
  if (found < cellIds.length) throw placesProblem('places.not_cells', { count: cellIds.length - found });
  const left = await findGridsOf(tx, streetId, cellIds, today);
  await setGrids(
    tx,
    streetId,
    day,
    cellIds.map((cellId) => ({ cellId, gridId: grid.id })),
  );
  const details = { name: grid.name, cells: cellIds.length, from: day };
  const written = outcome('places.assign-cells', grid, input.reason, details);
  const others = left
    .filter((id) => id !== grid.id)
    .map((id) => ({ kind: 'grid', id, operation: 'changed' as const }));
  return { ...written, changes: [...written.changes, ...others] };
}

export async function closeGrid(
  { tx, streetId, now }: CommandContext,
  input: PlacesCommand<'places.close-grid'>,
): Promise<Outcome<Written>> {
  const { today } = await lockTree(tx, streetId, now);
  const grid = await openGrid({ tx, streetId }, input.gridId);
  const cells = await countMembersFrom(tx, streetId, grid.id, today);
  if (cells > 0) throw placesProblem('places.grid_in_use', { cells });
  const written = await updateGrid(tx, streetId, { ...grid, version: input.version, closedOn: today });
  return outcome('places.close-grid', written, input.reason, { name: grid.name });
}

async function openGrid(
  { tx, streetId }: Pick<CommandContext, 'tx' | 'streetId'>,
  id: string,
): Promise<GridRecord> {
  const grid = await getGrid(tx, streetId, id);
  if (grid.closedOn !== null) throw placesProblem('places.closed', { name: grid.name });
  return grid;
}

function outcome(
  action: string,
  grid: Written,
  reason: string | undefined,
  details: Record<string, unknown>,
  operation: Change['operation'] = 'changed',
): Outcome<Written> {
  return {
    reply: { id: grid.id, version: grid.version },
    audit: [{ action, targetKind: 'grid', targetId: grid.id, reason: reason ?? null, details }],
    changes: [{ kind: 'grid', id: grid.id, operation }],
  };
}
