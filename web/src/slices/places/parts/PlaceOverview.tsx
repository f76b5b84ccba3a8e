import { type PlaceDetail, reportsAsTexts } from '@linli/core/places';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { formatNumber, type Say, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Facts as FactList, Note, Section } from '../../../ui/index.ts';
import { useStreet } from '../../accounts/index.ts';
import { useDone, usePlacesCommand } from '../commands.ts';
import type { PlaceDialogName } from '../dialogs/PlaceDialog.tsx';
import type { PlacePowers } from '../powers.ts';
import { placesWords } from '../words.ts';

interface PlaceOverviewProps {
  readonly place: PlaceDetail;
  readonly powers: PlacePowers;
  readonly onAct: (dialog: PlaceDialogName) => void;
}

type PlacesSay = Say<keyof typeof placesWords.zh>;

export function PlaceOverview({ place, powers, onAct }: PlaceOverviewProps) {
  const t = useWords(placesWords);
  return (
    <div className="stack-wide">
      {place.suggestion ? (
        <Note
          state="pending"
          action={
            powers.edit ? <Button onClick={() => onAct('switch-cells')}>{t('switchNow')}</Button> : null
          }
        >
          {place.suggestion === 'unit' ? t('suggestUnit') : t('suggestBuilding')}
        </Note>
      ) : null}
      <Facts place={place} powers={powers} onAct={onAct} />
      {place.kind === 'street' ? null : <Aliases place={place} powers={powers} onAct={onAct} />}
    </div>
  );
}

function Facts({ place, powers, onAct }: PlaceOverviewProps) {
  const t = useWords(placesWords);
  const language = useLanguage();
  const street = useStreet();
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('households'), formatNumber(place.dwellings, language)],
    [t('cells'), formatNumber(place.cells, language)],
    ...(place.children > 0 ? [[t('children'), formatNumber(place.children, language)] as const] : []),
    ...ownFacts(place, t),
    ...(place.reportsAs
      ? [
          [
            t('reportsAs'),
            <span key="reports" className="row">
              {reportsAsTexts[place.reportsAs][language]}
              {powers.edit && !place.closedOn ? (
                <button type="button" className="link-button" onClick={() => onAct('switch-cells')}>
                  {t('switchNow')}
                </button>
              ) : null}
            </span>,
          ] as const,
        ]
      : []),
    ...(place.isCell ? [[t('grid'), place.gridName ?? t('none')] as const] : []),
    ...(place.sector ? [[t('sector'), place.sector.name] as const] : []),
    [t('openedOn'), place.openedOn],
    ...(place.closedOn ? [[t('closedOn'), place.closedOn] as const] : []),
    ...(place.mergedInto
      ? [
          [
            t('mergedInto'),
            <Link key="into" to={`/${street.prefix}/places`} search={{ at: place.mergedInto.id }}>
              {place.mergedInto.name}
            </Link>,
          ] as const,
        ]
      : []),
  ];
  return <FactList facts={facts} />;
}

function ownFacts(place: PlaceDetail, t: PlacesSay): readonly (readonly [string, ReactNode])[] {
  const facts: [string, ReactNode][] = [];
  if (place.kind === 'street' || place.kind === 'community') facts.push([t('code'), place.code ?? t('none')]);
  if (place.kind === 'building' || place.kind === 'unit') {
    facts.push([t('floors'), place.floors ? t('floorsValue', { value: place.floors }) : t('unknown')]);
  }
  if (place.kind === 'building') {
    facts.push([t('height'), place.heightM ? t('heightValue', { value: place.heightM }) : t('unknown')]);
  }
  if (place.kind === 'compound') {
    const managed = place.managed ? t('managedYes') : t('managedNo');
    facts.push([t('managed'), place.managed === null ? t('unknown') : managed]);
  }
  return facts;
}

function Aliases({ place, powers, onAct }: PlaceOverviewProps) {
  const t = useWords(placesWords);
  const done = useDone();
  const { run, busy } = usePlacesCommand('places.remove-alias');
  const remove = async (aliasId: string, name: string) => {
    const reply = await run({ aliasId, placeId: place.id });
    if (!reply) return;
    done(t('aliasRemoved', { name }), {
      name: 'places.add-alias',
      input: { aliasId: crypto.randomUUID(), placeId: place.id, name },
    });
  };
  return (
    <Section title={t('aliases')} aside={t('aliasesLead')}>
      {place.aliases.length > 0 ? (
        <ul className="alias-list">
          {place.aliases.map(({ id, name }) => (
            <li key={id}>
              {name}
              {powers.edit ? (
                <button
                  type="button"
                  disabled={busy}
                  aria-label={t('removeAlias', { name })}
                  onClick={() => void remove(id, name)}
                >
                  ×
                </button>
              ) : (
                <span>&nbsp;&nbsp;</span>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p className="faint">{t('none')}</p>
      )}
      {powers.edit ? (
        <div>
          <Button onClick={() => onAct('add-alias')}>{t('addAlias')}</Button>
        </div>
      ) : null}
    </Section>
  );
}
