import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import type { Street } from '../slices/accounts/index.ts';
import { makeRouter } from './router.tsx';

export default function Office({ streets }: { streets: readonly Street[] }) {
  const [router] = useState(() => makeRouter(streets.map(({ prefix }) => prefix)));
  return <RouterProvider router={router} />;
}
