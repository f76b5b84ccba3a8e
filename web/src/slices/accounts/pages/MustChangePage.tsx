import type { SessionAnswer, SignedIn } from '@linli/core/accounts';
import { Button } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { request } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { Field, ProblemNote } from '../../../ui/index.ts';
import { Frame } from '../parts/Frame.tsx';
import { isGoodPassword, NewPasswordField, PasswordInput } from '../parts/PasswordInput.tsx';
import { useSignOut, useTakeSession } from '../session.ts';
import { useAsking } from '../use-asking.ts';
import { accountWords } from '../words.ts';

/** The first sign-in with a handed-over password: nothing else is possible before an own one is chosen. */
export default function MustChangePage({ account }: { account: SignedIn['account'] }) {
  const t = useWords(accountWords);
  const take = useTakeSession();
  const signOut = useSignOut();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const { busy, problem, ask } = useAsking();
  useEffect(() => {
    document.title = `${t('mustChange')} · 邻里 Linli`;
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await ask(() => request<SessionAnswer>('PUT', '/api/account/password', { current, next }));
    if (answer) take(answer);
  };
  return (
    <Frame>
      <header className="sheet-head">
        <h1>{t('mustChange')}</h1>
        <p className="soft">{t('mustChangeLead')}</p>
      </header>
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        <ProblemNote problem={problem} />
        <Field label={t('oneTimePassword')}>
          {(control) => (
            <PasswordInput
              {...control}
              value={current}
              onChange={setCurrent}
              autoComplete="current-password"
            />
          )}
        </Field>
        <NewPasswordField login={account.login} value={next} onChange={setNext} />
        <Button
          type="primary"
          htmlType="submit"
          size="large"
          block
          loading={busy}
          disabled={!current || !isGoodPassword(next, account.login)}
        >
          {t('changePassword')}
        </Button>
        <Button type="text" onClick={() => void signOut()}>
          {t('signOut')}
        </Button>
      </form>
    </Frame>
  );
}
