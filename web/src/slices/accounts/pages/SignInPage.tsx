import type { SessionAnswer } from '@linli/core/accounts';
import { useEffect } from 'react';
import { useWords } from '../../../platform/i18n/index.ts';
import { Frame } from '../parts/Frame.tsx';
import { SignInForm } from '../parts/SignInForm.tsx';
import { useTakeSession } from '../session.ts';
import { accountWords } from '../words.ts';

type Outside = Extract<SessionAnswer, { state: 'signed-out' | 'second-factor' }>;

/** Shown at whatever address was asked for, so that signing in leads where the person wanted to go. */
export default function SignInPage({ session }: { session: Outside }) {
  const t = useWords(accountWords);
  const take = useTakeSession();
  const second = session.state === 'second-factor';
  const title = second ? t('secondFactor') : t('signIn');
  useEffect(() => {
    document.title = `${title} · 邻里 Linli`;
  }, [title]);
  return (
    <Frame>
      <header className="sheet-head">
        <h1>{title}</h1>
        <p className="soft">{second ? t('secondFactorLead') : t('signInLead')}</p>
      </header>
      <SignInForm
        state={session.state}
        oidc={session.state === 'signed-out' ? session.oidc : null}
        recovery={session.state === 'second-factor' && session.recovery}
        onAnswer={take}
      />
    </Frame>
  );
}
