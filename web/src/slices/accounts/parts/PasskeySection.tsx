import type { PasskeyShape } from '@linli/core/accounts';
import { Problem } from '@linli/core/kernel';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { asProblem, get, request } from '../../../platform/api/index.ts';
import { formatFresh, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Bones, Field, FormDialog, Note, ProblemNote, Section } from '../../../ui/index.ts';
import { useAsking } from '../use-asking.ts';
import { accountWords } from '../words.ts';

interface PasskeyList {
  readonly passkeys: readonly PasskeyShape[];
}

const key = ['passkeys'] as const;

export function PasskeySection() {
  const t = useWords(accountWords);
  const language = useLanguage();
  const client = useQueryClient();
  const { busy, problem, ask } = useAsking();
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<PasskeyList>('/api/account/passkeys', signal),
  });
  const remove = async (id: string) => {
    const answer = await ask(() => request<PasskeyList>('DELETE', `/api/account/passkeys/${id}`));
    if (answer) client.setQueryData(key, answer);
  };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Section title={t('passkeys')}>
      <p className="soft prose">{t('passkeysLead')}</p>
      <ProblemNote problem={problem} />
      {error ? <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones rows={2} /> : null}
      {data && data.passkeys.length === 0 ? <p className="faint">{t('passkeyNone')}</p> : null}
      {data && data.passkeys.length > 0 ? (
        <ul className="account-list">
          {data.passkeys.map((passkey) => (
            <li key={passkey.id}>
              <span>
                <strong>{passkey.name}</strong>{' '}
                <span className="faint">
                  {passkey.usedAt
                    ? t('usedAt', { when: formatFresh(passkey.usedAt, Date.now(), language, zone) })
                    : t('neverUsed')}
                </span>
              </span>
              <Button
                disabled={busy}
                aria-label={`${t('remove')} ${passkey.name}`}
                onClick={() => void remove(passkey.id)}
              >
                {t('remove')}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {window.isSecureContext ? (
        <div>
          <Button onClick={() => setAdding(true)}>{t('passkeyAdd')}</Button>
        </div>
      ) : (
        <Note>{t('passkeyNeedsHttps')}</Note>
      )}
      {adding ? (
        <AddPasskeyDialog
          onClose={() => setAdding(false)}
          onAdded={(list) => {
            client.setQueryData(key, list);
            setAdding(false);
          }}
        />
      ) : null}
    </Section>
  );
}

function AddPasskeyDialog({
  onClose,
  onAdded,
}: {
  onClose: () => void;
  onAdded: (list: PasskeyList) => void;
}) {
  const t = useWords(accountWords);
  const { busy, problem, ask } = useAsking();
  const [name, setName] = useState('');
  const [left, setLeft] = useState(false);
  const submit = async () => {
    setLeft(false);
    const added = await ask(async () => {
      const { startRegistration } = await import('@simplewebauthn/browser');
      const { options } = await request<{
        options: Parameters<typeof startRegistration>[0]['optionsJSON'];
      }>('POST', '/api/account/passkeys/options', {});
      try {
        const response = await startRegistration({ optionsJSON: options });
        return await request<PasskeyList>('POST', '/api/account/passkeys', { name, response });
      } catch (error) {
        if (error instanceof Problem) throw error;
        setLeft(true);
        return null;
      }
    });
    if (added) onAdded(added);
  };
  return (
    <FormDialog
      title={t('passkeyAdd')}
      submit={t('continue')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      problem={problem}
      disabled={name.trim() === ''}
    >
      {left ? <Note state="pending">{t('passkeyFailed')}</Note> : null}
      <Field label={t('passkeyName')} hint={t('passkeyNameHint')}>
        {(control) => (
          <Input {...control} value={name} maxLength={40} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
    </FormDialog>
  );
}
