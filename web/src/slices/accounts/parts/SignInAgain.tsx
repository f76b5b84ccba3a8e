import type { SessionAnswer } from '@linli/core/accounts';
import { Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { get, onSignedOut } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { useAccount, useTakeSession } from '../session.ts';
import { accountWords } from '../words.ts';
import { SignInForm } from './SignInForm.tsx';

/** Over the open page when the session ended: the form below stays as it is, and what was sent goes out again. */
export function SignInAgain() {
  const t = useWords(accountWords);
  const [asked, setAsked] = useState<SessionAnswer | null>(null);
  const account = useAccount();
  const take = useTakeSession();
  const waiting = useRef<((signedIn: boolean) => void)[]>([]);

  useEffect(
    () =>
      onSignedOut(async () => {
        const found = await get<SessionAnswer>('/api/session').catch(() => null);
        if (found?.state === 'signed-in') return true;
        setAsked(found ?? { state: 'signed-out', oidc: null });
        return new Promise<boolean>((resolve) => waiting.current.push(resolve));
      }),
    [],
  );

  const settle = (signedIn: boolean) => {
    setAsked(null);
    for (const resolve of waiting.current.splice(0)) resolve(signedIn);
  };
  const answered = (answer: SessionAnswer) => {
    if (answer.state !== 'signed-in') return setAsked(answer);
    // Someone else at this PC must neither see nor send what the first person had open.
    if (account && account.id !== answer.account.id) return window.location.assign('/');
    take(answer);
    settle(true);
  };
  if (!asked || asked.state === 'first-run' || asked.state === 'signed-in') return null;
  return (
    <Modal
      open
      title={t('signInAgain')}
      footer={null}
      width={440}
      mask={{ closable: false }}
      onCancel={() => settle(false)}
    >
      <div className="stack">
        <p className="soft">{t('signInAgainLead')}</p>
        <SignInForm
          state={asked.state}
          oidc={null}
          recovery={asked.state === 'second-factor' && asked.recovery}
          onAnswer={answered}
        />
      </div>
    </Modal>
  );
}
