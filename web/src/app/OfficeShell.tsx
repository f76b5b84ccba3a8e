import { Outlet, useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useWords } from '../platform/i18n/index.ts';
import { useLive } from '../platform/live/index.ts';
import { powersIn, SignInAgain, type Street, useSession } from '../slices/accounts/index.ts';
import { Bones } from '../ui/index.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { Navigation } from './Navigation.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { officePages, sliceOfKind } from './slices.ts';
import { TopBar } from './TopBar.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import { appWords } from './words.ts';
import './shell.css';

/** The office around every page: bar, navigation, palette, shortcuts, live changes. */
export function OfficeShell() {
  const t = useWords(appWords);
  const { data } = useSession();
  const { prefix } = useParams({ strict: false }) as { prefix?: string };
  const streets: readonly Street[] = data?.state === 'signed-in' ? data.streets : [];
  const street = streets.find((candidate) => candidate.prefix === prefix) ?? streets[0] ?? null;
  const pages = street
    ? officePages.filter(({ permission }) => powersIn(street).mayAnywhere(permission))
    : [];
  const live = useLive(street?.id ?? null, sliceOfKind);
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const [menu, setMenu] = useState(false);
  const navigate = useNavigate();
  const main = useArrival();

  useShortcuts({
    openPalette: () => setPalette(true),
    openHelp: () => setHelp(true),
    go: (key) => {
      const page = pages.find(({ nav }) => nav?.key === key);
      if (page && street) void navigate({ to: `/${street.prefix}/${page.path}` });
    },
  });

  return (
    <div className="office">
      <a className="skip-link" href="#main">
        {t('skip')}
      </a>
      <TopBar
        street={street}
        streets={streets}
        live={live}
        menuOpen={menu}
        onMenu={() => setMenu(!menu)}
        onPalette={() => setPalette(true)}
        onHelp={() => setHelp(true)}
      />
      <Navigation street={street} pages={pages} open={menu} onGone={() => setMenu(false)} />
      <main id="main" className="office-main" ref={main} tabIndex={-1}>
        <Suspense fallback={<Bones />}>
          <Outlet />
        </Suspense>
      </main>
      {palette ? (
        <CommandPalette
          street={street}
          pages={pages}
          onClose={() => setPalette(false)}
          onHelp={() => setHelp(true)}
        />
      ) : null}
      {help ? <ShortcutsDialog pages={pages} onClose={() => setHelp(false)} /> : null}
      <SignInAgain />
    </div>
  );
}

/**
 * On a new page the focus goes to its title, as after a full page load; a screen reader then reads where one is. Only the
 * page's own part of the address counts: opening a panel or filtering moves nothing.
 */
function useArrival() {
  const main = useRef<HTMLElement>(null);
  const place = useRouterState({
    select: (state) => state.location.pathname.split('/').slice(0, 3).join('/'),
  });
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what makes it run.
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const title = main.current?.querySelector<HTMLElement>('[data-arrival]');
    (title ?? main.current)?.focus({ preventScroll: true });
  }, [place]);
  return main;
}
