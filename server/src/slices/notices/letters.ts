import { pinyin } from 'pinyin-pro';

/**
 * The letters that open a street's serials: the initials of its name without 街道, four at most (职工新街街道 → ZGXJ). A
 * rehearsal's begin with YL (演练), so that nobody takes one for a real one.
 */
export function serialLetters(streetName: string, rehearsal: boolean): string {
  const name = streetName.replace(/(街道办事处|街道|镇|乡)$/, '') || streetName;
  const initials = pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'removed' })
    .join('')
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
    .slice(0, 4);
  return `${rehearsal ? 'YL' : ''}${initials || 'LL'}`;
}
