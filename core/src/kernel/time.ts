/** A calendar day as `YYYY-MM-DD`, in the street's time zone. */
export type Day = string;

/** The time zone of every street in China (one zone by law); a street row may name another. */
export const defaultTimeZone = 'Asia/Shanghai';

/** The calendar day of a moment in a time zone. */
export function dayOf(now: number, timeZone: string = defaultTimeZone): Day {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return parts.format(now);
}

/** The day `count` days after (before, when negative). */
export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}
