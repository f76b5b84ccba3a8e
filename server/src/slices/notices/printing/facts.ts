import { qrText } from '@linli/core/notices';
import type { Config } from '../../../platform/config/config.ts';
import { payloadOf, publicUrlOf } from '../notice.ts';
import type { Office } from '../office/store.ts';
import type { PosterFacts } from '../posters/layout.ts';
import { advice } from '../posters/words.ts';
import type { NoticeRecord } from '../reads/store.ts';
import { clockTime, longDay, monthDay } from '../time.ts';

/** What the QR of a notice holds. */
export function qrTextOf(notice: NoticeRecord, config: Config): string {
  return qrText(publicUrlOf(config), payloadOf(notice, notice.prefix), notice.signature);
}

/** A notice as its poster says it. */
export function posterOf(notice: NoticeRecord, office: Office, config: Config): PosterFacts {
  const { status, title, sentence, name, trail, day, serial, rehearsal } = notice;
  const [, community, ...rest] = trail;
  const within = notice.level === 'cell' || notice.level === 'compound';
  return {
    ...{ status, title, sentence, name, serial, rehearsal },
    lasting: withoutPlace(notice),
    head: [office.streetName, ...(within && community ? [community] : [])].join(' · '),
    trail: (within ? [community ?? '', ...rest] : [office.streetName]).join(' › '),
    dayLong: longDay(day),
    dayDots: day.replaceAll('-', '.'),
    asOf: `${monthDay(day)} ${clockTime(notice.asOf, office.timeZone)}`,
    link: `${publicUrlOf(config).replace(/^https?:\/\//, '')}/n/${notice.prefix}${notice.code}`,
    qrText: qrTextOf(notice, config),
    advice: advice[status],
  };
}

/** The place stands in large type on the same sheet: the lasting title need not repeat it. */
function withoutPlace({ lasting, level, name, trail }: NoticeRecord): string | null {
  const place = level === 'cell' ? `${trail.at(-1) ?? ''}${name}` : name;
  return lasting?.startsWith(place) ? lasting.slice(place.length) : lasting;
}
