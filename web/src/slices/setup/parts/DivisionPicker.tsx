import type { Division, DivisionList } from '@linli/core/setup';
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { asProblem, get, withQuery } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { Field, PickList, ProblemNote, StateMark } from '../../../ui/index.ts';
import { setupWords } from '../words.ts';
import './division-picker.css';

interface DivisionPickerProps {
  readonly chosen: Division | null;
  readonly onChoose: (division: Division | null) => void;
}

function useDivisions(query: { q?: string; under?: string } | null) {
  return useQuery({
    queryKey: ['divisions', query],
    enabled: query !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => get<DivisionList>(withUnder('/api/setup/divisions', query ?? {}), signal),
  });
}

/** An empty `under` asks for the provinces, so it must not be left out as other empty values are. */
function withUnder(path: string, { q, under }: { q?: string; under?: string }): string {
  return under === '' ? `${path}?under=` : withQuery(path, { q, under });
}

/** The own street out of the official list: by a few characters, or from the province down. */
export function DivisionPicker({ chosen, onChoose }: DivisionPickerProps) {
  const t = useWords(setupWords);
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const hits = useDivisions(asked.length >= 2 ? { q: asked } : null);
  return (
    <div className="stack">
      {chosen ? (
        <p className="division-chosen" aria-live="polite">
          <StateMark state="clear">
            {t('chosen', { path: [...chosen.path, chosen.name].join(' › ') })}
          </StateMark>
          <span className="faint">{t('code', { code: chosen.code })}</span>
        </p>
      ) : null}
      <Field
        label={t('search')}
        hint={hits.data ? t('edition', { edition: hits.data.edition }) : t('searchHint')}
      >
        {(control) => (
          <Input
            {...control}
            value={text}
            onChange={(event) => setText(event.target.value)}
            autoComplete="off"
            allowClear
          />
        )}
      </Field>
      {hits.error ? (
        <ProblemNote problem={asProblem(hits.error)} onRetry={() => void hits.refetch()} />
      ) : null}
      <div aria-live="polite">
        {hits.data && asked.length >= 2 ? (
          <Hits list={hits.data} chosen={chosen} onChoose={onChoose} />
        ) : null}
      </div>
      <Levels onChoose={onChoose} />
    </div>
  );
}

function Hits({
  list,
  chosen,
  onChoose,
}: {
  list: DivisionList;
  chosen: Division | null;
  onChoose: (division: Division) => void;
}) {
  const t = useWords(setupWords);
  if (list.divisions.length === 0) return <p className="soft">{t('noHits')}</p>;
  return (
    <>
      <p className="unseen">{t('hits', { count: list.divisions.length })}</p>
      <PickList
        items={list.divisions}
        itemKey={({ code }) => code}
        chosen={chosen?.code ?? null}
        onPick={onChoose}
        title={({ name }) => name}
        hint={({ path }) => path.join(' › ')}
      />
      {list.more ? <p className="faint">{t('moreHits')}</p> : null}
    </>
  );
}

const levels = ['province', 'city', 'county', 'streetLevel'] as const;

function Levels({ onChoose }: { onChoose: (division: Division | null) => void }) {
  const t = useWords(setupWords);
  const [codes, setCodes] = useState<readonly string[]>([]);
  return (
    <fieldset className="division-levels">
      <legend>{t('browse')}</legend>
      {levels.map((level, depth) => (
        <Level
          key={level}
          label={t(level)}
          under={depth === 0 ? '' : (codes[depth - 1] ?? null)}
          value={codes[depth] ?? ''}
          onPick={(division) => {
            setCodes([...codes.slice(0, depth), division.code]);
            onChoose(depth === levels.length - 1 ? division : null);
          }}
        />
      ))}
    </fieldset>
  );
}

function Level({
  label,
  under,
  value,
  onPick,
}: {
  label: string;
  under: string | null;
  value: string;
  onPick: (division: Division) => void;
}) {
  const t = useWords(setupWords);
  const { data } = useDivisions(under === null ? null : { under });
  const divisions = data?.divisions ?? [];
  return (
    <Field label={label}>
      {(control) => (
        <select
          {...control}
          className="select"
          value={value}
          disabled={under === null}
          onChange={(event) => {
            const picked = divisions.find(({ code }) => code === event.target.value);
            if (picked) onPick(picked);
          }}
        >
          <option value="" disabled>
            {t('pick')}
          </option>
          {divisions.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
