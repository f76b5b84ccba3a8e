import { z } from 'zod';
import { AnswersShape, DayShape, Id, Moment, statusLevels } from '../kernel/index.ts';
import { findingOutcomeNames, ReportLevelShape, StateShape } from './contract.ts';

const StatusShape = z.enum(['clear', 'pending', 'attention']);
const Count = z.int().min(0);

/** Of a whole: reports owed in it and below, and how they stand. `missing` + `unconfirmed` + `returned` + `confirmed` = `owed`. */
export const BoardFigures = z.object({
  owed: Count,
  confirmed: Count,
  missing: Count,
  unconfirmed: Count,
  returned: Count,
  /** Places with findings that make it attention, and that make it pending. */
  attention: Count,
  unclear: Count,
});

/** One place or set on the board. Wholes come before their parts; siblings in the order one walks them. */
export const BoardRow = z.object({
  id: Id,
  level: z.enum(statusLevels),
  name: z.string(),
  /** Positions, in `rows`, of what it is directly part of: a cell of its compound and its grid, and so on. */
  wholes: z.array(z.int()),
  status: StatusShape,
  /** Its own report; null where none is owed. `late`: first filed after the cut-off; `normal`: no exception in it. */
  state: StateShape.nullable(),
  late: z.boolean(),
  normal: z.boolean(),
  /** Open findings of its own. */
  findings: Count,
  /** Null on cells: their own report says it all. */
  figures: BoardFigures.nullable(),
});
export type BoardRow = z.infer<typeof BoardRow>;

/** GET /reports/board?event=&day=&at= – all levels at a moment (`at`; left out: now). */
export const Board = z.object({
  eventId: Id,
  rehearsal: z.boolean(),
  day: DayShape,
  at: Moment,
  cutOffAt: Moment,
  rows: z.array(BoardRow),
});
export type Board = z.infer<typeof Board>;

const Words = z.object({ zh: z.string(), en: z.string() });

const Named = z.array(z.object({ id: Id, name: z.string() }));

/** GET /reports/explain?event=&day=&node=&at= – why a status is what it is, in a sentence and in names. */
export const Explanation = z.object({
  id: Id,
  level: z.enum(statusLevels),
  name: z.string(),
  status: StatusShape,
  sentence: Words,
  owed: Count,
  confirmed: Count,
  missing: Named,
  unconfirmed: Named,
  returned: Named,
  attention: Named,
  unclear: Named,
});
export type Explanation = z.infer<typeof Explanation>;

const FieldShape = z.object({
  key: z.string(),
  kind: z.enum(['count', 'yesno']),
  label: Words,
  normal: z.union([z.literal(0), z.boolean()]).nullable(),
  finding: z.string().nullable(),
  source: z.string().nullable(),
});

export const Duty = z.object({
  level: ReportLevelShape,
  targetId: Id,
  name: z.string(),
  /** Names of the places it lies in, from the community down. */
  within: z.array(z.string()),
  state: StateShape,
  /** The number the next entry must carry. */
  no: z.int(),
  late: z.boolean(),
  normal: z.boolean(),
  /** What was reported; while due, what the form starts with. */
  answers: AnswersShape,
  /** Kinds of its open findings. */
  open: z.array(z.string()),
  mayFile: z.boolean(),
  mayConfirm: z.boolean(),
});
export type Duty = z.infer<typeof Duty>;

/** GET /reports/duties?event=&day=&under=&level=&state= – in walking order. */
export const Duties = z.object({
  day: DayShape,
  at: Moment,
  cutOffAt: Moment,
  forms: z.object({ cell: z.array(FieldShape), compound: z.array(FieldShape), grid: z.array(FieldShape) }),
  rows: z.array(Duty),
  more: z.boolean(),
});
export type Duties = z.infer<typeof Duties>;

export const FindingRow = z.object({
  id: Id,
  level: z.enum(statusLevels),
  targetId: Id,
  name: z.string(),
  within: z.array(z.string()),
  kind: z.string(),
  label: Words,
  effect: z.enum(['attention', 'pending', 'none']),
  day: DayShape,
  openedAt: Moment,
  openedBy: z.string().nullable(),
  /** The report's entry it came from; null: a person opened it. */
  entryId: Id.nullable(),
  note: z.string().nullable(),
  closedAt: Moment.nullable(),
  closedBy: z.string().nullable(),
  outcome: z.enum(findingOutcomeNames).nullable(),
  reason: z.string().nullable(),
});
export type FindingRow = z.infer<typeof FindingRow>;

/** GET /reports/findings?event=&state=&under= – newest first. */
export const FindingList = z.object({ rows: z.array(FindingRow), more: z.boolean() });
export type FindingList = z.infer<typeof FindingList>;

/** GET /reports/:level/:target?event=&day= – one report with its form and its whole history. */
export const ReportDetail = Duty.extend({
  eventId: Id,
  day: DayShape,
  at: Moment,
  cutOffAt: Moment,
  revision: z.int(),
  form: z.array(FieldShape),
  /** What the form starts with: the ledger's figures, the last report's, the normal answers. */
  prefill: AnswersShape,
  entries: z.array(
    z.object({
      id: Id,
      no: z.int(),
      step: z.enum(['filed', 'confirmed', 'returned']),
      at: Moment,
      deviceAt: Moment.nullable(),
      answers: AnswersShape,
      accountId: Id,
      by: z.string().nullable(),
      reason: z.string().nullable(),
      late: z.boolean(),
    }),
  ),
  findings: z.array(FindingRow),
  /** Of a grid: the sums of what its cells reported, and of how many cells. */
  rollUp: z
    .object({
      cells: Count,
      reported: Count,
      sums: z.array(z.object({ key: z.string(), label: Words, sum: z.number() })),
    })
    .nullable(),
});
export type ReportDetail = z.infer<typeof ReportDetail>;

const StatusCounts = z.object({ clear: Count, pending: Count, attention: Count });

/** The most days one read looks back. */
export const mostDays = 31;

/**
 * GET /reports/days?event=&from=&to=&node=&moment= – oldest first. `moment` cutOff (the default): what was to be said at
 * each day's cut-off; now: what is known of that day today.
 */
export const DayList = z.object({
  rows: z.array(
    z.object({
      day: DayShape,
      at: Moment,
      /** Of the node asked for, the street when none was; null on a day it was not there. */
      status: StatusShape.nullable(),
      owed: Count,
      confirmed: Count,
      levels: z.object({
        cell: StatusCounts,
        compound: StatusCounts,
        grid: StatusCounts,
        community: StatusCounts,
        sector: StatusCounts,
        street: StatusCounts,
      }),
    }),
  ),
});
export type DayList = z.infer<typeof DayList>;

const Figures = z.object({
  owed: Count,
  due: Count,
  filed: Count,
  returned: Count,
  confirmed: Count,
  late: Count,
});

/** GET /reports/today?event=&day=&since= – what the clerk looks at: who still owes, what changed. */
export const Today = z.object({
  day: DayShape,
  at: Moment,
  cutOffAt: Moment,
  levels: z.object({ cell: Figures, compound: Figures, grid: Figures }),
  communities: z.array(Figures.extend({ id: Id, name: z.string(), status: StatusShape })),
  /** Grids whose cells or own report are still due or were returned, worst first. */
  owing: z.array(z.object({ id: Id, name: z.string(), community: z.string(), due: Count, returned: Count })),
  /** Newest first, at most 100, after `since`. */
  changes: z.array(
    z.object({
      at: Moment,
      level: ReportLevelShape,
      targetId: Id,
      name: z.string(),
      within: z.array(z.string()),
      step: z.enum(['filed', 'confirmed', 'returned']),
      normal: z.boolean(),
      late: z.boolean(),
      /** Above 1: a correction or what followed one. */
      no: z.int(),
      by: z.string().nullable(),
    }),
  ),
});
export type Today = z.infer<typeof Today>;
