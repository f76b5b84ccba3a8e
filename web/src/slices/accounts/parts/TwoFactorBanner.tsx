import { Link } from '@tanstack/react-router';
import { useWords } from '../../../platform/i18n/index.ts';
import { Note } from '../../../ui/index.ts';
import { useAccount } from '../session.ts';
import { accountWords } from '../words.ts';

/** Asks whoever looks after the street's accounts to protect the own one; gone once that is done. */
export function TwoFactorBanner() {
  const t = useWords(accountWords);
  const account = useAccount();
  if (!account?.askTwoFactor) return null;
  return <Note action={<Link to="/account">{t('askTwoFactorAction')}</Link>}>{t('askTwoFactor')}</Note>;
}
