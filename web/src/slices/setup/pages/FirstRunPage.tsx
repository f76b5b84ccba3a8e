import type { SessionAnswer } from '@linli/core/accounts';
import type { Problem } from '@linli/core/kernel';
import { Button, Input } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { asProblem, mayPass, newId, webProblem } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { Field, ProblemNote, Progress } from '../../../ui/index.ts';
import { Frame, isGoodPassword, NewPasswordField, useTakeSession } from '../../accounts/index.ts';
import { StreetChoice, type StreetDraft } from '../parts/StreetChoice.tsx';
import { sendSetup, tokenFromAddress } from '../send.ts';
import { setupWords } from '../words.ts';
import './first-run.css';

const loginShape = /^[a-z0-9][a-z0-9._-]{1,31}$/;

function isReady(street: StreetDraft, name: string, login: string, password: string): boolean {
  const chosen: Readonly<Record<StreetDraft['kind'], boolean>> = {
    division: street.division !== null,
    named: street.name.trim() !== '',
    file: street.file !== null,
    sample: true,
  };
  return (
    chosen[street.kind] &&
    name.trim() !== '' &&
    loginShape.test(login.trim().toLowerCase()) &&
    isGoodPassword(password, login)
  );
}

/** The first page of a fresh installation: one account, one street, nothing else. */
export default function FirstRunPage({ sampleAvailable }: { sampleAvailable: boolean }) {
  const t = useWords(setupWords);
  const take = useTakeSession();
  const [street, setStreet] = useState<StreetDraft>({
    kind: 'division',
    division: null,
    name: '',
    file: null,
  });
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [token, setToken] = useState(tokenFromAddress);
  // Kept across tries of the same page: a set-up whose answer was lost is asked for again, not done twice.
  const commandId = useRef(newId());

  useEffect(() => {
    document.title = `${t('title')} · 邻里 Linli`;
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const admin = { login: login.trim(), name: name.trim(), password };
      take(await sendSetup<SessionAnswer>({ commandId: commandId.current, admin, street, token }));
    } catch (error) {
      if (!mayPass(error)) commandId.current = newId();
      setProblem(asProblem(error ?? webProblem('network.away')));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Frame wide>
      <header className="sheet-head">
        <h1>{t('title')}</h1>
        <p className="soft">{t('lead')}</p>
      </header>
      <form className="stack-wide" onSubmit={(event) => void submit(event)} noValidate>
        <StreetChoice draft={street} sampleAvailable={sampleAvailable} onChange={setStreet} />
        <fieldset className="setup-part">
          <legend>{t('account')}</legend>
          <p className="soft">{t('accountWords')}</p>
          <div className="field-pair">
            <Field label={t('name')}>
              {(control) => (
                <Input
                  {...control}
                  value={name}
                  maxLength={40}
                  autoComplete="name"
                  onChange={(event) => setName(event.target.value)}
                />
              )}
            </Field>
            <Field
              label={t('login')}
              hint={t('loginHint')}
              refusal={login && !loginShape.test(login.trim().toLowerCase()) ? t('loginShape') : null}
            >
              {(control) => (
                <Input
                  {...control}
                  value={login}
                  maxLength={32}
                  autoComplete="username"
                  autoCapitalize="none"
                  spellCheck={false}
                  onChange={(event) => setLogin(event.target.value)}
                />
              )}
            </Field>
          </div>
          <NewPasswordField login={login} value={password} onChange={setPassword} />
          {problem?.code === 'setup.token' ? (
            <Field label={t('token')} hint={t('tokenHint')}>
              {(control) => (
                <Input {...control} value={token} onChange={(event) => setToken(event.target.value)} />
              )}
            </Field>
          ) : null}
        </fieldset>
        <div className="stack">
          <p className="setup-next">
            <strong>{t('next')}</strong>
            <span>{street.kind === 'sample' ? t('nextSample') : t('nextOwn')}</span>
          </p>
          <ProblemNote problem={problem} />
          {busy ? <Working sample={street.kind === 'sample'} /> : null}
          <Button
            type="primary"
            htmlType="submit"
            size="large"
            block
            disabled={busy || !isReady(street, name, login, password)}
          >
            {t('submit')}
          </Button>
        </div>
      </form>
    </Frame>
  );
}

function Working({ sample }: { sample: boolean }) {
  const t = useWords(setupWords);
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const clock = setInterval(() => setSeconds((value) => value + 1), 1_000);
    return () => clearInterval(clock);
  }, []);
  return (
    <div className="stack">
      <Progress label={sample ? t('workingSample') : t('working')} value={0} total={null} />
      <p className="faint">{t('workingSeconds', { seconds })}</p>
    </div>
  );
}
