import { z } from 'zod';
import { Form, lineOfText, reportLevels } from '../kernel/index.ts';

const Key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const Label = z.strictObject({ zh: lineOfText(40), en: lineOfText(80) });

/** `HH:MM` in the street's time zone. */
export const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/**
 * A kind of finding: something that a report told or a person saw, and that stays open until it is closed with an
 * outcome. `effect`: what it does to the status of its place while open (see `FindingEffect` of reports).
 */
export const FindingKind = z.strictObject({
  key: Key,
  label: Label,
  effect: z.enum(['attention', 'pending', 'none']),
});
export type FindingKind = z.infer<typeof FindingKind>;

/**
 * The sentences of a notice. `{place}`, `{day}`, `{time}` and `{days}` are filled in; nothing else is, so that no
 * sentence can carry a person.
 */
const Sentence = z
  .string()
  .min(1)
  .max(80)
  .regex(/^([^{}]|\{(place|day|time|days)\})*$/);

const StatusWording = z.strictObject({ title: lineOfText(12), sentence: Sentence });

/** What an office may change of an emergency while it runs; every change is a new version with its author and reason. */
export const EventParams = z
  .strictObject({
    /** Which levels owe a report each day. */
    reporting: z.array(z.enum(reportLevels)).min(1),
    cutOff: ClockTime,
    /** Days in a row without a finding that earn the lasting title. */
    clearDays: z.int().min(1).max(60),
    wording: z.strictObject({
      clear: StatusWording,
      attention: StatusWording,
      pending: StatusWording,
      /** The lasting title, `{days}` days in a row. */
      lasting: Sentence,
    }),
    forms: z.strictObject({ cell: Form, compound: Form, grid: Form }),
    findings: z.array(FindingKind).min(1).max(30),
  })
  .refine((params) => new Set(params.findings.map((kind) => kind.key)).size === params.findings.length, {
    path: ['findings'],
    message: 'keys must differ',
  })
  .refine(
    (params) => {
      const known = new Set(params.findings.map((kind) => kind.key));
      return Object.values(params.forms).every((form) =>
        form.every((field) => field.finding === null || known.has(field.finding)),
      );
    },
    { path: ['forms'], message: 'a field opens a kind of finding that is not listed' },
  );
export type EventParams = z.infer<typeof EventParams>;
