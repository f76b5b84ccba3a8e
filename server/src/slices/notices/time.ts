import type { Day } from '@linli/core/kernel';

const weekdays = ['日', '一', '二', '三', '四', '五', '六'];

export const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

const parts = new Map<string, Intl.DateTimeFormat>();

/** The clock time of a moment, HH:MM, in a time zone. */
export function clockTime(moment: number, timeZone: string): string {
  const known =
    parts.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  parts.set(timeZone, known);
  return known.format(moment);
}

/** `11月23日` */
export function monthDay(day: Day): string {
  const [, month, date] = day.split('-');
  return `${Number(month)}月${Number(date)}日`;
}

/** `2026年11月23日 星期一` */
export function longDay(day: Day): string {
  const [year] = day.split('-');
  return `${year}年${monthDay(day)} 星期${weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()]}`;
}
