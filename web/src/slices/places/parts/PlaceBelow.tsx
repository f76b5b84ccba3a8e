import { type PlaceDetail, type PlaceRow, placeKinds, reportsAsTexts } from '@linli/core/places';
import { Link } from '@tanstack/react-router';
import { asProblem } from '../../../platform/api/index.ts';
import { formatNumber, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Bones, type Column, DataTable, ProblemNote } from '../../../ui/index.ts';
import { useStreet } from '../../accounts/index.ts';
import { useChildren } from '../queries.ts';
import { placesWords } from '../words.ts';

/** What lies directly below a place, as a table with its counts. */
export function PlaceBelow({ place }: { place: PlaceDetail }) {
  const t = useWords(placesWords);
  const language = useLanguage();
  const street = useStreet();
  const { data, error, refetch } = useChildren(place.id);
  if (error) return <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />;
  if (!data) return <Bones />;
  const buildings = data.rows.some(({ kind }) => kind === 'building');
  const columns: readonly Column<PlaceRow>[] = [
    {
      key: 'name',
      title: t('name'),
      cell: ({ id, name }) => (
        <Link to={`/${street.prefix}/places`} search={{ at: id }}>
          {name}
        </Link>
      ),
    },
    { key: 'kind', title: t('kind'), cell: ({ kind }) => placeKinds[kind][language] },
    ...(buildings
      ? [
          {
            key: 'reports',
            title: t('reportsAs'),
            cell: ({ reportsAs }: PlaceRow) => (reportsAs ? reportsAsTexts[reportsAs][language] : ''),
          },
        ]
      : []),
    {
      key: 'children',
      title: t('children'),
      number: true,
      cell: ({ children }) => formatNumber(children, language),
    },
    { key: 'cells', title: t('cells'), number: true, cell: ({ cells }) => formatNumber(cells, language) },
    {
      key: 'dwellings',
      title: t('households'),
      number: true,
      cell: ({ dwellings }) => formatNumber(dwellings, language),
    },
  ];
  return <DataTable caption={t('below')} columns={columns} rows={data.rows} rowKey={({ id }) => id} />;
}
