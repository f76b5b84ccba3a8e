import type { AuditRow, ChainState, AuditPage as Page } from '@linli/core/audit';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { asProblem, get, readKey, withQuery } from '../../../platform/api/index.ts';
import { formatMoment, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import {
  Bones,
  type Column,
  DataTable,
  Empty,
  Field,
  Figure,
  Figures,
  PageHead,
  ProblemNote,
  Section,
  StateMark,
} from '../../../ui/index.ts';
import { useStreet } from '../../accounts/index.ts';
import { auditWords } from '../words.ts';

export default function AuditPage() {
  const t = useWords(auditWords);
  const [action, setAction] = useState('');
  return (
    <div className="stack-wide">
      <PageHead title={t('title')} lead={t('lead')} />
      <Chain />
      <div className="stack">
        <div className="prose">
          <Field label={t('filter')} hint={t('filterHint')} optional>
            {(control) => (
              <Input
                {...control}
                value={action}
                allowClear
                onChange={(event) => setAction(event.target.value.trim().toLowerCase())}
              />
            )}
          </Field>
        </div>
        <Entries action={/^[a-z][a-z0-9.-]{0,80}$/.test(action) ? action : ''} />
      </div>
    </div>
  );
}

function Chain() {
  const t = useWords(auditWords);
  const street = useStreet();
  const { data, error, refetch } = useQuery({
    queryKey: readKey(street.id, 'audit', 'chain'),
    queryFn: ({ signal }) => get<ChainState>(`/api/streets/${street.id}/audit/chain`, signal),
  });
  if (error) return <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />;
  const broken = data?.broken;
  return (
    <Section
      title={t('chain')}
      aside={
        data ? (
          <StateMark state={broken ? 'attention' : 'clear'}>
            {broken ? t('chainBroken', { no: broken.no, why: t(`why_${broken.why}`) }) : t('chainWhole')}
          </StateMark>
        ) : null
      }
    >
      <Figures>
        <Figure label={t('links')} value={data?.links ?? null} />
        <Figure
          label={t('sealed')}
          value={data?.sealed ?? null}
          {...(data ? { total: data.sealed + data.unsealed } : {})}
        />
      </Figures>
      {data?.head ? (
        <div>
          <p className="faint">{t('headLead')}</p>
          <p className="chain-head">
            #{data.head.no} {data.head.hash}
          </p>
        </div>
      ) : null}
      {data && !data.head ? <p className="faint">{t('headNone')}</p> : null}
    </Section>
  );
}

function Entries({ action }: { action: string }) {
  const t = useWords(auditWords);
  const language = useLanguage();
  const street = useStreet();
  const pages = useInfiniteQuery({
    queryKey: readKey(street.id, 'audit', 'rows', action),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      get<Page>(withQuery(`/api/streets/${street.id}/audit`, { before: pageParam, action }), signal),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  if (pages.error) {
    return <ProblemNote problem={asProblem(pages.error)} onRetry={() => void pages.refetch()} />;
  }
  if (!pages.data) return <Bones />;
  const rows = pages.data.pages.flatMap((page) => page.rows);
  if (rows.length === 0) return <Empty title={t('none')}>{t('noneLead')}</Empty>;
  const columns: readonly Column<AuditRow>[] = [
    {
      key: 'at',
      title: t('at'),
      width: '13rem',
      cell: ({ at }) => <time dateTime={at}>{formatMoment(at, language, street.timeZone)}</time>,
    },
    { key: 'who', title: t('who'), width: '9rem', cell: (row) => row.accountName ?? t('system') },
    { key: 'what', title: t('what'), width: '14rem', cell: ({ action: done }) => <code>{done}</code> },
    {
      key: 'target',
      title: t('target'),
      cell: (row) => (
        <span title={row.targetId ?? ''}>
          {row.targetKind} {row.targetId ? <span className="faint">{row.targetId.slice(-12)}</span> : null}
        </span>
      ),
    },
    { key: 'reason', title: t('reason'), cell: ({ reason }) => reason ?? '' },
  ];
  return (
    <div className="stack">
      <DataTable caption={t('title')} columns={columns} rows={rows} rowKey={({ seq }) => seq} />
      <div>
        {pages.hasNextPage ? (
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('more')}
          </Button>
        ) : (
          <p className="faint">{t('end')}</p>
        )}
      </div>
    </div>
  );
}
