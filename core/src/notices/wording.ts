import { type Day, fill, type Status } from '../kernel/index.ts';

/** The sentences of an event; the shape is that of its parameters. */
export interface NoticeWording {
  readonly clear: { readonly title: string; readonly sentence: string };
  readonly attention: { readonly title: string; readonly sentence: string };
  readonly pending: { readonly title: string; readonly sentence: string };
  readonly lasting: string;
}

export interface NoticeWords {
  readonly title: string;
  readonly sentence: string;
  /** Days in a row that earned the lasting title; 0: not earned. */
  readonly lastingDays: number;
  readonly lasting: string | null;
}

/**
 * The words of one notice. `clearDays`: how many the place has had in a row; `needed`: how many earn the lasting title.
 * `time`: HH:MM of the facts, in the street's time zone.
 */
export function noticeWords(
  wording: NoticeWording,
  given: { place: string; status: Status; day: Day; time: string; clearDays: number; needed: number },
): NoticeWords {
  const { place, time, clearDays } = given;
  const [, month = '', date = ''] = given.day.split('-');
  const { title, sentence } = wording[given.status];
  const day = `${Number(month)}月${Number(date)}日`;
  const params = { place, day, time, days: clearDays };
  const earned = given.status === 'clear' && clearDays >= given.needed;
  return {
    title,
    sentence: fill(sentence, params),
    lastingDays: earned ? clearDays : 0,
    lasting: earned ? fill(wording.lasting, params) : null,
  };
}
