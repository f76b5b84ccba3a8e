import type { SessionAnswer } from '@linli/core/accounts';
import { Problem } from '@linli/core/kernel';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { get, request } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { Field, Note, ProblemNote } from '../../../ui/index.ts';
import { useAsking } from '../use-asking.ts';
import { accountWords } from '../words.ts';
import { PasswordInput } from './PasswordInput.tsx';

interface SignInFormProps {
  readonly state: 'signed-out' | 'second-factor';
  /** Name on the single sign-on button, when there is one. */
  readonly oidc: string | null;
  readonly recovery: boolean;
  /** The caller decides what becomes of the answer: taken over at once, or only when it is complete. */
  readonly onAnswer: (answer: SessionAnswer) => void;
}

/** Password, passkey or single sign-on, then the second step where the account asks for it. */
export function SignInForm({ state, oidc, recovery, onAnswer }: SignInFormProps) {
  return state === 'second-factor' ? (
    <SecondStep recovery={recovery} onAnswer={onAnswer} />
  ) : (
    <FirstStep oidc={oidc} onAnswer={onAnswer} />
  );
}

function FirstStep({ oidc, onAnswer }: { oidc: string | null; onAnswer: (answer: SessionAnswer) => void }) {
  const t = useWords(accountWords);
  const { busy, problem, ask } = useAsking();
  const answer = (reply: SessionAnswer | null) => {
    if (reply) onAnswer(reply);
  };
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [passkeyLeft, setPasskeyLeft] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void ask(() => request<SessionAnswer>('POST', '/api/session', { login, password })).then(answer);
  };
  const passkey = () =>
    ask(async () => {
      setPasskeyLeft(false);
      const { startAuthentication } = await import('@simplewebauthn/browser');
      const { options } = await request<{
        options: Parameters<typeof startAuthentication>[0]['optionsJSON'];
      }>('POST', '/api/session/passkey/options', {});
      try {
        const response = await startAuthentication({ optionsJSON: options });
        return await request<SessionAnswer>('POST', '/api/session/passkey', { response });
      } catch (error) {
        // Leaving the browser's own dialog is a choice, not a failure.
        if (error instanceof Problem) throw error;
        setPasskeyLeft(true);
        return null;
      }
    }).then(answer);
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <ProblemNote problem={problem} />
      {passkeyLeft ? <Note state="pending">{t('passkeyCancelled')}</Note> : null}
      <Field label={t('login')}>
        {(control) => (
          <Input
            {...control}
            value={login}
            onChange={(event) => setLogin(event.target.value)}
            autoComplete="username webauthn"
            autoCapitalize="none"
            spellCheck={false}
            placeholder={t('loginHint')}
          />
        )}
      </Field>
      <Field label={t('password')}>
        {(control) => (
          <PasswordInput
            {...control}
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
          />
        )}
      </Field>
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        block
        loading={busy}
        disabled={!login || !password}
      >
        {t('signIn')}
      </Button>
      <p className="or-line">{t('or')}</p>
      <Button block onClick={() => void passkey()} disabled={busy}>
        {t('withPasskey')}
      </Button>
      {oidc ? (
        <Button block href="/api/session/oidc">
          {t('withOidc', { name: oidc })}
        </Button>
      ) : null}
    </form>
  );
}

function SecondStep({
  recovery,
  onAnswer,
}: {
  recovery: boolean;
  onAnswer: (answer: SessionAnswer) => void;
}) {
  const t = useWords(accountWords);
  const { busy, problem, ask } = useAsking();
  const answer = (reply: SessionAnswer | null) => {
    if (reply) onAnswer(reply);
  };
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void ask(() => request<SessionAnswer>('POST', '/api/session/second-factor', { code })).then(answer);
  };
  const back = () =>
    ask(async () => {
      await request('DELETE', '/api/session');
      return get<SessionAnswer>('/api/session');
    }).then(answer);
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <ProblemNote problem={problem} />
      <Field label={t('code')} hint={recovery ? t('secondFactorRecovery') : undefined}>
        {(control) => (
          <Input
            {...control}
            value={code}
            onChange={(event) => setCode(event.target.value)}
            autoComplete="one-time-code"
            spellCheck={false}
            maxLength={32}
            // The page has just asked for this one thing, and nothing else is on it.
            autoFocus
          />
        )}
      </Field>
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        block
        loading={busy}
        disabled={code.trim().length < 6}
      >
        {t('continue')}
      </Button>
      <Button type="text" onClick={() => void back()} disabled={busy}>
        {t('back')}
      </Button>
    </form>
  );
}
