import { Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useLanguage } from '../platform/i18n/index.ts';
import { setPrefs } from '../platform/prefs/index.ts';
import { powersIn, StreetContext, useSession } from '../slices/accounts/index.ts';
import { NotFound } from './Fallbacks.tsx';
import { officePages } from './slices.ts';

/** Finds the announced page that an address below the street belongs to; `$name` stands for any one part. */
function pageAt(pathBelowStreet: string) {
  const parts = pathBelowStreet.split('/');
  return officePages.find(({ path }) => {
    const wanted = path.split('/');
    return (
      wanted.length === parts.length &&
      wanted.every((part, index) => part.startsWith('$') || part === parts[index])
    );
  });
}

/** Everything below one street's address: its context, its title, and whether the person may see the page at all. */
export function StreetFrame() {
  const { prefix } = useParams({ strict: false }) as { prefix: string };
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const language = useLanguage();
  const { data } = useSession();
  const street =
    data?.state === 'signed-in' ? data.streets.find((candidate) => candidate.prefix === prefix) : undefined;
  const page = pageAt(pathname.replace(/^\/(office\/)?[^/]+\//, ''));
  const title = page ? `${page.title[language]} · ${street?.name ?? ''}` : (street?.name ?? '');

  useEffect(() => {
    if (street) setPrefs({ street: street.prefix });
  }, [street]);
  useEffect(() => {
    document.title = `${title} · 邻里 Linli`;
  }, [title]);

  if (!street) return <NotFound />;
  if (page && !powersIn(street).mayAnywhere(page.permission)) return <NotFound />;
  return (
    <StreetContext value={street}>
      <Outlet />
    </StreetContext>
  );
}
