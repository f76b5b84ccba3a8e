import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Dropdown } from 'antd';
import { useLanguage, useWords } from '../platform/i18n/index.ts';
import type { LiveState } from '../platform/live/index.ts';
import { Seal, type Street, useAccount, useSignOut } from '../slices/accounts/index.ts';
import { accountPage } from '../slices/accounts/office.ts';
import { Keys, StateMark } from '../ui/index.ts';
import { signOutWords } from './sign-out-words.ts';
import { usePrefsMenu } from './use-prefs-menu.ts';
import { appWords } from './words.ts';

interface TopBarProps {
  readonly street: Street | null;
  readonly streets: readonly Street[];
  readonly live: LiveState;
  readonly menuOpen: boolean;
  readonly onMenu: () => void;
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function TopBar({ street, streets, live, menuOpen, onMenu, onPalette, onHelp }: TopBarProps) {
  const t = useWords(appWords);
  return (
    <header className="office-bar">
      <Button className="office-menu" aria-expanded={menuOpen} aria-controls="navigation" onClick={onMenu}>
        {t('menu')}
      </Button>
      <Link to="/" className="office-home" aria-label="邻里 Linli">
        <Seal />
        <span lang="zh-CN" aria-hidden="true">
          邻里
        </span>
      </Link>
      <StreetSwitch street={street} streets={streets} />
      <button
        type="button"
        className="office-search"
        aria-label={t('search')}
        onClick={onPalette}
        aria-keyshortcuts="Control+K Meta+K"
      >
        <SearchIcon />
        <span>{t('search')}</span>
        <Keys keys={[isMac ? '⌘' : 'Ctrl', 'K']} />
      </button>
      <div className="office-live" aria-live="polite">
        {street ? <LiveMark state={live} /> : null}
      </div>
      <AccountMenu onHelp={onHelp} />
    </header>
  );
}

function SearchIcon() {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <circle cx="8.5" cy="8.5" r="5.5" />
      <path d="m13 13 4.5 4.5" />
    </svg>
  );
}

function LiveMark({ state }: { state: LiveState }) {
  const t = useWords(appWords);
  if (state === 'away') {
    return (
      <span title={t('awayLong')}>
        <StateMark state="pending">{t('away')}</StateMark>
      </span>
    );
  }
  return (
    <span title={t('liveLong')} className="live-quiet">
      <StateMark state={state === 'live' ? 'clear' : 'plain'}>
        {state === 'live' ? t('live') : t('connecting')}
      </StateMark>
    </span>
  );
}

function StreetSwitch({ street, streets }: Pick<TopBarProps, 'street' | 'streets'>) {
  const t = useWords(appWords);
  const navigate = useNavigate();
  if (!street) return null;
  const sample = street.sample ? <span className="tag">{t('sample')}</span> : null;
  if (streets.length < 2) {
    return (
      <p className="office-street">
        {street.name} {sample}
      </p>
    );
  }
  return (
    <label className="office-street">
      <span className="unseen">{t('street')}</span>
      <select
        className="select"
        value={street.prefix}
        onChange={(event) => void navigate({ to: `/${event.target.value}/today` })}
      >
        {streets.map(({ prefix, name }) => (
          <option key={prefix} value={prefix}>
            {name}
          </option>
        ))}
      </select>
      {sample}
    </label>
  );
}

function AccountMenu({ onHelp }: { onHelp: () => void }) {
  const t = useWords(appWords);
  const out = useWords(signOutWords);
  const language = useLanguage();
  const account = useAccount();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const { items: prefs, choose } = usePrefsMenu();
  if (!account) return null;
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      // Inside the bar, so that what is in the menu lies in a landmark too.
      getPopupContainer={(trigger) => trigger.parentElement ?? trigger}
      menu={{
        selectable: false,
        items: [
          { key: 'account', label: accountPage.title[language] },
          { key: 'help', label: t('shortcuts') },
          { type: 'divider' },
          ...prefs,
          { type: 'divider' },
          { key: 'sign-out', label: out('signOut') },
        ],
        onClick: ({ key }) => {
          if (key === 'account') void navigate({ to: '/account' });
          else if (key === 'help') onHelp();
          else if (key === 'sign-out') void signOut();
          else choose(key);
        },
      }}
    >
      <Button
        className="office-account"
        aria-label={t('account', { name: account.name })}
        aria-haspopup="menu"
      >
        {account.name}
      </Button>
    </Dropdown>
  );
}
