import type { Language } from '@linli/core/kernel';
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';

/** English needs a singular beside the plural; Chinese does not. The plain key is the plural. */
type WithSingulars<Key extends string> = Readonly<Record<Key, string>> &
  Readonly<Partial<Record<`${Key}_one`, string>>>;

/** The words of one slice. Chinese is the source: its keys are the keys, and English must have them all. */
export interface Words<Key extends string> {
  readonly name: string;
  readonly zh: Readonly<Record<Key, string>>;
  readonly en: WithSingulars<Key>;
}

export type Say<Key extends string> = (
  key: Key,
  params?: Readonly<Record<string, string | number>>,
) => string;

/** Places are `{name}` as in the problem catalogue; values are escaped by React, not here. */
export function startI18n(language: Language): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh',
    resources: {},
    interpolation: { prefix: '{', suffix: '}', escapeValue: false },
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    react: { useSuspense: false },
  });
}

export function defineWords<Key extends string>(
  name: string,
  zh: Readonly<Record<Key, string>>,
  en: NoInfer<WithSingulars<Key>>,
): Words<Key> {
  return { name, zh, en };
}

function known<Key extends string>(words: Words<Key>): void {
  if (i18next.hasResourceBundle('zh', words.name)) return;
  i18next.addResourceBundle('zh', words.name, words.zh);
  i18next.addResourceBundle('en', words.name, words.en);
}

/** The words of a slice in the language of the page. */
export function useWords<Key extends string>(words: Words<Key>): Say<Key> {
  known(words);
  const { t } = useTranslation(words.name);
  // The library's own key types know only catalogues declared globally; ours are per slice and checked by `Key`.
  const plain = t as (key: string, params: object) => string;
  return (key, params) => plain(key, params ?? {});
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'zh';
}

export async function changeLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
}
