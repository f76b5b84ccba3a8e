/** How a number is shown, as far as it changes what the cell means. */
export interface NumberFormat {
  readonly date: boolean;
  /** Digits a whole number is padded to (`0000` → 4); 0 for no padding. */
  readonly zeros: number;
}

const plain: NumberFormat = { date: false, zeros: 0 };
const dated: NumberFormat = { date: true, zeros: 0 };

/**
 * Built-in formats that show a date or a time: ECMA-376 part 1, 18.8.30; 27–36 and 50–58 are the dates of Chinese,
 * Japanese and Korean editions. 45–47 are durations and times.
 */
const builtInDate = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id === 45 || id === 47 || (id >= 50 && id <= 58);

/** What a custom format code means. Quoted, escaped and padding characters say nothing; `[h]` is a duration, not a date. */
export function formatOf(code: string): NumberFormat {
  const [first = ''] = code
    .replace(/"[^"]*"|\\.|_.|\*./gs, '')
    .split(';')
    .map((section) => section.trim());
  if (/\[(h+|m+|s+)\]/i.test(first)) return plain;
  const shown = first.replace(/\[[^\]]*\]/g, '').replace(/general|G\/通用格式/gi, '');
  if (/^0{2,}$/.test(shown)) return { date: false, zeros: shown.length };
  return /[ymdhs]|e(?![+-])|年|月|日|时|分|秒|上午/i.test(shown) &&
    !/[#?0]/.test(shown.replace(/s\.0+/i, 's'))
    ? dated
    : plain;
}

export function builtInFormat(id: number): NumberFormat {
  return builtInDate(id) ? dated : plain;
}

/** More characters than the longest plain writing of a double; bounds the patterns below. */
const longestNumber = 400;

/** A whole number exactly as it is stored; anything else as Excel shows it at full width: 15 digits, no exponent. */
export function numberText(stored: string, zeros = 0): string | null {
  if (stored.length > longestNumber) return null;
  const whole = /^(-?)(\d+)$/.exec(stored);
  if (whole) return `${whole[1]}${(whole[2] ?? '').padStart(zeros, '0')}`;
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(stored)) return null;
  const value = Number(stored);
  if (!Number.isFinite(value)) return null;
  const short = String(Number(value.toPrecision(15)));
  if (Number.isInteger(value))
    return short.includes('e') ? BigInt(value).toString() : short.padStart(zeros, '0');
  return short.includes('e') ? value.toFixed(20).replace(/0+$/, '') : short;
}

const daySeconds = 86_400;
/** 9999-12-31, the last day Excel knows, in the 1900 system. */
const lastDay = 2_958_465;
/** Days between the 1900 and the 1904 system (ECMA-376 part 1, 18.17.4.1). */
const days1904 = 1_462;

const two = (value: number) => String(value).padStart(2, '0');

function clockText(seconds: number): string {
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/**
 * A serial as a date in ISO form, to the second; below one day as a time alone. Null when no such day exists, which
 * includes the 29 February 1900 that the 1900 system counts (serial 60).
 */
export function dateText(serial: number, date1904: boolean): string | null {
  let day = Math.floor(serial);
  let seconds = Math.round((serial - day) * daySeconds);
  if (seconds === daySeconds) {
    day += 1;
    seconds = 0;
  }
  if (day === 0 && !date1904) return clockText(seconds);
  const days = date1904 ? day + days1904 : day;
  if (serial < 0 || days > lastDay || days === 60) return null;
  const sinceEpoch = days < 60 ? days + 1 : days;
  const iso = new Date(Date.UTC(1899, 11, 30) + sinceEpoch * daySeconds * 1000).toISOString().slice(0, 10);
  return seconds === 0 ? iso : `${iso}T${clockText(seconds)}`;
}

/** A cell of type `d` holds ISO 8601 already; midnight is cut so that a day looks the same from either kind of cell. */
export function isoDateText(stored: string): string | null {
  const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?Z?)?$/.exec(stored);
  if (!parts) return null;
  const time = parts[2] === undefined ? '00:00:00' : parts[2].padEnd(8, ':00');
  return time === '00:00:00' ? (parts[1] ?? null) : `${parts[1]}T${time}`;
}
