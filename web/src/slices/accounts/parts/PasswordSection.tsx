import type { SessionAnswer, SignedIn } from '@linli/core/accounts';
import { App, Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { request } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { Field, ProblemNote, Section } from '../../../ui/index.ts';
import { useTakeSession } from '../session.ts';
import { useAsking } from '../use-asking.ts';
import { accountWords } from '../words.ts';
import { isGoodPassword, NewPasswordField, PasswordInput } from './PasswordInput.tsx';

export function PasswordSection({ account }: { account: SignedIn['account'] }) {
  const t = useWords(accountWords);
  const take = useTakeSession();
  const { message } = App.useApp();
  const { busy, problem, ask } = useAsking();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await ask(() => request<SessionAnswer>('PUT', '/api/account/password', { current, next }));
    if (!answer) return;
    take(answer);
    setCurrent('');
    setNext('');
    void message.success(t('passwordChanged'));
  };
  return (
    <Section title={t('changePassword')}>
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        {/* Password managers look for the account that the new password belongs to. */}
        <input type="text" name="username" autoComplete="username" value={account.login} readOnly hidden />
        <ProblemNote problem={problem} />
        <div className="field-pair">
          <Field label={t('currentPassword')}>
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
        </div>
        <div>
          <Button
            type="primary"
            htmlType="submit"
            loading={busy}
            disabled={!current || !isGoodPassword(next, account.login)}
          >
            {t('changePassword')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
