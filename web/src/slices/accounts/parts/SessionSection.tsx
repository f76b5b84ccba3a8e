import type { SessionList } from '@linli/core/accounts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { asProblem, get, request } from '../../../platform/api/index.ts';
import { formatFresh, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Bones, ProblemNote, Section } from '../../../ui/index.ts';
import { useAsking } from '../use-asking.ts';
import { accountWords } from '../words.ts';

const key = ['sessions'] as const;

export function SessionSection() {
  const t = useWords(accountWords);
  const language = useLanguage();
  const client = useQueryClient();
  const { busy, problem, ask } = useAsking();
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<SessionList>('/api/account/sessions', signal),
  });
  const end = async (id: string) => {
    const answer = await ask(() => request<SessionList>('DELETE', `/api/account/sessions/${id}`));
    if (answer) client.setQueryData(key, answer);
  };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Section title={t('sessions')}>
      <ProblemNote problem={problem} />
      {error ? <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones rows={2} /> : null}
      <ul className="account-list">
        {data?.sessions.map((session) => (
          <li key={session.id}>
            <span>
              <strong>{session.device}</strong>{' '}
              {session.current ? <span className="tag">{t('sessionHere')}</span> : null}{' '}
              <span className="faint">
                {t('sessionSeen', { when: formatFresh(session.seenAt, Date.now(), language, zone) })}
              </span>
            </span>
            {session.current ? null : (
              <Button
                disabled={busy}
                aria-label={`${t('sessionEnd')} ${session.device}`}
                onClick={() => void end(session.id)}
              >
                {t('sessionEnd')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
