import type { ReactNode } from 'react';
import { changeLanguage, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { setPrefs } from '../../../platform/prefs/index.ts';
import { frameWords } from './frame-words.ts';
import './frame.css';

/** The page before the office: who we are on the left, one sheet of paper to fill in on the right. */
export function Frame({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  const t = useWords(frameWords);
  const language = useLanguage();
  const other = language === 'zh' ? 'en' : 'zh';
  const switchLanguage = () => {
    setPrefs({ language: other });
    void changeLanguage(other);
  };
  return (
    <div className={wide ? 'frame frame-wide' : 'frame'}>
      <header className="frame-brand">
        <p className="frame-name">
          <Seal />
          <span lang="zh-CN">邻里</span>
          <span className="frame-latin">Linli</span>
        </p>
        <ul className="frame-promises">
          <li>{t('promiseOnce')}</li>
          <li>{t('promiseNobody')}</li>
          <li>{t('promiseServed')}</li>
        </ul>
        <button
          type="button"
          className="link-button"
          lang={other === 'zh' ? 'zh-CN' : 'en'}
          onClick={switchLanguage}
        >
          {other === 'zh' ? '中文' : 'English'}
        </button>
      </header>
      <main className="frame-sheet" id="main">
        {children}
      </main>
    </div>
  );
}

/** The mark of Linli: a roof over four rooms. */
export function Seal() {
  return (
    <svg className="seal" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="5" />
      <path d="M6.5 15.5 16 7l9.5 8.5M9 14v11h14V14M9 19.5h14M16 14v11" />
    </svg>
  );
}
