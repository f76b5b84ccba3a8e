import { z } from 'zod';

/** Any identifier of ours: a UUID, lower case. */
export const Id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

/** `YYYY-MM-DD`, a day that exists. */
export const DayShape = z.iso.date();

/** A moment, RFC 3339 with its offset. */
export const Moment = z.iso.datetime({ offset: true });

/**
 * One line of text a person typed: trimmed, NFC, without control or direction-changing characters (they could make a
 * name look like another one).
 */
export function lineOfText(max: number) {
  return z
    .string()
    .max(max * 4)
    .transform((text) => text.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(1)
        .max(max)
        .regex(/^[^\p{Cc}\p{Cs}\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]*$/u),
    );
}

/** Why something was done, in a person's words; kept in the audit, so it must hold no personal data. */
export const Reason = lineOfText(200);
