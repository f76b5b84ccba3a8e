import { must } from '@linli/core/kernel';
import { firstDay, type PlacesCommand, placesProblem, type Written } from '@linli/core/places';
import type { Change, CommandContext, Outcome } from '../../../platform/command/command.ts';
import { lockTree } from '../tree/store.ts';
import {
  countCompounds,
  countMembersFrom,
  findSectorsOf,
  getSector,
  insertSector,
  type SectorRecord,
  setSector,
  updateSector,
} from './store.ts';

export async function addSector(
  { tx, streetId, now }: CommandContext,
  input: PlacesCommand<'places.add-sector'>,
): Promise<Outcome<Written>> {
  const { today } = await lockTree(tx, streetId, now);
  await insertSector(tx, streetId, today, { id: input.sectorId, name: input.name, sort: input.sort ?? 0 });
  return outcome(
    'places.add-sector',
    { id: input.sectorId, version: 1 },
    input.reason,
    { name: input.name },
    'added',
  );
}

export async function renameSector(
  { tx, streetId }: CommandContext,
  input: PlacesCommand<'places.rename-sector'>,
): Promise<Outcome<Written>> {
  const sector = await openSector({ tx, streetId }, input.sectorId);
  const written = await updateSector(tx, streetId, { ...sector, version: input.version, name: input.name });
  return outcome('places.rename-sector', written, input.reason, { was: sector.name, name: input.name });
}

/** Answers the sector, or, where the compounds leave all of them, the street with version 1. */
export async function assignCompounds(
  { tx, streetId, now }: CommandContext,
  input: PlacesCommand<'places.assign-compounds'>,
): Promise<Outcome<Written>> {
  const { today } = await lockTree(tx, streetId, now);
  const day = must(firstDay(input.from, today));
  const sector = input.sectorId === null ? null : await openSector({ tx, streetId }, input.sectorId);
  const compoundIds = [...new Set(input.compoundIds)];
  const found = await countCompounds(tx, streetId, compoundIds);
  if (found < compoundIds.length)
    throw placesProblem('places.not_compounds', { count: compoundIds.length - found });
  const left = await findSectorsOf(tx, streetId, compoundIds, today);
  await setSector(tx, streetId, day, input.sectorId, compoundIds);
  const reply = sector ? { id: sector.id, version: sector.version } : { id: streetId, version: 1 };
  const changed = new Set([...(sector ? [sector.id] : []), ...left]);
  const details = { name: sector?.name ?? null, compounds: compoundIds.length, from: day };
  return {
    reply,
    audit: [entry('places.assign-compounds', sector?.id ?? null, input.reason, details)],
    changes: [...changed].map((id) => ({ kind: 'sector', id, operation: 'changed' })),
  };
}

export async function closeSector(
  { tx, streetId, now }: CommandContext,
  input: PlacesCommand<'places.close-sector'>,
): Promise<Outcome<Written>> {
  const { today } = await lockTree(tx, streetId, now);
  const sector = await openSector({ tx, streetId }, input.sectorId);
  const compounds = await countMembersFrom(tx, streetId, sector.id, today);
  if (compounds > 0) throw placesProblem('places.sector_in_use', { compounds });
  const written = await updateSector(tx, streetId, { ...sector, version: input.version, closedOn: today });
  return outcome('places.close-sector', written, input.reason, { name: sector.name });
}

async function openSector(
  { tx, streetId }: Pick<CommandContext, 'tx' | 'streetId'>,
  id: string,
): Promise<SectorRecord> {
  const sector = await getSector(tx, streetId, id);
  if (sector.closedOn !== null) throw placesProblem('places.sector_closed');
  return sector;
}

function entry(
  action: string,
  id: string | null,
  reason: string | undefined,
  details: Record<string, unknown>,
) {
  return { action, targetKind: 'sector', targetId: id, reason: reason ?? null, details };
}

function outcome(
  action: string,
  sector: Written,
  reason: string | undefined,
  details: Record<string, unknown>,
  operation: Change['operation'] = 'changed',
): Outcome<Written> {
  return {
    reply: { id: sector.id, version: sector.version },
    audit: [entry(action, sector.id, reason, details)],
    changes: [{ kind: 'sector', id: sector.id, operation }],
  };
}
