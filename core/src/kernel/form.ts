import { z } from 'zod';
import type { Text } from './language.ts';
import type { FieldProblem } from './problem.ts';
import { lineOfText } from './shapes.ts';

const TextShape = z.strictObject({ zh: lineOfText(40), en: lineOfText(80) });
const Key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

/** The most a count can be: more people than any cell, compound or grid can hold. */
export const mostCount = 100_000;

/**
 * One question of a form, as data that an office can change.
 * `normal`: which answer needs no attention; null: every answer is normal, the figure is only told.
 * `finding`: the kind of finding that an answer which is not normal opens; null: none.
 * `source`: where the answer is filled in from beforehand; null: it starts at the normal answer.
 */
const shared = {
  key: Key,
  label: TextShape,
  finding: Key.nullable(),
  source: z
    .string()
    .regex(/^[a-z][a-z0-9_.]{0,59}$/)
    .nullable(),
};

export const FormField = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('count'), ...shared, normal: z.literal(0).nullable() }),
  z.strictObject({ kind: z.literal('yesno'), ...shared, normal: z.boolean().nullable() }),
]);
export type FormField = z.infer<typeof FormField>;

export const Form = z
  .array(FormField)
  .max(40)
  .refine((fields) => new Set(fields.map((field) => field.key)).size === fields.length, 'keys must differ');
export type Form = z.infer<typeof Form>;

export type Answers = Readonly<Record<string, number | boolean>>;
export const AnswersShape = z.record(Key, z.union([z.int().min(0).max(mostCount), z.boolean()]));

const wrong: Readonly<Record<'unknown' | 'type', Text>> = {
  unknown: { zh: '表上没有这一项', en: 'The form has no such field' },
  type: { zh: '类型不对', en: 'Wrong type' },
};

/** What is wrong with the answers; an answer left out is taken as normal and is never wrong. */
export function answerProblems(form: Form, answers: Answers): FieldProblem[] {
  const fields = new Map(form.map((field) => [field.key, field]));
  return Object.entries(answers).flatMap(([key, answer]) => {
    const field = fields.get(key);
    if (!field) return [{ path: `answers/${key}`, text: wrong.unknown }];
    const fits = field.kind === 'count' ? typeof answer === 'number' : typeof answer === 'boolean';
    return fits ? [] : [{ path: `answers/${key}`, text: wrong.type }];
  });
}

/** The answers that are not normal, with their fields. Only these are typed by a person. */
export function exceptions(
  form: Form,
  answers: Answers,
): { readonly field: FormField; readonly answer: number | boolean }[] {
  return form.flatMap((field) => {
    const answer = answers[field.key];
    if (answer === undefined || field.normal === null || answer === field.normal) return [];
    return [{ field, answer }];
  });
}
