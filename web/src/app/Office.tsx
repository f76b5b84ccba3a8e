import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { changeLanguage } from '../platform/i18n/index.ts';
import { currentPrefs, setPrefs } from '../platform/prefs/index.ts';
import { type Street, useAccount } from '../slices/accounts/index.ts';
import { makeRouter } from './router.tsx';

export default function Office({ streets }: { streets: readonly Street[] }) {
  const [router] = useState(() => makeRouter(streets.map(({ prefix }) => prefix)));
  const language = useAccount()?.language ?? null;
  // Whoever chose a language once is met in it at every PC.
  useEffect(() => {
    if (language === null || language === currentPrefs().language) return;
    setPrefs({ language });
    void changeLanguage(language);
  }, [language]);
  return <RouterProvider router={router} />;
}
