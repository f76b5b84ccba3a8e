import type { PlaceDetail } from '@linli/core/places';
import { useQuery } from '@tanstack/react-query';
import { asProblem } from '../../../platform/api/index.ts';
import { formatFresh, formatMoment, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Bones, ProblemNote } from '../../../ui/index.ts';
import { useStreet } from '../../accounts/index.ts';
import { changeTexts } from '../change-words.ts';
import { placesReads } from '../queries.ts';
import { placesWords } from '../words.ts';

/** Every version of a place, newest first: what was done, when, why. */
export function PlaceHistoryList({ place }: { place: PlaceDetail }) {
  const t = useWords(placesWords);
  const language = useLanguage();
  const street = useStreet();
  const { data, error, refetch } = useQuery(placesReads.history(street.id, place.id));
  if (error) return <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />;
  if (!data) return <Bones />;
  if (data.rows.length === 0) return <p className="soft">{t('historyNone')}</p>;
  return (
    <ol className="history">
      {data.rows.map((row) => (
        <li key={row.version} className="history-entry">
          <strong>{changeTexts[row.change]?.[language] ?? row.change}</strong>
          <span className="faint">
            <time dateTime={row.at} title={formatMoment(row.at, language, street.timeZone)}>
              {formatFresh(row.at, Date.now(), language, street.timeZone)}
            </time>
            {' · '}
            {t('historyVersion', { version: row.version })}
            {row.accountId ? ` · ${t('by', { id: row.accountId.slice(-6) })}` : ''}
          </span>
          {row.reason ? <span className="soft">{row.reason}</span> : null}
          {typeof row.after.name === 'string' ? <span>{row.after.name}</span> : null}
        </li>
      ))}
    </ol>
  );
}
