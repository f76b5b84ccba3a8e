import { z } from 'zod';
import { DayShape, Id, lineOfText, Moment, Reason } from '../kernel/index.ts';
import { eventKindNames, eventModeNames } from './kinds.ts';
import { EventParams } from './params.ts';

/** The document by which a lawful authority started, or ended, the emergency. The office records it, never decides it. */
export const AuthorisingDocument = z.strictObject({
  authority: lineOfText(60),
  number: lineOfText(60),
  title: lineOfText(120),
  issuedOn: DayShape,
});

const Version = z.int().min(1);

export const eventsCommands = {
  'events.activate': z.strictObject({
    commandId: Id,
    reason: Reason.optional(),
    eventId: Id,
    packId: z.string().regex(/^[a-z0-9-]{1,40}$/),
    name: lineOfText(40),
    rehearsal: z.boolean(),
    document: AuthorisingDocument,
  }),
  'events.change-params': z.strictObject({
    commandId: Id,
    reason: Reason,
    eventId: Id,
    version: Version,
    params: EventParams,
  }),
  'events.stand-down': z.strictObject({
    commandId: Id,
    reason: Reason,
    eventId: Id,
    document: AuthorisingDocument,
  }),
};
export type EventsCommandName = keyof typeof eventsCommands;
export type EventsCommand<Name extends EventsCommandName> = z.output<(typeof eventsCommands)[Name]>;

export const EventWritten = z.object({ id: Id, version: Version });

export const EventRow = z.object({
  id: Id,
  kind: z.enum(eventKindNames),
  packId: z.string(),
  name: z.string(),
  rehearsal: z.boolean(),
  mode: z.enum(eventModeNames),
  startedOn: DayShape,
  activatedAt: Moment,
  endedAt: Moment.nullable(),
  /** Of the parameters. */
  version: Version,
});
export type EventRow = z.infer<typeof EventRow>;

/** GET /events – active first, then newest first. */
export const EventList = z.object({ rows: z.array(EventRow) });

/** GET /events/:event */
export const EventDetail = EventRow.extend({
  document: AuthorisingDocument,
  endDocument: AuthorisingDocument.nullable(),
  params: EventParams,
  /** Every change of the parameters, newest first. */
  history: z.array(z.object({ version: Version, at: Moment, accountId: Id, reason: z.string().nullable() })),
});
export type EventDetail = z.infer<typeof EventDetail>;

/** GET /events/packs */
export const PackList = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(eventKindNames),
      name: z.object({ zh: z.string(), en: z.string() }),
      source: z.object({ zh: z.string(), en: z.string() }),
      lawfulNow: z.boolean(),
      params: EventParams,
    }),
  ),
});
