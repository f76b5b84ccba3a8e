import { type NoticeLevel, type Status, statusTexts } from '../kernel/index.ts';

/** What a group robot needs to know of a notice. */
export interface ToldNotice {
  readonly level: NoticeLevel;
  readonly name: string;
  readonly trail: readonly string[];
  readonly status: Status;
  readonly title: string;
  readonly serial: string;
}

const marks: Readonly<Record<Status, string>> = { clear: '○', pending: '◇', attention: '△' };

/** Names in one message; the rest is on the page. WeCom takes 2,048 bytes. */
const mostNamed = 12;

const inFull = ({ name, trail }: ToldNotice) => `${trail.at(-1) ?? ''}${name}`;

/** "42 处今日无疫，1 处待核": by the words in use, clear first. */
function tallied(notices: readonly ToldNotice[]): string {
  const counts = new Map<string, { title: string; status: Status; count: number }>();
  for (const { title, status } of notices) {
    const key = `${status} ${title}`;
    const known = counts.get(key) ?? { title, status, count: 0 };
    counts.set(key, { ...known, count: known.count + 1 });
  }
  const order = Object.keys(statusTexts);
  return [...counts.values()]
    .sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status))
    .map(({ title, count, status }) => `${marks[status]}${title} ${count} 处`)
    .join('，');
}

/**
 * What a robot tells of a publication. `whole`: the notice of the robot's own street or community, when it is among
 * them; `asOf`: in words; `link`: its live page.
 */
export function publicationText(
  whole: ToldNotice | null,
  notices: readonly ToldNotice[],
  given: { readonly asOf: string; readonly helpline: string; readonly link: string | null },
): string {
  const unclear = notices.filter((notice) => notice.status !== 'clear' && notice !== whole);
  const named = unclear
    .slice(0, mostNamed)
    .map((notice) => `${marks[notice.status]}${inFull(notice)} ${notice.title}`);
  const more = unclear.length > named.length ? [`另有 ${unclear.length - named.length} 处，见页面。`] : [];
  return [
    whole ? `【公示】${whole.name} ${marks[whole.status]}${whole.title}` : '【公示】',
    `截至 ${given.asOf}：${tallied(notices)}。`,
    ...named,
    ...more,
    ...(whole ? [`编号 ${whole.serial}`] : []),
    ...(given.link === null ? [] : [given.link]),
    `求助热线 ${given.helpline}`,
  ].join('\n');
}

/** What a robot tells of a withdrawal; why, is on no public channel. */
export function withdrawalText(notices: readonly ToldNotice[], helpline: string): string {
  const named = notices.slice(0, mostNamed).map((notice) => `${inFull(notice)}（${notice.serial}）`);
  const more = notices.length > named.length ? [`等共 ${notices.length} 处。`] : [];
  return [
    '【撤回】以下公示已撤回，请勿再转发；现场的请取下：',
    ...named,
    ...more,
    '最新情况以扫码页面和街道通知为准。',
    `求助热线 ${helpline}`,
  ].join('\n');
}

/** Before a text that is sent again because nobody can know whether it arrived. */
export const repeatedMark = '（重发：如已收到请忽略）\n';

export const testText = '【测试】邻里群机器人已接通。';
