import type { SessionAnswer } from '@linli/core/accounts';
import type { Language } from '@linli/core/kernel';
import type { MenuProps } from 'antd';
import { request } from '../platform/api/index.ts';
import { changeLanguage, useWords } from '../platform/i18n/index.ts';
import { type Prefs, setPrefs, usePrefs } from '../platform/prefs/index.ts';
import { useAccount, useTakeSession } from '../slices/accounts/index.ts';
import { appWords } from './words.ts';

const themes: readonly Prefs['theme'][] = ['auto', 'light', 'dark'];
const sizes: readonly Prefs['size'][] = ['normal', 'elder'];

/** Shows a language at once and keeps it with the account, so that the next PC speaks it too. */
export function useChooseLanguage(): (language: Language) => void {
  const account = useAccount();
  const take = useTakeSession();
  return (language) => {
    setPrefs({ language });
    void changeLanguage(language);
    // A preference is not worth a message: this browser has it, and the next choice tries again.
    if (!account) return;
    void request<SessionAnswer>('PUT', '/api/account/language', { language }).then(take, () => undefined);
  };
}

/** Theme, text size and language as groups of a menu, the present choice marked with ✓. */
export function usePrefsMenu(): { items: NonNullable<MenuProps['items']>; choose: (key: string) => void } {
  const t = useWords(appWords);
  const prefs = usePrefs();
  const chooseLanguage = useChooseLanguage();
  const marked = (label: string, on: boolean) => (on ? `✓ ${label}` : label);
  return {
    items: [
      {
        key: 'theme',
        type: 'group',
        label: t('theme'),
        children: themes.map((theme) => ({
          key: `theme:${theme}`,
          label: marked(t(`theme_${theme}`), prefs.theme === theme),
        })),
      },
      {
        key: 'size',
        type: 'group',
        label: t('size'),
        children: sizes.map((size) => ({
          key: `size:${size}`,
          label: marked(t(`size_${size}`), prefs.size === size),
        })),
      },
      {
        key: 'language',
        type: 'group',
        label: t('language'),
        children: [
          { key: 'language:zh', label: marked('中文', prefs.language === 'zh') },
          { key: 'language:en', label: marked('English', prefs.language === 'en') },
        ],
      },
    ],
    choose: (key) => {
      const theme = themes.find((value) => key === `theme:${value}`);
      const size = sizes.find((value) => key === `size:${value}`);
      if (theme) setPrefs({ theme });
      if (size) setPrefs({ size });
      if (key === 'language:zh') chooseLanguage('zh');
      if (key === 'language:en') chooseLanguage('en');
    },
  };
}
