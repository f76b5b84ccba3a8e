import { addDays, type Day, type NoticeLevel, noticeLevels, type Status, statuses } from '../kernel/index.ts';
import { fromUtf8, utf8 } from './bytes.ts';

/** What a notice states, as it is signed. Nothing else on a poster is vouched for. */
export interface NoticePayload {
  /** Of the signing key: 8 hex digits, the beginning of the SHA-256 of the public key. */
  readonly keyId: string;
  readonly code: string;
  readonly serial: string;
  readonly level: NoticeLevel;
  /** Where it hangs, in words, at most 96 bytes (`placeLabel`). */
  readonly place: string;
  readonly status: Status;
  /** The word for the status, as the office chose it. */
  readonly title: string;
  readonly day: Day;
  /** Minutes since 1970, UTC, of the facts it states. */
  readonly asOfMinute: number;
  /** Clear days in a row, when they earned the lasting title; else 0. */
  readonly lastingDays: number;
  readonly rehearsal: boolean;
}

const mostPlaceBytes = 96;
const first = 'linli-notice-1\n';

/**
 * The one spelling of a payload: JSON with its fields in this order, after a line that says what is signed, so that a
 * signature made for something else never counts here.
 */
export function canonicalPayload(payload: NoticePayload): Uint8Array {
  const { keyId, code, serial, level, place, status, title, day, asOfMinute, lastingDays, rehearsal } =
    payload;
  return utf8(
    first +
      JSON.stringify({
        keyId,
        code,
        serial,
        level,
        place,
        status,
        title,
        day,
        asOfMinute,
        lastingDays,
        rehearsal,
      }),
  );
}

/** The place with as many of the places it lies in as fit, outermost dropped first; a name too long by itself is cut. */
export function placeLabel(trail: readonly string[], name: string): string {
  for (let from = 0; from < trail.length; from += 1) {
    const label = [...trail.slice(from), name].join('·');
    if (utf8(label).length <= mostPlaceBytes) return label;
  }
  const letters = [...name];
  while (utf8(letters.join('')).length > mostPlaceBytes) letters.pop();
  return letters.join('');
}

/** `<letters of the street>-<day>-<number on that day>` */
export function serialOf(letters: string, day: Day, no: number): string {
  return `${letters}-${day.replaceAll('-', '')}-${String(no).padStart(4, '0')}`;
}

const serialParts = /^([A-Z]{1,6})-(\d{8})-(\d{4,7})$/;
const epochDay = '2020-01-01';
const dayMs = 86_400_000;

/**
 * The payload as few bytes, for a QR code; `code` is left out, since it stands in the address beside it, and of the
 * serial only what the day does not tell. Null when a field does not fit (a caller's mistake).
 *
 * 1 version · 1 status, level, rehearsal · 4 key id · 2 day · 4 minute · 2 lasting days · 3 number · then letters,
 * title and place, each with its length before it.
 */
export function packPayload(payload: NoticePayload): Uint8Array | null {
  const serial = serialParts.exec(payload.serial);
  const dayNo = (Date.parse(payload.day) - Date.parse(epochDay)) / dayMs;
  if (!serial || serial[2] !== payload.day.replaceAll('-', '') || !(dayNo >= 0 && dayNo < 65_536))
    return null;
  const flags =
    statuses.indexOf(payload.status) |
    (noticeLevels.indexOf(payload.level) << 2) |
    (payload.rehearsal ? 0x20 : 0);
  const texts = [serial[1] ?? '', payload.title, payload.place].map(utf8);
  if (texts.some((text) => text.length > 255)) return null;
  return Uint8Array.from([
    1,
    flags,
    ...(payload.keyId.match(/../g) ?? []).map((hex) => Number.parseInt(hex, 16)),
    ...number(dayNo, 2),
    ...number(payload.asOfMinute, 4),
    ...number(payload.lastingDays, 2),
    ...number(Number(serial[3]), 3),
    ...texts.flatMap((text) => [text.length, ...text]),
  ]);
}

function number(value: number, bytes: number): number[] {
  return Array.from(
    { length: bytes },
    (_none, index) => Math.floor(value / 256 ** (bytes - 1 - index)) % 256,
  );
}

/** Reads bytes from the front; every read past the end marks it broken. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;
  broken = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(count: number): Uint8Array {
    const part = this.#bytes.subarray(this.#at, this.#at + count);
    if (part.length < count) this.broken = true;
    this.#at += count;
    return part;
  }

  number(bytes: number): number {
    return this.take(bytes).reduce((sum, byte) => sum * 256 + byte, 0);
  }

  text(): string {
    const text = fromUtf8(this.take(this.number(1)));
    if (text === null) this.broken = true;
    return text ?? '';
  }

  get ended(): boolean {
    return this.#at === this.#bytes.length;
  }
}

/** What `packPayload` took, with the code from the address; null for anything else. */
export function unpackPayload(bytes: Uint8Array, code: string): NoticePayload | null {
  const reader = new Reader(bytes);
  const version = reader.number(1);
  const flags = reader.number(1);
  const keyId = Array.from(reader.take(4), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const day = addDays(epochDay, reader.number(2));
  const [asOfMinute, lastingDays, no] = [reader.number(4), reader.number(2), reader.number(3)];
  const [letters, title, place] = [reader.text(), reader.text(), reader.text()];
  const status = statuses[flags & 0x03];
  const level = noticeLevels[(flags >> 2) & 0x07];
  if (version !== 1 || reader.broken || !reader.ended || !status || !level || flags > 0x3f) return null;
  return {
    keyId,
    code,
    serial: serialOf(letters, day, no),
    level,
    place,
    status,
    title,
    day,
    asOfMinute,
    lastingDays,
    rehearsal: (flags & 0x20) !== 0,
  };
}
