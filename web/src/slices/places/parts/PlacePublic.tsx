import type { PlaceDetail } from '@linli/core/places';
import { useWords } from '../../../platform/i18n/index.ts';
import { Qr } from '../../../ui/index.ts';
import { placesWords } from '../words.ts';

export function PlacePublic({ place }: { place: PlaceDetail }) {
  const t = useWords(placesWords);
  const address = new URL(place.publicPath, window.location.origin).href;
  return (
    <div className="public-page">
      <Qr text={address} label={t('publicQr', { name: place.name })} />
      <div className="stack">
        <p className="prose">{t('publicLead')}</p>
        <p>
          <a href={place.publicPath} target="_blank" rel="noreferrer">
            {t('publicOpen')}
          </a>
        </p>
        <p className="chain-head">{address}</p>
      </div>
    </div>
  );
}
