import { Id, lineOfText } from '@linli/core/kernel';
import { z } from 'zod';

/**
 * A street's 12-digit statistical division code: province 2, city 2, county 2, street 3, then 000 (National Bureau of
 * Statistics, 统计用区划代码和城乡划分代码编制规则).
 */
export const StreetCode = z.string().regex(/^[1-9][0-9]{8}000$/);

/** Where the office's street comes from. */
export const StreetChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sample') }),
  z.strictObject({ kind: z.literal('division'), code: StreetCode }),
  z.strictObject({ kind: z.literal('named'), name: lineOfText(50) }),
  /** The table comes as the part `file` of a multipart request. */
  z.strictObject({ kind: z.literal('file') }),
]);
export type StreetChoice = z.infer<typeof StreetChoice>;

/**
 * The office's first account. The accounts slice holds the rules for logins and passwords; the limits here only keep
 * unreasonable input out.
 */
export const FirstAdmin = z.strictObject({
  login: z.string().min(1).max(100),
  name: lineOfText(50),
  password: z.string().min(1).max(200),
});
export type FirstAdmin = z.infer<typeof FirstAdmin>;

/** POST /api/setup. In a multipart request this is the part `setup`, as JSON. */
export const SetupRequest = z.strictObject({ commandId: Id, admin: FirstAdmin, street: StreetChoice });
export type SetupRequest = z.infer<typeof SetupRequest>;

/** GET /api/setup/divisions: either a search (`q`) or the divisions one level below `under` ('' for provinces). */
export const DivisionQuery = z.strictObject({
  q: lineOfText(50).optional(),
  under: z
    .string()
    .regex(/^(\d{2}|\d{4}|\d{6})?$/)
    .optional(),
});
export type DivisionQuery = z.infer<typeof DivisionQuery>;

/** `code` has 2, 4 or 6 digits above the street and 12 for a street; `path` names what it lies in, from the province. */
export const Division = z.strictObject({ code: z.string(), name: z.string(), path: z.array(z.string()) });
export type Division = z.infer<typeof Division>;

/** `edition`: the day of the list. `more`: there were more hits than are shown; the person should type more. */
export const DivisionList = z.strictObject({
  edition: z.string(),
  divisions: z.array(Division),
  more: z.boolean(),
});
export type DivisionList = z.infer<typeof DivisionList>;
