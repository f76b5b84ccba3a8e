import type { Language } from '@linli/core/kernel';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { type UiKey, uiWords } from './words.ts';

export function useUiWords(): (key: UiKey, params?: Readonly<Record<string, string | number>>) => string {
  if (!i18next.hasResourceBundle('zh', uiWords.name)) {
    i18next.addResourceBundle('zh', uiWords.name, uiWords.zh);
    i18next.addResourceBundle('en', uiWords.name, uiWords.en);
  }
  const { t } = useTranslation(uiWords.name);
  const plain = t as (key: string, params: object) => string;
  return (key, params) => plain(key, params ?? {});
}

export function usePageLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'zh';
}
