import { statusTexts, type Text } from '../kernel/index.ts';
import type { NodeStatus } from './status.ts';

/** The most places a sentence names; the rest are counted. */
const mostNames = 5;

interface Part {
  readonly ids: readonly string[];
  readonly zh: string;
  readonly en: string;
}

/**
 * Why a place has its status, in one sentence that names what is missing: "待核：41 个应报中有 3 个未报：…". `nameOf` names a
 * reporter so that it is found: `机车宿舍1号楼`.
 */
export function explainStatus({ status, reasons }: NodeStatus, nameOf: (id: string) => string): Text {
  const title = statusTexts[status];
  const { owed, confirmed } = reasons;
  const parts: Part[] = [
    { ids: reasons.attention, zh: '处有情况未办结', en: 'with an open finding' },
    { ids: reasons.unclear, zh: '处情况待查清', en: 'with something not yet known' },
    { ids: reasons.missing, zh: '个未报', en: 'not reported' },
    { ids: reasons.returned, zh: '个退回待重报', en: 'returned and not filed again' },
    { ids: reasons.unconfirmed, zh: '个已报待复核', en: 'filed and not confirmed' },
  ].filter(({ ids }) => ids.length > 0);
  if (owed === 0 && parts.length === 0) {
    return {
      zh: `${title.zh}：这里没有应报的地点，不能说明情况。`,
      en: `${title.en}: nobody owes a report here, so nothing is known.`,
    };
  }
  if (parts.length === 0) {
    return {
      zh: `${title.zh}：${owed} 个应报，全部复核，没有未办结的情况。`,
      en: `${title.en}: ${confirmed} of ${owed} reports confirmed, no open finding.`,
    };
  }
  const zh = parts.map((part) => `${part.ids.length} ${part.zh}：${named(part.ids, nameOf, 'zh')}`);
  const en = parts.map((part) => `${part.ids.length} ${part.en} (${named(part.ids, nameOf, 'en')})`);
  return {
    zh: `${title.zh}：${owed} 个应报中有 ${zh.join('；')}。`,
    en: `${title.en}: of ${owed} reports owed, ${en.join('; ')}.`,
  };
}

function named(ids: readonly string[], nameOf: (id: string) => string, language: 'zh' | 'en'): string {
  const names = ids.slice(0, mostNames).map(nameOf);
  const rest = ids.length - names.length;
  if (language === 'zh') return rest > 0 ? `${names.join('、')}等 ${ids.length} 个` : names.join('、');
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ');
}
