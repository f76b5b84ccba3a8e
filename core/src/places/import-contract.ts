import { z } from 'zod';
import { Id, Moment, Reason } from '../kernel/index.ts';
import { PlaceKindShape } from './contract.ts';
import { importKinds, importMakes, importStates } from './import-kinds.ts';

export const ImportKindShape = z.enum(importKinds);

/** Rows of an uploaded table; the largest streets have fewer units. */
export const mostImportRows = 60_000;
/** Problems and tree rows that a check names one by one; beyond them only the count is told. */
export const mostImportProblems = 200;
export const mostPreviewRows = 500;

const Count = z.int().min(0);
const TextShape = z.object({ zh: z.string(), en: z.string() });

/** Rows of the table: each is good or bad, and a good one brings something new, changes something, or neither. */
export const ImportCounts = z.object({
  rows: Count,
  good: Count,
  bad: Count,
  new: Count,
  changed: Count,
  unchanged: Count,
});
export type ImportCounts = z.infer<typeof ImportCounts>;

/** Why a row is refused. `row`: as the person sees it in the file; `column`: the key of `mapping`, null: the row as a whole. */
export const ImportProblem = z.object({
  row: z.int().min(1),
  column: z.string().nullable(),
  code: z.string(),
  text: TextShape,
});
export type ImportProblem = z.infer<typeof ImportProblem>;

/** One place of the tree as it would be; parents come before children. Only what is new or changed, with what it hangs on. */
export const ImportPreviewRow = z.object({
  /** Of this list only; not the id a new place will have. */
  key: z.int().min(0),
  parentKey: z.int().min(0).nullable(),
  kind: PlaceKindShape,
  name: z.string(),
  state: z.enum(['new', 'changed', 'same']),
  /** Doors that would be entered directly under it. */
  dwellings: Count,
  /** The grid it would be in, when it is a cell whose grid is new to it. */
  grid: z.string().nullable(),
});
export type ImportPreviewRow = z.infer<typeof ImportPreviewRow>;

/** One import as a list shows it. */
export const ImportRow = z.object({
  importId: Id,
  kind: ImportKindShape,
  state: z.enum(importStates),
  fileName: z.string(),
  counts: ImportCounts,
  at: Moment,
  /** The account that handed the file in. */
  accountId: Id,
});
export type ImportRow = z.infer<typeof ImportRow>;

/** GET /imports/places – newest first, at most 50. */
export const ImportList = z.object({ rows: z.array(ImportRow) });
export type ImportList = z.infer<typeof ImportList>;

/**
 * GET /imports/places/:import, and the answer to POST /imports/places (multipart: `commandId`, then `file`). The same
 * file again is the same import; once committed, it is answered as committed.
 */
export const ImportDetail = ImportRow.extend({
  /** The sheet that was read, and others that hold a table too and were not. A CSV has its file name. */
  sheet: z.string(),
  otherSheets: z.array(z.string()),
  /** Columns that were found: what it means, its name in both languages, the heading as the file has it. */
  mapping: z.array(z.object({ column: z.string(), text: TextShape, heading: z.string() })),
  /** Headings nobody asked for. Their cells are not kept. */
  unmatched: z.array(z.string()),
  /** How much of what would be, or was, made. */
  makes: z.record(z.enum(importMakes), Count),
  problems: z.array(ImportProblem),
  /** How many there are; `problems` holds the first `mostImportProblems`. */
  problemsTotal: Count,
  preview: z.object({ rows: z.array(ImportPreviewRow), more: z.boolean() }),
});
export type ImportDetail = z.infer<typeof ImportDetail>;

/** GET /imports/places/template?kind= – a blank workbook; GET /imports/places/:import/rejected – the bad rows as CSV. */
export const ImportTemplateQuery = z.strictObject({ kind: ImportKindShape });

/** POST /api/streets/:street/commands/<name> */
export const placesImportCommands = {
  /** Carries the good rows out, all of them or none, against the tree as it then is. */
  'places.commit-import': z.strictObject({ commandId: Id, reason: Reason.optional(), importId: Id }),
  /** Takes back what the import made, or says what stands in the way. */
  'places.undo-import': z.strictObject({ commandId: Id, reason: Reason.optional(), importId: Id }),
};
export type PlacesImportCommandName = keyof typeof placesImportCommands;

/** The answer to both commands. */
export const ImportWritten = z.object({
  importId: Id,
  state: z.enum(importStates),
  /** What was made, or taken away again. */
  makes: z.record(z.enum(importMakes), Count),
  /** Places that were there before and changed. */
  changed: Count,
});
export type ImportWritten = z.infer<typeof ImportWritten>;
