import { z } from 'zod';
import { DayShape, Id, lineOfText, Moment, noticeLevels, Reason, statuses } from '../kernel/index.ts';
import {
  exceptionKindNames,
  messageKindNames,
  messageStateNames,
  noticeStateNames,
  papers,
  posterJobStateNames,
  robotVendorNames,
} from './words.ts';

export const NoticeLevelShape = z.enum(noticeLevels);
const StatusShape = z.enum(statuses);

/** What stands in the address `/n/<code>`: the street's prefix (4) and the notice's own part (8). */
export const NoticeCode = z.string().regex(/^[2-9a-hjkmnp-tv-z]{12}$/);

/** Digits, spaces and hyphens, as a person dials it. */
export const Helpline = z.string().regex(/^[0-9][0-9 -]{1,18}[0-9]$/);

/** A notice as the person before it names it: what the QR holds, and which place it hangs at. */
const scanned = { code: NoticeCode, level: NoticeLevelShape, targetId: Id };

function command<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ commandId: Id, reason: Reason.optional(), ...shape });
}

export const noticesCommands = {
  /** Drafts of all five levels from the statuses of this moment; published notices stay as they are. */
  'notices.compute': command({ eventId: Id, day: DayShape }),
  /** Publishes what was reviewed. `computedAt`: of the drafts the clerk saw. */
  'notices.publish': command({ eventId: Id, day: DayShape, computedAt: Moment }),
  /** Withdraws the notices of these places, and of every whole they are part of. */
  'notices.withdraw': z.strictObject({
    commandId: Id,
    reason: Reason,
    eventId: Id,
    targets: z
      .array(z.strictObject({ level: NoticeLevelShape, targetId: Id }))
      .min(1)
      .max(500),
  }),
  'notices.confirm-posted': command(scanned),
  'notices.confirm-taken-down': command(scanned),
  /** `underId`: a community, a compound, a cell, or the street for all of them with its sectors. */
  'notices.order-posters': command({ jobId: Id, eventId: Id, underId: Id, paper: z.enum(papers) }),
  /** `underId`: as it was ordered. */
  'notices.cancel-posters': command({ jobId: Id, underId: Id }),
  /** `sealName`: round the mark on a poster; up to 20 characters fit. */
  'notices.set-office': command({ version: z.int().min(0), helpline: Helpline, sealName: lineOfText(20) }),
  /** A new signing key; notices signed with the old ones stay verifiable. */
  'notices.rotate-key': z.strictObject({ commandId: Id, reason: Reason }),
  /** `scopeId`: the street, or a community whose notices this robot tells of. */
  'notices.add-robot': command({
    robotId: Id,
    scopeId: Id,
    vendor: z.enum(robotVendorNames),
    name: lineOfText(40),
    webhook: z.string().min(10).max(500),
    /** DingTalk and Feishu sign with it; WeCom has none. */
    secret: z.string().min(1).max(200).optional(),
  }),
  'notices.rename-robot': command({ robotId: Id, name: lineOfText(40) }),
  'notices.remove-robot': command({ robotId: Id }),
  'notices.test-robot': command({ robotId: Id }),
  /** Sends a message that was given up once more. */
  'notices.resend-message': command({ messageId: Id }),
};
export type NoticesCommandName = keyof typeof noticesCommands;
export type NoticesCommand<Name extends NoticesCommandName> = z.output<(typeof noticesCommands)[Name]>;

export const Computed = z.object({
  day: DayShape,
  computedAt: Moment,
  drafts: z.int(),
  exceptions: z.int(),
});
export type Computed = z.infer<typeof Computed>;

const Named = z.object({ level: NoticeLevelShape, targetId: Id, name: z.string(), status: StatusShape });

export const Published = z.object({
  published: z.int(),
  /** Already published with the same words; nothing is printed or told again. */
  unchanged: z.int(),
  /** Got worse since the clerk looked: not published, drafted anew, in the review list. Empty: all is out. */
  held: z.array(Named),
  /** Of this publication; null when nothing was published. */
  serials: z.object({ first: z.string(), last: z.string() }).nullable(),
});
export type Published = z.infer<typeof Published>;

export const Withdrawn = z.object({
  withdrawn: z.array(z.object({ level: NoticeLevelShape, targetId: Id, serial: z.string() })),
  /** Posters that hang and must come down. */
  takeDowns: z.int(),
});
export type Withdrawn = z.infer<typeof Withdrawn>;

/** The thing a command was about. */
export const NoticesWritten = z.object({ id: Id });
export type NoticesWritten = z.infer<typeof NoticesWritten>;

const Count = z.object({ clear: z.int(), pending: z.int(), attention: z.int() });

/** GET /notices/review?event&day – what to look at before publishing. */
export const NoticeReview = z.object({
  day: DayShape,
  cutOffAt: Moment,
  /** Null: nothing is computed for that day yet. */
  computedAt: Moment.nullable(),
  /** The moment whose facts the drafts state; printed on the notices. */
  asOf: Moment.nullable(),
  publishedAt: Moment.nullable(),
  /** How many drafts differ from what is published: what "publish" would put out. */
  toPublish: z.int(),
  levels: z.array(z.object({ level: NoticeLevelShape, counts: Count })),
  /** Worst first; the rest is clear and as it was yesterday. */
  exceptions: z.array(
    Named.extend({
      trail: z.array(z.string()),
      kinds: z.array(z.enum(exceptionKindNames)),
      was: StatusShape.nullable(),
      title: z.string(),
      sentence: z.string(),
      lastingDays: z.int(),
    }),
  ),
});
export type NoticeReview = z.infer<typeof NoticeReview>;

/** GET /notices/days?event – newest first. */
export const NoticeDays = z.object({
  rows: z.array(
    z.object({
      day: DayShape,
      computedAt: Moment,
      publishedAt: Moment.nullable(),
      published: z.int(),
      withdrawn: z.int(),
      counts: Count,
    }),
  ),
});
export type NoticeDays = z.infer<typeof NoticeDays>;

export const NoticeRow = z.object({
  id: Id,
  code: NoticeCode,
  serial: z.string(),
  eventId: Id,
  day: DayShape,
  level: NoticeLevelShape,
  targetId: Id,
  name: z.string(),
  trail: z.array(z.string()),
  status: StatusShape,
  title: z.string(),
  sentence: z.string(),
  lastingDays: z.int(),
  asOf: Moment,
  publishedAt: Moment,
  state: z.enum(noticeStateNames),
  /** When it was replaced or withdrawn. */
  endedAt: Moment.nullable(),
  endedReason: z.string().nullable(),
  postedAt: Moment.nullable(),
  takenDownAt: Moment.nullable(),
  rehearsal: z.boolean(),
});
export type NoticeRow = z.infer<typeof NoticeRow>;

/** GET /notices?event&day&level?&under? – by level and place, 1,000 a page; `after`: the id of the last row seen. */
export const NoticeList = z.object({ rows: z.array(NoticeRow), more: z.boolean() });
export type NoticeList = z.infer<typeof NoticeList>;

/** GET /notices/codes/:code – where a scan lands. */
export const NoticeDetail = NoticeRow.extend({ publicPath: z.string(), qrText: z.string() });
export type NoticeDetail = z.infer<typeof NoticeDetail>;

/** GET /notices/take-downs?event – open ones first, oldest first. */
export const TakeDownList = z.object({
  rows: z.array(
    z.object({
      noticeId: Id,
      code: NoticeCode,
      serial: z.string(),
      level: NoticeLevelShape,
      targetId: Id,
      name: z.string(),
      trail: z.array(z.string()),
      openedAt: Moment,
      doneAt: Moment.nullable(),
      /** From the withdrawal until it was taken down, or until now. */
      minutes: z.int(),
    }),
  ),
});
export type TakeDownList = z.infer<typeof TakeDownList>;

/** GET /notices/poster-jobs/:job; the PDF is at its address + `/file` once `done`. */
export const PosterJob = z.object({
  id: Id,
  eventId: Id,
  underId: Id,
  paper: z.enum(papers),
  state: z.enum(posterJobStateNames),
  total: z.int(),
  done: z.int(),
  bytes: z.int().nullable(),
  at: Moment,
});
export type PosterJob = z.infer<typeof PosterJob>;

/** GET /notices/poster-jobs – newest first, of the last seven days. */
export const PosterJobList = z.object({ rows: z.array(PosterJob) });

/** GET /notices/office. `version` 0: never set; the figures are the defaults. */
export const NoticeOffice = z.object({ version: z.int(), helpline: z.string(), sealName: z.string() });
export type NoticeOffice = z.infer<typeof NoticeOffice>;

/** GET /notices/robots. Address and secret never come back. */
export const RobotList = z.object({
  rows: z.array(
    z.object({
      id: Id,
      scopeId: Id,
      scopeName: z.string(),
      vendor: z.enum(robotVendorNames),
      name: z.string(),
      signed: z.boolean(),
      queued: z.int(),
      dead: z.int(),
      lastSentAt: Moment.nullable(),
    }),
  ),
});
export type RobotList = z.infer<typeof RobotList>;

/** GET /notices/robots/:robot/messages – newest first, 200 at most. */
export const RobotMessageList = z.object({
  rows: z.array(
    z.object({
      id: Id,
      kind: z.enum(messageKindNames),
      state: z.enum(messageStateNames),
      text: z.string(),
      tries: z.int(),
      queuedAt: Moment,
      sentAt: Moment.nullable(),
      /** Sent a second time because nobody can know whether the first arrived; the text says so. */
      repeated: z.boolean(),
      /** What the vendor answered last, as a code of ours. */
      lastError: z.string().nullable(),
    }),
  ),
});
export type RobotMessageList = z.infer<typeof RobotMessageList>;

/** Reads that take the event and the day. */
export const NoticeDayQuery = { event: Id, day: DayShape };
export const NoticeEventQuery = { event: Id };
