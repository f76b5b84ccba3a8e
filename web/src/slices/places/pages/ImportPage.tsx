import type { Problem } from '@linli/core/kernel';
import { type ImportDetail, type ImportList, type ImportRow, mostImportMegabytes } from '@linli/core/places';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type DragEvent, useId, useRef, useState } from 'react';
import { asProblem, get, newId, readKey, request } from '../../../platform/api/index.ts';
import { formatMoment, formatNumber, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import {
  Bones,
  type Column,
  Count,
  DataTable,
  PageHead,
  ProblemNote,
  Progress,
  Section,
} from '../../../ui/index.ts';
import { useStreet } from '../../accounts/index.ts';
import { importWords } from '../import-words.ts';
import { ImportReview } from '../parts/ImportReview.tsx';
import { ImportState } from '../parts/ImportState.tsx';
import './import.css';

/** A table goes in, is checked without changing anything, and is looked at before it is carried out. */
export default function ImportPage() {
  const t = useWords(importWords);
  const navigate = useNavigate();
  const { at } = useSearch({ strict: false }) as { at?: string };
  const open = (importId: string | null) =>
    void navigate({ to: '.', search: importId ? { at: importId } : {} });
  return (
    <div className="stack-wide">
      <PageHead title={t('title')} lead={t('lead')} />
      {at ? (
        <Review id={at} onAnother={() => open(null)} />
      ) : (
        <>
          <Upload onChecked={(detail) => open(detail.importId)} />
          <Earlier onOpen={open} />
        </>
      )}
    </div>
  );
}

function Review({ id, onAnother }: { id: string; onAnother: () => void }) {
  const street = useStreet();
  const { data, error, refetch } = useQuery({
    queryKey: readKey(street.id, 'places', 'import', id),
    queryFn: ({ signal }) => get<ImportDetail>(`/api/streets/${street.id}/imports/places/${id}`, signal),
  });
  if (error) return <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />;
  return data ? <ImportReview detail={data} onAnother={onAnother} /> : <Bones rows={6} />;
}

/** Hands a file in for its check; leaving it aborts the request, and the server stops reading. */
function useCheck(onChecked: (detail: ImportDetail) => void) {
  const street = useStreet();
  const client = useQueryClient();
  const [checking, setChecking] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef<AbortController | null>(null);
  const check = async (file: File) => {
    const controller = new AbortController();
    running.current = controller;
    setChecking(file.name);
    setProblem(null);
    const form = new FormData();
    form.set('commandId', newId());
    form.set('file', file);
    try {
      const path = `/api/streets/${street.id}/imports/places`;
      const detail = await request<ImportDetail>('POST', path, form, { signal: controller.signal });
      client.setQueryData(readKey(street.id, 'places', 'import', detail.importId), detail);
      onChecked(detail);
    } catch (error) {
      if (!controller.signal.aborted) setProblem(asProblem(error));
    } finally {
      setChecking(null);
    }
  };
  return { check, checking, problem, cancel: () => running.current?.abort() };
}

function Upload({ onChecked }: { onChecked: (detail: ImportDetail) => void }) {
  const t = useWords(importWords);
  const street = useStreet();
  const id = useId();
  const [over, setOver] = useState(false);
  const { check, checking, problem, cancel } = useCheck(onChecked);
  const take = (file: File | undefined) => {
    if (file) void check(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const template = `/api/streets/${street.id}/imports/places/template`;
  return (
    <div className="stack">
      <ProblemNote problem={problem} />
      {checking === null ? (
        <section
          className={over ? 'drop-zone drop-over' : 'drop-zone'}
          aria-label={t('title')}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <label htmlFor={id}>{t('choose')}</label>
          <input
            id={id}
            type="file"
            className="unseen"
            accept=".csv,.xlsx"
            aria-describedby={`${id}-hint`}
            onChange={(event) => {
              take(event.target.files?.[0]);
              // The same file may be chosen again after it was corrected.
              event.target.value = '';
            }}
          />
          <p id={`${id}-hint`} className="faint">
            {t('chooseHint', { most: mostImportMegabytes })}
          </p>
        </section>
      ) : (
        <Progress label={t('checking', { name: checking })} value={0} total={null} onCancel={cancel} />
      )}
      <p className="row">
        <span className="soft">{t('template')}</span>
        <a href={`${template}?kind=communities`}>{t('templateCommunities')}</a>
        <a href={`${template}?kind=buildings`}>{t('templateBuildings')}</a>
      </p>
    </div>
  );
}

function Earlier({ onOpen }: { onOpen: (id: string) => void }) {
  const t = useWords(importWords);
  const language = useLanguage();
  const street = useStreet();
  const { data, error, refetch } = useQuery({
    queryKey: readKey(street.id, 'places', 'imports'),
    queryFn: ({ signal }) => get<ImportList>(`/api/streets/${street.id}/imports/places`, signal),
  });
  const columns: readonly Column<ImportRow>[] = [
    {
      key: 'file',
      title: t('file'),
      cell: ({ importId, fileName }) => (
        <button type="button" className="link-button" onClick={() => onOpen(importId)}>
          {fileName}
        </button>
      ),
    },
    { key: 'kind', title: t('kind'), width: '10rem', cell: ({ kind }) => t(`kind_${kind}`) },
    {
      key: 'rows',
      title: t('good'),
      number: true,
      width: '9rem',
      cell: ({ counts }) => <Count value={counts.good} total={counts.rows} />,
    },
    { key: 'state', title: t('status'), width: '13rem', cell: ({ state }) => <ImportState state={state} /> },
    {
      key: 'at',
      title: t('at'),
      width: '14rem',
      cell: ({ at }) => <time dateTime={at}>{formatMoment(at, language, street.timeZone)}</time>,
    },
  ];
  return (
    <Section title={t('earlier')} aside={data ? formatNumber(data.rows.length, language) : null}>
      {error ? <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones rows={3} /> : null}
      {data?.rows.length === 0 ? <p className="faint">{t('earlierNone')}</p> : null}
      {data && data.rows.length > 0 ? (
        <DataTable
          caption={t('earlier')}
          columns={columns}
          rows={data.rows}
          rowKey={({ importId }) => importId}
        />
      ) : null}
    </Section>
  );
}
