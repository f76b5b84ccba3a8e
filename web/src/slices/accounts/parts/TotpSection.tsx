import type { SessionAnswer, SignedIn } from '@linli/core/accounts';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { get, request } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { Field, FormDialog, ProblemNote, Qr, Section, StateMark } from '../../../ui/index.ts';
import { useTakeSession } from '../session.ts';
import { useAsking } from '../use-asking.ts';
import { accountWords } from '../words.ts';
import { PasswordInput } from './PasswordInput.tsx';

interface TotpStart {
  readonly uri: string;
  readonly secret: string;
}

/** Turning the second step on and off. Either takes the password: an unlocked PC must not be enough. */
export function TotpSection({ account }: { account: SignedIn['account'] }) {
  const t = useWords(accountWords);
  const take = useTakeSession();
  const [asking, setAsking] = useState(false);
  const [start, setStart] = useState<TotpStart | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const refresh = async () => take(await get<SessionAnswer>('/api/session'));
  return (
    <Section
      title={t('totp')}
      aside={
        <StateMark state={account.twoFactor ? 'clear' : 'pending'}>
          {account.twoFactor ? t('totpOn') : t('totpOff')}
        </StateMark>
      }
    >
      <p className="soft prose">{t('totpLead')}</p>
      {codes ? (
        <RecoveryCodes
          codes={codes}
          onKept={() => {
            setCodes(null);
            void refresh();
          }}
        />
      ) : null}
      {start && !codes ? <TotpSetUp start={start} onConfirmed={setCodes} /> : null}
      {!start && !codes ? (
        <div>
          <Button onClick={() => setAsking(true)}>
            {account.twoFactor ? t('totpStop') : t('totpStart')}
          </Button>
        </div>
      ) : null}
      {asking ? (
        <PasswordDialog
          title={account.twoFactor ? t('totpStop') : t('totp')}
          method={account.twoFactor ? 'DELETE' : 'POST'}
          onClose={() => setAsking(false)}
          onDone={(answer) => {
            setAsking(false);
            if (account.twoFactor) void refresh();
            else setStart(answer);
          }}
        />
      ) : null}
    </Section>
  );
}

interface PasswordDialogProps {
  readonly title: string;
  readonly method: 'POST' | 'DELETE';
  readonly onClose: () => void;
  readonly onDone: (answer: TotpStart) => void;
}

function PasswordDialog({ title, method, onClose, onDone }: PasswordDialogProps) {
  const t = useWords(accountWords);
  const { busy, problem, ask } = useAsking();
  const [password, setPassword] = useState('');
  const submit = async () => {
    let answer: TotpStart | undefined;
    const done = await ask(async () => {
      answer = await request<TotpStart>(method, '/api/account/totp', { password });
      return true;
    });
    if (done) onDone(answer ?? { uri: '', secret: '' });
  };
  return (
    <FormDialog
      title={title}
      submit={t('continue')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      problem={problem}
      disabled={!password}
    >
      <Field label={t('currentPassword')}>
        {(control) => (
          <PasswordInput
            {...control}
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
          />
        )}
      </Field>
    </FormDialog>
  );
}

function TotpSetUp({
  start,
  onConfirmed,
}: {
  start: TotpStart;
  onConfirmed: (codes: readonly string[]) => void;
}) {
  const t = useWords(accountWords);
  const { busy, problem, ask } = useAsking();
  const [code, setCode] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await ask(() =>
      request<{ recoveryCodes: string[] }>('POST', '/api/account/totp/confirm', { code }),
    );
    if (answer) onConfirmed(answer.recoveryCodes);
  };
  return (
    <form className="totp-set-up" onSubmit={(event) => void submit(event)} noValidate>
      <Qr text={start.uri} label={t('totpQr')} />
      <div className="stack">
        <p>{t('totpScan')}</p>
        <div>
          <p className="faint">{t('totpSecret')}</p>
          <p className="secret">{start.secret}</p>
        </div>
        <ProblemNote problem={problem} />
        <Field label={t('code')}>
          {(control) => (
            <Input
              {...control}
              value={code}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={8}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Field>
        <div>
          <Button type="primary" htmlType="submit" loading={busy} disabled={code.trim().length < 6}>
            {t('totpStart')}
          </Button>
        </div>
      </div>
    </form>
  );
}

function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useWords(accountWords);
  return (
    <div className="stack" role="status">
      <h3>{t('recoveryCodes')}</h3>
      <p className="prose">{t('recoveryLead')}</p>
      <ul className="codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="row no-print">
        <Button onClick={() => window.print()}>{t('print')}</Button>
        <Button type="primary" onClick={onKept}>
          {t('recoveryKept')}
        </Button>
      </div>
    </div>
  );
}
