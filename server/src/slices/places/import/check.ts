import { uuidv7 } from '@linli/core/kernel';
import {
  countOutcomes,
  type ImportCheck,
  type ImportDetail,
  type ImportProblem,
  type ImportTree,
  isStep,
  makesOf,
  mostImportProblems,
  planImport,
  previewOf,
  type RowIntent,
  type RowProblem,
  readImportRow,
  rowProblemText,
  type Steps,
} from '@linli/core/places';
import type { CommandContext, Outcome } from '../../../platform/command/command.ts';
import { paced } from './pace.ts';
import type { PlaceTable } from './read-table.ts';
import {
  dropOldChecks,
  findByHash,
  findOpenTree,
  findToday,
  getImport,
  type ImportRecord,
  type ImportSummary,
  type KeptRow,
  storeCheck,
} from './store.ts';

/** A table that was handed in. */
export interface HandedIn {
  readonly fileName: string;
  readonly fileHash: Buffer;
  readonly table: PlaceTable;
  readonly signal: AbortSignal;
}

/**
 * Tries a table against the tree as it is. Nothing changes but the import itself, which waits to be carried out: the same
 * file from the same person takes the place of its earlier check, and a file that was carried out and would bring nothing
 * more is answered as what it then was.
 */
export function checkTable({ fileName, fileHash, table, signal }: HandedIn) {
  return async (context: CommandContext): Promise<Outcome<ImportDetail>> => {
    const { tx, house, streetId, actor, now } = context;
    const today = await findToday(tx, streetId, now);
    const [tree, same] = await Promise.all([
      findOpenTree(tx, streetId, today),
      findByHash(tx, streetId, fileHash),
    ]);
    const newId = () => uuidv7(now, house.random);
    const read = await paced(readRows(table), signal);
    const steps = planImport(table.kind, read.intents, tree, { actor, today, newId });
    const check = await paced(steps, signal);
    const problems = [...read.problems, ...check.problems].sort((a, b) => a.row - b.row);
    const committed = same.find(({ state }) => state === 'committed');
    if (committed && bringsNothing(check)) {
      const record = await getImport(tx, streetId, committed.importId);
      return { reply: detailOf(record), audit: [], changes: [] };
    }
    const earlier = same.find(({ state, accountId }) => state === 'checked' && accountId === actor.accountId);
    const importId = earlier?.importId ?? newId();
    const summary = await summaryOf(table, tree, check, problems, signal);
    const made = { importId, kind: table.kind, fileName, fileHash, accountId: actor.accountId, summary };
    await dropOldChecks(tx, streetId);
    await storeCheck(tx, streetId, made, await paced(keptRows(table, problems), signal));
    const { counts } = summary;
    const record = await getImport(tx, streetId, importId);
    return {
      reply: detailOf(record),
      audit: [
        {
          ...{ action: 'places.check-import', targetKind: 'place_import', targetId: importId },
          details: { kind: table.kind, counts },
        },
      ],
      changes: [{ kind: 'place_import', id: importId, operation: earlier ? 'changed' : 'added' }],
    };
  };
}

export function bringsNothing({ plan, doors }: Pick<ImportCheck, 'plan' | 'doors'>): boolean {
  return plan.places.length + plan.cells.length + plan.aliases.length + doors.length === 0;
}

function* readRows({ kind, rows }: PlaceTable): Steps<{ intents: RowIntent[]; problems: RowProblem[] }> {
  const intents: RowIntent[] = [];
  const problems: RowProblem[] = [];
  for (const [at, cells] of rows.entries()) {
    if (isStep(at)) yield;
    const read = readImportRow(kind, cells);
    if ('intent' in read) intents.push(read.intent);
    else problems.push(...read.problems);
  }
  return { intents, problems };
}

function* keptRows({ rows }: PlaceTable, problems: readonly RowProblem[]): Steps<KeptRow[]> {
  const byRow = new Map<number, Omit<RowProblem, 'row'>[]>();
  for (const { row, ...problem } of problems) byRow.set(row, [...(byRow.get(row) ?? []), problem]);
  const kept: KeptRow[] = [];
  for (const [at, cells] of rows.entries()) {
    if (isStep(at)) yield;
    kept.push({ ...cells, problems: byRow.get(cells.row) ?? [] });
  }
  return kept;
}

async function summaryOf(
  table: PlaceTable,
  tree: ImportTree,
  check: ImportCheck,
  problems: readonly RowProblem[],
  signal: AbortSignal,
): Promise<ImportSummary> {
  const { sheet, otherSheets, mapping, unmatched, rows } = table;
  const outcomes = await paced(countOutcomes(check.outcomes), signal);
  const good = check.good.length;
  return {
    ...{ sheet, otherSheets, mapping, unmatched },
    counts: { rows: rows.length, good, bad: rows.length - good, ...outcomes },
    makes: makesOf(check),
    problems: problems.slice(0, mostImportProblems).map(told),
    problemsTotal: problems.length,
    preview: previewOf(check, tree),
  };
}

export function told(problem: RowProblem): ImportProblem {
  const { row, column, code } = problem;
  return { row, column, code, text: rowProblemText(problem) };
}

/** An import as it leaves the server. */
export function detailOf({ summary, ...record }: ImportRecord): ImportDetail {
  const { importId, kind, state, fileName, at, accountId } = record;
  return { importId, kind, state, fileName, at: at.toISOString(), accountId, ...summary };
}
