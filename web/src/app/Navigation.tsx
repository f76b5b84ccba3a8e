import { Link } from '@tanstack/react-router';
import { useLanguage, useWords } from '../platform/i18n/index.ts';
import { navGroups, type OfficePage } from '../platform/office/index.ts';
import type { Street } from '../slices/accounts/index.ts';
import { appWords } from './words.ts';

interface NavigationProps {
  readonly street: Street | null;
  readonly pages: readonly OfficePage[];
  readonly open: boolean;
  readonly onGone: () => void;
}

/** The day's work on the left: only what exists, and only what the person may see. */
export function Navigation({ street, pages, open, onGone }: NavigationProps) {
  const t = useWords(appWords);
  const language = useLanguage();
  if (!street) return <nav className="office-nav" aria-label={t('navigation')} />;
  return (
    <nav
      className={open ? 'office-nav office-nav-open' : 'office-nav'}
      aria-label={t('navigation')}
      id="navigation"
    >
      {navGroups.map((group) => {
        const shown = pages
          .filter(({ nav }) => nav?.group === group)
          .sort((one, other) => (one.nav?.order ?? 0) - (other.nav?.order ?? 0));
        if (shown.length === 0) return null;
        return (
          <section key={group} aria-labelledby={`nav-${group}`}>
            <h2 id={`nav-${group}`}>{t(`group_${group}`)}</h2>
            <ul>
              {shown.map((page) => {
                const Icon = page.nav?.icon;
                return (
                  <li key={page.path}>
                    <Link
                      to={`/${street.prefix}/${page.path}`}
                      activeOptions={{ exact: false, includeSearch: false }}
                      activeProps={{ 'aria-current': 'page' }}
                      onClick={onGone}
                    >
                      {Icon ? <Icon /> : null}
                      {page.title[language]}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}
