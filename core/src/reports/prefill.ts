import type { Answers, Form } from '../kernel/index.ts';

/**
 * What a form starts with, so that only exceptions are typed. For each field: what its source knows; a figure that only
 * tells (`normal` null), as last reported; what was not normal and is still open, as last reported; the normal answer.
 *
 * `known`: from the fields' sources; `last`: the answers last filed, null when none; `open`: kinds of open findings.
 */
export function prefillAnswers(
  form: Form,
  known: Answers,
  last: Answers | null,
  open: ReadonlySet<string>,
): Answers {
  const entries = form.flatMap((field): [string, number | boolean][] => {
    const before = last?.[field.key];
    const fits = (answer: unknown): answer is number | boolean =>
      typeof answer === (field.kind === 'count' ? 'number' : 'boolean');
    const given = known[field.key];
    if (fits(given)) return [[field.key, given]];
    const carried = field.normal === null || (field.finding !== null && open.has(field.finding));
    if (carried && fits(before)) return [[field.key, before]];
    return field.normal === null ? [] : [[field.key, field.normal]];
  });
  return Object.fromEntries(entries);
}

/** The sums of the figures that reports told, in the order of the form. */
export function sumsOf(
  form: Form,
  answers: readonly Answers[],
): { readonly key: string; readonly label: { zh: string; en: string }; readonly sum: number }[] {
  return form
    .filter((field) => field.kind === 'count')
    .map(({ key, label }) => ({
      key,
      label,
      sum: answers.reduce((sum, { [key]: answer }) => sum + (typeof answer === 'number' ? answer : 0), 0),
    }));
}
