import { lazy } from 'react';

export const FirstRunPage = lazy(() => import('./pages/FirstRunPage.tsx'));
