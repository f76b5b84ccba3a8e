import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Input } from 'antd';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { asProblem } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { Empty, PageHead, PickList, ProblemNote } from '../../../ui/index.ts';
import { useStreet } from '../../accounts/index.ts';
import { PlacePanel } from '../parts/PlacePanel.tsx';
import { PlaceTree } from '../parts/PlaceTree.tsx';
import { useChildren, usePlace, usePlaceSearch } from '../queries.ts';
import { placesWords } from '../words.ts';
import './places.css';

/** The tree on the left, one place on the right; on a phone one after the other. The address holds the place. */
export default function PlacesPage() {
  const t = useWords(placesWords);
  const street = useStreet();
  const navigate = useNavigate();
  const { at } = useSearch({ strict: false }) as { at?: string };
  const root = useChildren(street.id);
  const chosen = at ?? null;
  const choose = (id: string | null) =>
    void navigate({ to: '.', search: id ? { at: id } : {}, resetScroll: false });
  if (root.error) {
    return (
      <div className="stack">
        <PageHead title={t('places')} lead={t('placesLead')} />
        <ProblemNote problem={asProblem(root.error)} onRetry={() => void root.refetch()} />
      </div>
    );
  }
  return (
    <div className={chosen ? 'places-page places-chosen' : 'places-page'}>
      <PageHead title={t('places')} lead={t('placesLead')} />
      <div className="places-split">
        <Finder chosen={chosen} onChoose={choose} />
        <div className="places-detail">
          {chosen ? (
            <PlacePanel key={chosen} id={chosen} onChoose={choose} />
          ) : (
            <Welcome empty={root.data?.rows.length === 0} />
          )}
        </div>
      </div>
    </div>
  );
}

function Welcome({ empty }: { empty: boolean }) {
  const t = useWords(placesWords);
  const street = useStreet();
  if (!empty) return <Empty title={t('pickOne')}>{t('pickOneLead')}</Empty>;
  return (
    <Empty title={t('treeEmpty')} action={<Link to={`/${street.prefix}/import`}>{t('importNow')}</Link>}>
      {t('treeEmptyLead')}
    </Empty>
  );
}

function Finder({ chosen, onChoose }: { chosen: string | null; onChoose: (id: string) => void }) {
  const t = useWords(placesWords);
  const street = useStreet();
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const { data: hits } = usePlaceSearch(asked);
  const ancestors = useAncestors(chosen);
  return (
    <div className="places-finder">
      <Input
        aria-label={t('filter')}
        placeholder={t('filter')}
        value={text}
        allowClear
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      <button
        type="button"
        className={chosen === street.id ? 'places-root places-root-chosen' : 'places-root'}
        aria-pressed={chosen === street.id}
        onClick={() => onChoose(street.id)}
      >
        {street.name}
      </button>
      <p className="unseen" aria-live="polite">
        {asked && hits ? t('filterHits', { count: hits.rows.length }) : ''}
      </p>
      {asked && hits?.rows.length === 0 ? <p className="soft">{t('filterNone')}</p> : null}
      {asked ? (
        <PickList
          items={hits?.rows ?? []}
          itemKey={({ id }) => id}
          chosen={chosen}
          onPick={({ id }) => onChoose(id)}
          title={({ name, alias }) => (alias ? `${name}(${alias})` : name)}
          hint={({ path }) => path.join(' › ')}
        />
      ) : (
        <PlaceTree chosen={chosen} reveal={ancestors} onChoose={onChoose} />
      )}
    </div>
  );
}

/** The branches above the chosen place, kept while the next one loads so that the tree does not fold and unfold. */
function useAncestors(chosen: string | null): readonly string[] {
  const street = useStreet();
  const { data } = usePlace(chosen ?? street.id);
  const kept = useRef<readonly string[]>([]);
  useEffect(() => {
    if (data) kept.current = data.ancestors.map(({ id }) => id).slice(1);
  }, [data]);
  return data ? data.ancestors.map(({ id }) => id).slice(1) : kept.current;
}
