import { kernelProblem, may } from '@linli/core/kernel';
import {
  type ImportMade,
  type ImportMakes,
  type ImportWritten,
  type Place,
  placesImportProblem,
  placesPolicy,
  planUndo,
} from '@linli/core/places';
import type { CommandContext, Outcome } from '../../../platform/command/command.ts';
import { lockTree } from '../tree/store.ts';
import { carryOutInParts, changesOf, type ImportInput, placesInPart } from './commit.ts';
import { getImport, refreshCounts, setState } from './store.ts';
import { deleteDoors, deleteMade, findNow, findUses, findWritten, removePlaces } from './undo-store.ts';

type Written = readonly { readonly before: Place | null; readonly after: Place }[];

const mostTold = 50;

/** Takes an import back whole, or says what stands in the way and changes nothing. */
export async function undoImport(
  context: CommandContext,
  { importId, reason }: ImportInput,
): Promise<Outcome<ImportWritten>> {
  const { tx, streetId, actor, commandId, now } = context;
  const { today } = await lockTree(tx, streetId, now);
  const record = await getImport(tx, streetId, importId, 'lock');
  const { made, commandId: committedBy } = record;
  if (record.state !== 'committed' || !made || !committedBy) {
    throw placesImportProblem('places.import_not_committed');
  }
  const written = await findWritten(tx, streetId, committedBy);
  mustReach(context, written);
  const moved = made.cells.map(({ cellId }) => cellId);
  const ids = written.map(({ after }) => after.id);
  const fresh = written.flatMap(({ before, after }) => (before ? [] : [after.id]));
  const [current, uses] = await Promise.all([
    findNow(tx, streetId, [...ids, ...moved]),
    findUses(tx, streetId, { fresh, written: ids, reshaped: reshapedBy(written), made }),
  ]);
  const undo = planUndo({ written, made, now: current, uses, today });
  if ('obstacles' in undo) {
    const { obstacles } = undo;
    const count = new Set(obstacles.map(({ path }) => path)).size;
    throw placesImportProblem('places.import_in_use', { count }, obstacles.slice(0, mostTold));
  }
  // Also keeps the database from counting anew in the middle, when half of the rows are gone.
  if (written.length > placesInPart) await refreshCounts(tx);
  await deleteDoors(tx, streetId, made.doors);
  const stamp = { streetId, commandId, accountId: actor.accountId, reason: reason ?? null, today };
  const places = undo.plan.places.filter(({ change }) => change !== 'removed');
  await carryOutInParts(context, stamp, { ...undo.plan, places });
  await removePlaces(tx, stamp, fresh);
  await deleteMade(tx, streetId, made, today);
  await setState(tx, streetId, importId, 'undone');
  const reply: ImportWritten = {
    ...{ importId, state: 'undone', makes: makesOfWritten(written, made) },
    changed: new Set([...written.flatMap(({ before }) => before?.id ?? []), ...moved]).size,
  };
  return {
    reply,
    audit: [
      {
        ...{ action: 'places.undo-import', targetKind: 'place_import', targetId: importId },
        ...{ reason: reason ?? null, details: { makes: reply.makes, changed: reply.changed } },
      },
    ],
    changes: changesOf(importId, undo.plan.places),
  };
}

/** Whoever takes it back must answer for everything that it touched. */
function mustReach({ streetId, actor }: CommandContext, written: Written): void {
  const at = (path: readonly string[]) => ({ streetId, path, gridId: null, sectorId: null });
  const { edit, editCommunities } = placesPolicy;
  const reaches = written.every(({ after }) =>
    after.kind === 'community'
      ? may(actor, editCommunities, at([streetId]))
      : may(actor, edit, at(after.path)),
  );
  if (!reaches) throw kernelProblem('permission.missing');
}

/** Buildings that were there and whose cells are others since. */
function reshapedBy(written: Written): string[] {
  return written.flatMap(({ before, after }) => {
    if (after.kind !== 'building' || !before) return [];
    return before.isCell !== after.isCell || before.reportsAs !== after.reportsAs ? [after.id] : [];
  });
}

function makesOfWritten(written: Written, made: ImportMade): Record<ImportMakes, number> {
  const makes = { community: 0, compound: 0, building: 0, unit: 0, grid: 0, dwelling: 0, alias: 0 };
  for (const { before, after } of written) {
    if (!before && after.kind !== 'street' && after.kind !== 'site') makes[after.kind] += 1;
  }
  makes.grid = made.grids.length;
  makes.alias = made.aliases.length;
  makes.dwelling = made.doors.reduce((sum, { floors, perFloor }) => sum + floors * perFloor, 0);
  return makes;
}
