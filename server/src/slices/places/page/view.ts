import type { Language } from '@linli/core/kernel';
import { placeKinds } from '@linli/core/places';
import { type Html, html } from '../../../platform/http/html.ts';
import { publicPage, type Reading, readingLink } from '../../../platform/http/public-page.ts';
import type { PublicPlace } from './store.ts';

/** The national line for government services; an office may set its own later. */
const helpline = '12345';

const words = {
  zh: {
    calm: '现在没有进行中的应急事件。',
    calmMore: '有事件时，这里显示当天的公示。',
    closed: '这个地点已经关闭。',
    successor: '看合并后的地点',
    trail: '所在位置',
    grid: '所属网格',
    code: '统计用区划代码',
    parts: '下级地点',
    help: '求助电话',
    helpMore: '生命危险请拨 120、119、110。',
    unknown: '没有找到这个地点',
    unknownMore: '二维码可能已经更换，或者没有扫完整。请扫门口最新的公示，或拨打求助电话。',
    foot: '本页由街道办事处提供，不含任何个人信息。',
  },
  en: {
    calm: 'There is no active emergency.',
    calmMore: 'During one, the day’s notice is shown here.',
    closed: 'This place has been closed.',
    successor: 'See the place it became part of',
    trail: 'Where it is',
    grid: 'Grid',
    code: 'Division code',
    parts: 'Places within',
    help: 'Helpline',
    helpMore: 'If life is in danger call 120, 119 or 110.',
    unknown: 'This place was not found',
    unknownMore:
      'The code may have been replaced, or was not read in full. Scan the newest notice at the door, or call the helpline.',
    foot: 'Provided by the sub-district office. It holds no personal data.',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** The page of one place. `prefix`: of its street, for the links around it; `states`: what is to be said of it now. */
export function placePage(
  place: PublicPlace,
  prefix: string,
  states: readonly Html[],
  reading: Reading,
): string {
  const say = words[reading.language];
  const link = (shortCode: string) => readingLink(`/p/${prefix}${shortCode}`, reading);
  const body = html`
${place.trail.length > 0 && trailOf(place, say.trail, link)}
<h1>${place.name}</h1>
<p class="kind">${placeKinds[place.kind][reading.language]}</p>
${states.length > 0 ? states : html`<section class="state">${stateOf(place, reading.language, link)}</section>`}
<dl class="facts">
${place.grid !== null && html`<dt>${say.grid}</dt><dd>${place.grid}</dd>`}
${place.code !== null && html`<dt>${say.code}</dt><dd>${place.code}</dd>`}
</dl>
${helpOf(reading.language)}
${place.parts.length > 0 && partsOf(place, say.parts, link)}`;
  return publicPage({
    title: place.name,
    path: `/p/${prefix}${place.shortCode}`,
    reading,
    body,
    foot: html`${say.foot}`,
  });
}

/** For a code that leads nowhere. */
export function unknownPage(path: string, reading: Reading): string {
  const say = words[reading.language];
  const body = html`<h1>${say.unknown}</h1><section class="state"><p>${say.unknownMore}</p></section>${helpOf(reading.language)}`;
  return publicPage({ title: say.unknown, path, reading, body, foot: html`${say.foot}` });
}

function helpOf(language: Language): Html {
  const say = words[language];
  return html`<h2>${say.help}</h2>
<p><a class="call" href="tel:${helpline}">${helpline}</a></p>
<p>${say.helpMore}</p>`;
}

type Link = (shortCode: string) => string;

function trailOf(place: PublicPlace, label: string, link: Link): Html {
  const items = place.trail.map(
    ({ name, shortCode }) => html`<li><a href="${link(shortCode)}">${name}</a></li>`,
  );
  return html`<nav aria-label="${label}"><ol class="trail">${items}</ol></nav>`;
}

function stateOf(place: PublicPlace, language: Language, link: Link): Html {
  const say = words[language];
  if (!place.closed) return html`<p><strong>${say.calm}</strong> ${say.calmMore}</p>`;
  const onward =
    place.successor === null ? null : html` <a href="${link(place.successor)}">${say.successor}</a>`;
  return html`<p><strong>${say.closed}</strong>${onward}</p>`;
}

function partsOf(place: PublicPlace, label: string, link: Link): Html {
  const items = place.parts.map(
    ({ name, shortCode }) => html`<li><a href="${link(shortCode)}">${name}</a></li>`,
  );
  return html`<nav aria-label="${label}"><h2>${label}</h2><ul class="parts">${items}</ul></nav>`;
}
