import {
  type Day,
  type NoticeLevel,
  noticeLevels,
  type Status,
  type StatusLevel,
  statuses,
} from '../kernel/index.ts';
import { type NoticeWording, noticeWords } from './wording.ts';
import type { ExceptionKind } from './words.ts';

/** A place or set with its status; `wholes`: what it is directly part of. */
export interface StatusPlace {
  readonly id: string;
  readonly level: StatusLevel;
  readonly name: string;
  readonly wholes: readonly string[];
  readonly status: Status;
}

/** What was said of a place the day before. */
export interface PastDraft {
  readonly status: Status;
  readonly clearDays: number;
}

/** What would be published of a place. */
export interface Draft {
  readonly targetId: string;
  readonly level: NoticeLevel;
  /** Its position in the list: wholes before their parts, as one walks them. */
  readonly sort: number;
  readonly name: string;
  /** Names of what it lies in, from the street down. */
  readonly trail: readonly string[];
  /** Everything it is part of, directly or not. */
  readonly wholes: readonly string[];
  readonly status: Status;
  readonly was: Status | null;
  readonly clearDays: number;
  readonly title: string;
  readonly sentence: string;
  readonly lasting: string | null;
  readonly lastingDays: number;
}

export interface DraftDay {
  readonly day: Day;
  /** HH:MM of the facts, in the street's time zone. */
  readonly time: string;
  readonly wording: NoticeWording;
  /** How many clear days earn the lasting title. */
  readonly needed: number;
  readonly past: ReadonlyMap<string, PastDraft>;
  /** Places whose notice of this very day was withdrawn: the day does not count as a clear one, whatever comes after. */
  readonly withdrawn: ReadonlySet<string>;
}

const trailLevels: readonly StatusLevel[] = ['street', 'community', 'compound'];

function isNoticeLevel(level: StatusLevel): level is NoticeLevel {
  return (noticeLevels as readonly StatusLevel[]).includes(level);
}

/** A draft for each place of the five levels. A day without a draft before it starts the count of clear days anew. */
export function draftNotices(places: readonly StatusPlace[], given: DraftDay): Draft[] {
  const byId = new Map(places.map((place) => [place.id, place]));
  const { day, time, wording, needed } = given;
  return places.flatMap((place, sort) => {
    const { id, level, name, status } = place;
    if (!isNoticeLevel(level)) return [];
    const above = wholesOf(place, byId);
    const past = given.past.get(id);
    const counts = status === 'clear' && !given.withdrawn.has(id);
    const clearDays = counts ? (past?.clearDays ?? 0) + 1 : 0;
    const trail = trailLevels.flatMap((at) =>
      above.filter((whole) => whole.level === at).map((whole) => whole.name),
    );
    const said = level === 'cell' ? `${trail.at(-1) ?? ''}${name}` : name;
    return [
      {
        ...{ targetId: id, level, sort, name, trail, status, clearDays, was: past?.status ?? null },
        wholes: above.map((whole) => whole.id),
        ...noticeWords(wording, { place: said, status, day, time, clearDays, needed }),
      },
    ];
  });
}

function wholesOf(place: StatusPlace, byId: ReadonlyMap<string, StatusPlace>): StatusPlace[] {
  const found = new Map<string, StatusPlace>();
  const climb = (from: StatusPlace): void => {
    for (const id of from.wholes) {
      const whole = byId.get(id);
      if (!whole || found.has(id)) continue;
      found.set(id, whole);
      climb(whole);
    }
  };
  climb(place);
  return [...found.values()];
}

/** Why a draft is worth a look before it is published; empty: it is clear, as it was yesterday. */
export function exceptionsOf(
  draft: Pick<Draft, 'status' | 'was'> & { readonly withdrawn: boolean },
  dayBefore: boolean,
): ExceptionKind[] {
  const kinds: ExceptionKind[] = [];
  if (draft.withdrawn) kinds.push('withdrawn');
  if (draft.status !== 'clear') kinds.push('not_clear');
  if (draft.was !== null && draft.was !== draft.status) kinds.push('changed');
  // On the first day of an event nothing has a day before, and saying so of each place says nothing.
  if (draft.was === null && dayBefore) kinds.push('first');
  return kinds;
}

/** True when `now` says worse of a place than `then`. */
export function isWorse(now: Status, then: Status): boolean {
  return statuses.indexOf(now) > statuses.indexOf(then);
}
