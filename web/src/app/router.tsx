import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { currentPrefs } from '../platform/prefs/index.ts';
import { accountPage } from '../slices/accounts/office.ts';
import { NotFound, PageFailed } from './Fallbacks.tsx';
import { OfficeShell } from './OfficeShell.tsx';
import { StreetFrame } from './StreetFrame.tsx';
import { officePages } from './slices.ts';

/** /office/<street's short code>/<page of a slice>; /office/account is the person's own. */
export function makeRouter(prefixes: readonly string[]) {
  const root = createRootRoute({ component: OfficeShell, notFoundComponent: NotFound });
  const kept = currentPrefs().street;
  const first = kept && prefixes.includes(kept) ? kept : prefixes[0];

  const entry = createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: () => {
      throw redirect(first ? { to: `/${first}/today` } : { to: '/account' });
    },
  });
  const account = createRoute({
    getParentRoute: () => root,
    path: '/account',
    component: lazyRouteComponent(accountPage.load),
  });
  const street = createRoute({ getParentRoute: () => root, path: '/$prefix', component: StreetFrame });
  const streetEntry = createRoute({
    getParentRoute: () => street,
    path: '/',
    beforeLoad: ({ params }) => {
      throw redirect({ to: `/${params.prefix}/today` });
    },
  });
  const pages = officePages.map((page) =>
    createRoute({
      getParentRoute: () => street,
      path: page.path,
      component: lazyRouteComponent(page.load),
    }),
  );
  return createRouter({
    routeTree: root.addChildren([entry, account, street.addChildren([streetEntry, ...pages])]),
    basepath: '/office',
    defaultPreload: 'intent',
    defaultErrorComponent: PageFailed,
    defaultNotFoundComponent: NotFound,
    defaultPendingComponent: Outlet,
    scrollRestoration: true,
  });
}
