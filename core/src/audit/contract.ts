import { z } from 'zod';
import { Id, Moment } from '../kernel/index.ts';

/** One thing that was done. `sealed`: it is already part of the hash chain. */
export const AuditRow = z.object({
  seq: z.string(),
  at: Moment,
  accountId: Id.nullable(),
  accountName: z.string().nullable(),
  action: z.string(),
  targetKind: z.string(),
  targetId: Id.nullable(),
  reason: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type AuditRow = z.infer<typeof AuditRow>;

/** Newest first; `next` is the `before` of the following page. */
export const AuditPage = z.object({ rows: z.array(AuditRow), next: z.string().nullable() });
export type AuditPage = z.infer<typeof AuditPage>;

export const auditQuery = {
  before: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
  target: Id.optional(),
  account: Id.optional(),
  action: z
    .string()
    .regex(/^[a-z][a-z0-9.-]{0,80}$/)
    .optional(),
};

/** The state of the hash chain. An office writes `head` down (or prints it), and can later prove that nothing before it was changed. */
export const ChainState = z.object({
  links: z.number(),
  sealed: z.number(),
  unsealed: z.number(),
  head: z.object({ no: z.number(), hash: z.string() }).nullable(),
  broken: z.object({ no: z.number(), why: z.enum(['missing_link', 'missing_row', 'changed']) }).nullable(),
});
export type ChainState = z.infer<typeof ChainState>;
