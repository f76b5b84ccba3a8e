import { uuidv7 } from '@linli/core/kernel';
import {
  changedBy,
  type ImportCheck,
  type ImportMade,
  type ImportWritten,
  isStep,
  makesOf,
  type PlaceWrite,
  type Plan,
  placesImportProblem,
  planImport,
  type RowIntent,
  readImportRow,
  type Steps,
} from '@linli/core/places';
import type { Change, CommandContext, Outcome } from '../../../platform/command/command.ts';
import { carryOut, freeShortCodes, lockTree, type Stamp } from '../tree/store.ts';
import { bringsNothing, told } from './check.ts';
import { paced } from './pace.ts';
import {
  findOpenTree,
  getImport,
  type ImportRecord,
  insertDoors,
  insertFirstGrids,
  refreshCounts,
  rowsOfImport,
  setState,
} from './store.ts';

export interface ImportInput {
  readonly importId: string;
  readonly reason?: string | undefined;
}

/** Rows that are told one by one when they no longer fit. */
const mostTold = 20;

/**
 * Carries an import out: the rows that were good when it was checked, planned anew against the tree as it is now, all of
 * them or none.
 */
export async function commitImport(
  context: CommandContext,
  { importId, reason }: ImportInput,
): Promise<Outcome<ImportWritten>> {
  const { tx, house, streetId, actor, commandId, now } = context;
  const { today } = await lockTree(tx, streetId, now);
  const record = await getImport(tx, streetId, importId, 'lock');
  if (record.state === 'committed') throw placesImportProblem('places.import_committed');
  if (record.state === 'undone') throw placesImportProblem('places.import_undone');
  const newId = () => uuidv7(now, house.random);
  const tree = await findOpenTree(tx, streetId, today);
  const intents = await goodRows(context, record);
  const check = await paced(planImport(record.kind, intents, tree, { actor, today, newId }));
  mustStillFit(check, intents);
  const stamp = { streetId, commandId, accountId: actor.accountId, reason: reason ?? null, today };
  await carryOutInParts(context, stamp, check.plan);
  await insertDoors(tx, streetId, newId().slice(0, 15), check.doors);
  if (check.plan.places.length > placesInPart) await refreshCounts(tx);
  await setState(tx, streetId, importId, 'committed', { commandId, made: madeBy(check) });
  const makes = makesOf(check);
  const changed = changedBy(check);
  return {
    reply: { importId, state: 'committed', makes, changed },
    audit: [
      {
        ...{ action: 'places.commit-import', targetKind: 'place_import', targetId: importId },
        ...{ reason: reason ?? null, details: { kind: record.kind, makes, changed } },
      },
    ],
    changes: changesOf(importId, check.plan.places),
  };
}

async function goodRows({ tx, streetId }: CommandContext, record: ImportRecord): Promise<RowIntent[]> {
  const intents: RowIntent[] = [];
  for await (const rows of rowsOfImport(tx, streetId, record.importId)) {
    for (const { problems, ...cells } of rows) {
      const read = problems.length === 0 ? readImportRow(record.kind, cells) : null;
      if (read && 'intent' in read) intents.push(read.intent);
    }
  }
  return intents;
}

function mustStillFit(check: ImportCheck, intents: readonly RowIntent[]): void {
  const count = intents.length - check.good.length;
  if (count > 0) {
    const fields = check.problems.slice(0, mostTold).map((problem) => {
      const { row, column, text } = told(problem);
      return { path: column === null ? `rows/${row}` : `rows/${row}/${column}`, text };
    });
    throw placesImportProblem('places.import_stale', { count }, fields);
  }
  if (bringsNothing(check)) throw placesImportProblem('places.import_nothing');
}

function madeBy({ plan, doors, moved }: ImportCheck): ImportMade {
  const grids = plan.newGrids.map(({ id, name }) => ({ id, name }));
  return { grids, aliases: plan.aliases.map(({ id }) => id), doors, cells: moved };
}

/** Places in one part: a megabyte or so of JSON, a few milliseconds to write. */
export const placesInPart = 500;

/** Carries out a plan of any length, parents before children; what is in no part of its own goes with the last. */
export async function carryOutInParts(context: CommandContext, stamp: Stamp, plan: Plan): Promise<void> {
  const { tx, streetId, house } = context;
  const cells = new Map(plan.cells.map((cell) => [cell.cellId, cell]));
  const places = await paced(withGrids(plan.places, cells));
  const written = new Set(plan.places.map(({ after }) => after.id));
  for (let from = 0; from < places.length || from === 0; from += placesInPart) {
    const part = places.slice(from, from + placesInPart);
    const isLast = from + placesInPart >= places.length;
    const count = part.filter(({ change }) => change === 'added').length;
    const codes = count > 0 ? await freeShortCodes(tx, streetId, house.random, count) : [];
    const coded = part.map((write) =>
      write.change === 'added'
        ? { ...write, after: { ...write.after, shortCode: codes.pop() ?? '' } }
        : write,
    );
    const own = coded.flatMap(({ after }) => cells.get(after.id) ?? []);
    const fresh = new Set(coded.flatMap(({ change, after }) => (change === 'added' ? [after.id] : [])));
    const others = isLast ? plan.cells.filter(({ cellId }) => !written.has(cellId)) : [];
    await carryOut(tx, stamp, {
      ...{ places: coded, paths: [], dwellings: [] },
      cells: [...own.filter(({ cellId }) => !fresh.has(cellId)), ...others],
      newGrids: from === 0 ? plan.newGrids : [],
      aliases: isLast ? plan.aliases : [],
    });
    const first = own.filter(({ cellId }) => fresh.has(cellId));
    await insertFirstGrids(tx, streetId, stamp.today, first);
    if (from === 0 && !isLast) await refreshCounts(tx);
  }
}

/** The history of a place tells the grid it is then in. */
function* withGrids(
  places: readonly PlaceWrite[],
  cells: ReadonlyMap<string, { readonly gridId: string | null }>,
): Steps<PlaceWrite[]> {
  const told: PlaceWrite[] = [];
  for (const [at, write] of places.entries()) {
    const cell = cells.get(write.after.id);
    told.push(cell ? { ...write, after: { ...write.after, gridId: cell.gridId } } : write);
    if (isStep(at)) yield;
  }
  return told;
}

/** Open pages read communities and compounds anew; thousands of buildings one by one would only hold them up. */
export function changesOf(importId: string, writes: readonly PlaceWrite[]): Change[] {
  const ids = new Set(writes.flatMap(({ after }) => after.path.slice(0, 3)));
  return [
    { kind: 'place_import', id: importId, operation: 'changed' },
    ...[...ids].map((id): Change => ({ kind: 'place', id, operation: 'changed' })),
  ];
}
