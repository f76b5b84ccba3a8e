import { type PlaceDetail, placeKinds } from '@linli/core/places';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { asProblem } from '../../../platform/api/index.ts';
import { useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Bones, ProblemNote, StateMark, Tabs } from '../../../ui/index.ts';
import { useStreet } from '../../accounts/index.ts';
import { PlaceDialog, type PlaceDialogName } from '../dialogs/PlaceDialog.tsx';
import { usePlacePowers } from '../powers.ts';
import { usePlace } from '../queries.ts';
import { placesWords } from '../words.ts';
import { PlaceActions } from './PlaceActions.tsx';
import { PlaceBelow } from './PlaceBelow.tsx';
import { PlaceDwellings } from './PlaceDwellings.tsx';
import { PlaceHistoryList } from './PlaceHistoryList.tsx';
import { PlaceOverview } from './PlaceOverview.tsx';
import { PlacePublic } from './PlacePublic.tsx';

type TabKey = 'overview' | 'below' | 'dwellings' | 'publicPage' | 'history';

interface PlacePanelProps {
  readonly id: string;
  readonly onChoose: (id: string | null) => void;
}

/** Everything about one place, and everything that can be done with it. */
export function PlacePanel({ id, onChoose }: PlacePanelProps) {
  const t = useWords(placesWords);
  const { data: place, error, refetch } = usePlace(id);
  if (error) {
    return (
      <div className="stack">
        <BackToTree onChoose={onChoose} />
        <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!place) return <Bones />;
  return (
    <article className="stack" aria-label={place.name} aria-live="off">
      <BackToTree onChoose={onChoose} />
      <Loaded place={place} onChoose={onChoose} label={t('places')} />
    </article>
  );
}

function BackToTree({ onChoose }: { onChoose: (id: null) => void }) {
  const t = useWords(placesWords);
  return (
    <div className="places-back">
      <Button onClick={() => onChoose(null)}>{t('back')}</Button>
    </div>
  );
}

function Loaded({
  place,
  onChoose,
  label,
}: {
  place: PlaceDetail;
  onChoose: (id: string | null) => void;
  label: string;
}) {
  const t = useWords(placesWords);
  const powers = usePlacePowers(place);
  const [tab, setTab] = useState<TabKey>('overview');
  const [dialog, setDialog] = useState<PlaceDialogName | null>(null);
  const hasDoors = powers.readDwellings && (place.kind === 'building' || place.kind === 'unit');
  const keys: readonly TabKey[] = [
    'overview',
    ...(place.children > 0 ? (['below'] as const) : []),
    ...(hasDoors ? (['dwellings'] as const) : []),
    'publicPage',
    'history',
  ];
  const at = keys.includes(tab) ? tab : 'overview';
  return (
    <>
      <PlaceHeading place={place} />
      <PlaceActions place={place} powers={powers} onAct={setDialog} />
      <Tabs label={label} tabs={keys.map((key) => ({ key, title: t(key) }))} at={at} onChange={setTab}>
        {at === 'overview' ? <PlaceOverview place={place} powers={powers} onAct={setDialog} /> : null}
        {at === 'below' ? <PlaceBelow place={place} /> : null}
        {at === 'dwellings' ? <PlaceDwellings place={place} mayEdit={powers.editDwellings} /> : null}
        {at === 'publicPage' ? <PlacePublic place={place} /> : null}
        {at === 'history' ? <PlaceHistoryList place={place} /> : null}
      </Tabs>
      {dialog ? (
        <PlaceDialog name={dialog} place={place} onClose={() => setDialog(null)} onChoose={onChoose} />
      ) : null}
    </>
  );
}

function PlaceHeading({ place }: { place: PlaceDetail }) {
  const t = useWords(placesWords);
  const language = useLanguage();
  const street = useStreet();
  return (
    <header className="place-head">
      {place.ancestors.length > 0 ? (
        <nav aria-label={t('path')}>
          <ol className="place-path">
            {place.ancestors.map(({ id, name }) => (
              <li key={id}>
                <Link to={`/${street.prefix}/places`} search={{ at: id }}>
                  {name}
                </Link>
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="place-title">
        <h2>{place.name}</h2>
        <span className="tag">{placeKinds[place.kind][language]}</span>
        {place.isCell ? <span className="tag">{t('cell')}</span> : null}
        {place.closedOn ? <StateMark state="plain">{t('closed')}</StateMark> : null}
      </div>
    </header>
  );
}
