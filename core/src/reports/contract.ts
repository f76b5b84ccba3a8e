import { z } from 'zod';
import { AnswersShape, DayShape, Id, Moment, Reason, reportLevels, statusLevels } from '../kernel/index.ts';

/** The most places in one command; more are sent in several. */
export const mostItems = 500;
/** The most rows one read answers with. */
export const mostRows = 5_000;

export const ReportLevelShape = z.enum(reportLevels);
/** The number of the next entry as the client last saw it: 1 when it saw none. */
const No = z.int().min(1).max(10_000);
const FindingKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

/** Where a command reaches: the street, a place with all below, a grid with its cells, a sector with its compounds. */
export const Under = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('street') }),
  z.strictObject({ kind: z.enum(['place', 'grid', 'sector']), id: Id }),
]);
export type Under = z.infer<typeof Under>;

/** The same in the query of a read: `street`, or `place:<id>`, `grid:<id>`, `sector:<id>`. */
export const UnderText = z.string().regex(/^(street|(place|grid|sector):[0-9a-f-]{36})$/);

/** `UnderText` taken apart. */
export function underOf(text: string): Under {
  const [kind, id] = text.split(':');
  return kind === 'street' || id === undefined
    ? { kind: 'street' }
    : { kind: kind as 'place' | 'grid' | 'sector', id };
}

/** Each place once in a command, so that the second of two never silently corrects the first. */
function once<Item extends { level: string; targetId: string }>(items: readonly Item[]): boolean {
  return new Set(items.map((item) => `${item.level} ${item.targetId}`)).size === items.length;
}

const Target = z.strictObject({ level: ReportLevelShape, targetId: Id });

export const FilingItem = Target.extend({
  entryId: Id,
  no: No,
  answers: AnswersShape,
  /** When it was written on the device; kept as data, orders nothing. */
  deviceAt: Moment.optional(),
});
export type FilingItem = z.infer<typeof FilingItem>;

export const findingOutcomes = {
  resolved: { zh: '已处置', en: 'Dealt with' },
  mistaken: { zh: '误报', en: 'Reported by mistake' },
  referred: { zh: '已移交主管部门', en: 'Handed to the authority in charge' },
} as const;
export type FindingOutcome = keyof typeof findingOutcomes;
export const findingOutcomeNames = Object.keys(findingOutcomes) as [FindingOutcome, ...FindingOutcome[]];

export const reportsCommands = {
  /**
   * Files, or corrects, up to 500 reports of one day. Wrong content refuses the whole command, each mistake by its path
   * (`items/3/answers/new_cases`). What someone else did meanwhile refuses only the place it was done to: the others
   * are filed, and the reply holds the conflict with what stands there now, so that the outbox can show it for editing.
   */
  'reports.file': z.strictObject({
    commandId: Id,
    /** Demanded when a report that stands is corrected. */
    reason: Reason.optional(),
    eventId: Id,
    day: DayShape,
    items: z.array(FilingItem).min(1).max(mostItems).refine(once, 'each place once'),
  }),
  /** Files every report still due there, with nothing to tell; places with an open finding are left to be told one by one. */
  'reports.file-rest': z.strictObject({
    commandId: Id,
    eventId: Id,
    day: DayShape,
    level: ReportLevelShape,
    under: Under,
    deviceAt: Moment.optional(),
  }),
  /** Confirms every report filed there by `seenAt`, except those named. Nobody confirms what they filed themselves. */
  'reports.confirm': z.strictObject({
    commandId: Id,
    eventId: Id,
    day: DayShape,
    /** Left out: all levels. */
    level: ReportLevelShape.optional(),
    under: Under,
    except: z.array(Id).max(mostRows).default([]),
    /** `at` of the read that was looked at: what was filed later was not seen and is not confirmed. */
    seenAt: Moment,
  }),
  'reports.return': z.strictObject({
    commandId: Id,
    reason: Reason,
    eventId: Id,
    day: DayShape,
    items: z
      .array(Target.extend({ no: No }))
      .min(1)
      .max(mostItems)
      .refine(once, 'each place once'),
  }),
  'reports.open-finding': z.strictObject({
    commandId: Id,
    reason: Reason.optional(),
    eventId: Id,
    findingId: Id,
    level: z.enum(statusLevels),
    targetId: Id,
    kind: FindingKey,
  }),
  'reports.close-finding': z.strictObject({
    commandId: Id,
    reason: Reason,
    eventId: Id,
    findingId: Id,
    level: z.enum(statusLevels),
    targetId: Id,
    outcome: z.enum(findingOutcomeNames),
  }),
};
export type ReportsCommandName = keyof typeof reportsCommands;
/** A command as a client writes it. */
export type ReportsCommandBody<Name extends ReportsCommandName> = z.input<(typeof reportsCommands)[Name]>;
/** A command as an action receives it. */
export type ReportsCommand<Name extends ReportsCommandName> = z.output<(typeof reportsCommands)[Name]>;

export const StateShape = z.enum(['due', 'filed', 'confirmed', 'returned']);

/** How a report stands now; `no`: the number its next entry must carry. */
export const Standing = z.object({ level: ReportLevelShape, targetId: Id, no: z.int(), state: StateShape });
export type Standing = z.infer<typeof Standing>;

/** Someone else was first: what stands there now. */
export const Conflict = Standing.extend({
  answers: AnswersShape,
  at: Moment.nullable(),
  accountId: Id.nullable(),
});
export type Conflict = z.infer<typeof Conflict>;

export const OpenedFinding = z.object({ id: Id, targetId: Id, kind: z.string() });

export const Filed = z.object({
  /** Filed now, and those that stood exactly so already. */
  filed: z.array(Standing),
  conflicts: z.array(Conflict),
  findings: z.array(OpenedFinding),
});
export type Filed = z.infer<typeof Filed>;

export const RestFiled = z.object({
  filed: z.int(),
  /** Due, but something is open there: to be reported one by one. */
  left: z.array(z.object({ level: ReportLevelShape, targetId: Id })),
});
export type RestFiled = z.infer<typeof RestFiled>;

export const Confirmed = z.object({
  confirmed: z.int(),
  /** Not confirmed: filed by the one who confirms, or filed or corrected after `seenAt`. */
  own: z.array(z.object({ level: ReportLevelShape, targetId: Id })),
  later: z.array(z.object({ level: ReportLevelShape, targetId: Id })),
});
export type Confirmed = z.infer<typeof Confirmed>;

export const Returned = z.object({ returned: z.array(Standing), conflicts: z.array(Conflict) });
export type Returned = z.infer<typeof Returned>;

export const FindingWritten = z.object({ id: Id });
