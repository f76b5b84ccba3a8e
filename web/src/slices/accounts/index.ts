import { lazy } from 'react';

export { Frame, Seal } from './parts/Frame.tsx';
export { isGoodPassword, NewPasswordField } from './parts/PasswordInput.tsx';
export { SignInAgain } from './parts/SignInAgain.tsx';
export { TwoFactorBanner } from './parts/TwoFactorBanner.tsx';
export {
  type Powers,
  powersIn,
  type Street,
  StreetContext,
  useAccount,
  usePowers,
  useSession,
  useSignOut,
  useStreet,
  useTakeSession,
} from './session.ts';

export const SignInPage = lazy(() => import('./pages/SignInPage.tsx'));
export const MustChangePage = lazy(() => import('./pages/MustChangePage.tsx'));
