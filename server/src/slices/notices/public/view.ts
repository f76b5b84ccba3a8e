import { addDays, fill, type Language, type Status } from '@linli/core/kernel';
import { noticeStates } from '@linli/core/notices';
import { Html, html } from '../../../platform/http/html.ts';
import { publicPage, type Reading, readingLink } from '../../../platform/http/public-page.ts';
import { clockTime, monthDay } from '../time.ts';
import type { PublicNotice } from './store.ts';
import { pageWords } from './words.ts';

const historyDays = 14;

const outlines: Readonly<Record<Status, string>> = {
  clear: '<circle cx="12" cy="12" r="9.5"/><path d="m7.5 12.3 3.2 3.2 6-6.6"/>',
  pending: '<path d="M12 2 22 12 12 22 2 12Z"/><path d="M8 12h.01M12 12h.01M16 12h.01"/>',
  attention: '<path d="M12 3 22.5 21h-21Z"/><path d="M12 9.5v5M12 17.8h.01"/>',
};

/** The same three shapes as on the posters: told apart without colour, and beside the word. */
function shapeOf(status: Status): Html {
  return new Html(`<svg class="shape" viewBox="0 0 24 24" aria-hidden="true">${outlines[status]}</svg>`);
}

/** In the page's words: the office's own in Chinese, the status in English. */
function titleOf({ status, title }: { status: Status; title: string }, language: Language): string {
  return language === 'zh' ? title : pageWords.en.status[status];
}

function shortDay(day: string, language: Language): string {
  return language === 'zh' ? monthDay(day) : day;
}

interface Shown {
  readonly notice: PublicNotice;
  readonly genuine: boolean;
  readonly reading: Reading;
}

/** The live page of a notice. */
export function noticePage(shown: Shown): string {
  const { notice, reading } = shown;
  const say = pageWords[reading.language];
  const path = `/n/${notice.prefix}${notice.code}`;
  const title = notice.rehearsal ? say.rehearsal : `${notice.name} · ${titleOf(notice, reading.language)}`;
  const body = notice.rehearsal
    ? html`<h1>${say.rehearsal}</h1><section class="state"><p>${say.rehearsalMore}</p></section>${helpOf(shown)}`
    : html`<p class="trail">${notice.trail.join(' › ')}</p>
<h1>${notice.name}</h1>
${stateOf(shown)}
${factsOf(shown)}
${helpOf(shown)}
${historyOf(shown)}`;
  const foot = html`${say.foot} <a href="/.well-known/linli-notice-keys.json">${say.keys}</a>`;
  return publicPage({ title, path, reading, body, foot });
}

/** For a code that leads nowhere. */
export function unknownNotice(path: string, reading: Reading): string {
  const say = pageWords[reading.language];
  const body = html`<h1>${say.unknown}</h1><section class="state"><p>${say.unknownMore}</p></section>
<h2>${say.help}</h2><p><a class="call" href="tel:12345">12345</a></p><p>${say.helpMore}</p>`;
  return publicPage({ title: say.unknown, path, reading, body, foot: html`${say.foot}` });
}

/** What a place's own page says of it now. */
export function placeState(notice: PublicNotice, reading: Reading): Html {
  const say = pageWords[reading.language];
  const link = readingLink(`/n/${notice.prefix}${notice.code}`, reading);
  return html`${stateOf({ notice, genuine: true, reading })}
<p>${say.facts.serial} ${notice.serial} · <a href="${link}">${say.details}</a></p>`;
}

function stateOf({ notice, reading }: Shown): Html {
  const say = pageWords[reading.language];
  const onward =
    notice.currentCode !== null && notice.currentCode !== `${notice.prefix}${notice.code}`
      ? html`<p><a href="${readingLink(`/n/${notice.currentCode}`, reading)}">${say.newest}</a></p>`
      : null;
  if (notice.state === 'withdrawn')
    return html`<section class="state ended"><p><strong>${say.withdrawn}</strong> ${say.withdrawnMore}</p>${onward}</section>`;
  if (notice.state === 'replaced')
    return html`<section class="state ended"><p><strong>${say.replaced}</strong> ${say.replacedMore}</p>${onward}</section>`;
  const expired = notice.day < notice.today;
  const day = shortDay(notice.day, reading.language);
  return html`<section class="state ${expired ? 'ended' : notice.status}">
${expired && html`<p><strong>${fill(say.expired, { day })}</strong> ${say.expiredMore}</p>`}
<p class="said">${shapeOf(notice.status)}<strong>${titleOf(notice, reading.language)}</strong></p>
${reading.language === 'zh' && html`<p>${notice.sentence}</p>`}
${notice.lasting !== null && reading.language === 'zh' && html`<p>${notice.lasting}</p>`}
${say.advice[notice.status] !== '' && html`<p>${say.advice[notice.status]}</p>`}
</section>`;
}

function factsOf({ notice, genuine, reading }: Shown): Html {
  const say = pageWords[reading.language];
  const at = (moment: number) => clockTime(moment, notice.timeZone);
  const state =
    notice.state === 'current' && notice.day < notice.today
      ? null
      : noticeStates[notice.state][reading.language];
  return html`<dl class="facts">
<dt>${say.facts.asOf}</dt><dd>${shortDay(notice.day, reading.language)} ${at(notice.asOf)}</dd>
<dt>${say.facts.serial}</dt><dd>${notice.serial}</dd>
${state !== null && html`<dt>${say.facts.state}</dt><dd>${state}${notice.endedAt !== null && html` ${at(notice.endedAt)}`}</dd>`}
<dt>${say.facts.signature}</dt><dd>${genuine ? fill(say.genuine, { street: notice.streetName }) : say.forged}</dd>
</dl>`;
}

function helpOf({ notice, reading }: Shown): Html {
  const say = pageWords[reading.language];
  return html`<h2>${say.help}</h2>
<p><a class="call" href="tel:${notice.helpline.replaceAll(' ', '')}">${notice.helpline}</a></p>
<p>${say.helpMore}</p>`;
}

function historyOf({ notice, reading }: Shown): Html {
  const say = pageWords[reading.language];
  const byDay = new Map(notice.history.map((past) => [past.day, past]));
  const rows = Array.from({ length: historyDays }, (_none, back) => {
    const day = addDays(notice.today, -back);
    const past = byDay.get(day);
    const said = past ? html`${shapeOf(past.status)}${titleOf(past, reading.language)}` : html`${say.none}`;
    const shown = past?.withdrawn ? html`${say.takenBack}` : said;
    return html`<tr><th scope="row"><time datetime="${day}">${shortDay(day, reading.language)}</time></th><td class="${past && !past.withdrawn ? past.status : 'none'}">${shown}</td></tr>`;
  });
  return html`<h2 id="days">${say.history}</h2><table class="days" aria-labelledby="days"><tbody>${rows}</tbody></table>`;
}
