import type { Language } from '@linli/core/kernel';

const locales: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' };

/** A whole number with its thousands marked. */
export function formatNumber(value: number, language: Language): string {
  return value.toLocaleString(locales[language]);
}

/** A moment as records show it: absolute, to the second, in the street's time zone. */
export function formatMoment(moment: string, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(locales[language], {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone,
  }).format(new Date(moment));
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** A fresh moment as distance from now, an older one (a week) as its date. */
export function formatFresh(moment: string, now: number, language: Language, timeZone: string): string {
  const seconds = Math.round((Date.parse(moment) - now) / 1_000);
  if (Math.abs(seconds) > 7 * 86_400) return formatMoment(moment, language, timeZone);
  const words = new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' });
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return words.format(0, 'minute');
}
