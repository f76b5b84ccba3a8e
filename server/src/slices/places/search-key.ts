import { pinyin } from 'pinyin-pro';

/**
 * What a name is found by, in lower case: the name itself, its pinyin in one word, and the initials (迎春 → `迎春
 * yingchun yc`). Stored beside the name, because converting every name of a street takes longer than the search.
 */
export function searchKey(name: string): string {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true }).map(
    plain,
  );
  const initials = syllables.map((syllable) => (/^[a-z]/.test(syllable) ? syllable.slice(0, 1) : syllable));
  return [plain(name), syllables.join(''), initials.join('')].join(' ');
}

/** What is asked for, in the same form. */
export function searchTerm(typed: string): string {
  return plain(typed);
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}
