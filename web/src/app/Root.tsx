import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { asProblem, queryClient } from '../platform/api/index.ts';
import { useLanguage } from '../platform/i18n/index.ts';
import { useDark, usePrefs } from '../platform/prefs/index.ts';
import { MustChangePage, SignInPage, useSession } from '../slices/accounts/index.ts';
import { FirstRunPage } from '../slices/setup/index.ts';
import { Bones, ProblemNote, Theme } from '../ui/index.ts';

const Office = lazy(() => import('./Office.tsx'));

export function Root() {
  const dark = useDark();
  const language = useLanguage();
  const { size } = usePrefs();
  return (
    <QueryClientProvider client={queryClient}>
      <Theme dark={dark} language={language} size={size}>
        <Suspense fallback={<Opening />}>
          <Faces />
        </Suspense>
      </Theme>
    </QueryClientProvider>
  );
}

/** Which face the person meets is decided by the session alone; the address stays what it was. */
function Faces() {
  const { data, error, refetch } = useSession();
  if (error && !data) {
    return (
      <main className="opening">
        <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />
      </main>
    );
  }
  if (!data) return <Opening />;
  if (data.state === 'first-run') return <FirstRunPage sampleAvailable={data.sampleAvailable} />;
  if (data.state !== 'signed-in') return <SignInPage session={data} />;
  if (data.account.mustChangePassword) return <MustChangePage account={data.account} />;
  return <Office streets={data.streets} />;
}

function Opening() {
  return (
    <main className="opening">
      <Bones />
    </main>
  );
}
