import { Button } from 'antd';
import { useEffect } from 'react';
import { useWords } from '../../../platform/i18n/index.ts';
import { Empty, PageHead } from '../../../ui/index.ts';
import { PasskeySection } from '../parts/PasskeySection.tsx';
import { PasswordSection } from '../parts/PasswordSection.tsx';
import { SessionSection } from '../parts/SessionSection.tsx';
import { TotpSection } from '../parts/TotpSection.tsx';
import { useAccount, useSession } from '../session.ts';
import { accountWords } from '../words.ts';
import './account.css';

/** A person's own sign-in: password, second step, passkeys, devices. */
export default function AccountPage() {
  const t = useWords(accountWords);
  const account = useAccount();
  const { data } = useSession();
  useEffect(() => {
    document.title = `${t('account')} · 邻里 Linli`;
  });
  if (!account) return null;
  const streets = data?.state === 'signed-in' ? data.streets : [];
  return (
    <div className="stack-wide account-page">
      <PageHead title={account.name} lead={t('accountLead')} />
      {streets.length === 0 ? (
        <Empty
          title={t('noRoles')}
          action={<Button onClick={() => window.location.assign('/')}>{t('reload')}</Button>}
        >
          {t('noRolesLead')}
        </Empty>
      ) : null}
      {account.hasPassword ? <PasswordSection account={account} /> : null}
      {account.hasPassword ? <TotpSection account={account} /> : null}
      <PasskeySection />
      <SessionSection />
    </div>
  );
}
