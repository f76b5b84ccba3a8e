import { type GridRow, type PlaceRow, placesPolicy } from '@linli/core/places';
import { Link } from '@tanstack/react-router';
import { asProblem } from '../../../platform/api/index.ts';
import { formatNumber, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import {
  Bones,
  type Column,
  Count,
  DataTable,
  Empty,
  Figure,
  Figures,
  PageHead,
  ProblemNote,
  Section,
  StateMark,
} from '../../../ui/index.ts';
import { TwoFactorBanner, usePowers, useStreet } from '../../accounts/index.ts';
import { useChildren, useGrids } from '../queries.ts';
import { todayWords } from '../today-words.ts';
import './today.css';

/** How the day starts: what there is, what is not right about it, and where to go. */
export default function TodayPage() {
  const t = useWords(todayWords);
  const language = useLanguage();
  const street = useStreet();
  const children = useChildren(street.id);
  const grids = useGrids();
  const day = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'full',
    timeZone: street.timeZone,
  }).format(Date.now());
  const error = children.error ?? grids.error;
  const communities = children.data?.rows.filter(({ kind }) => kind === 'community');
  const retry = () => {
    void children.refetch();
    void grids.refetch();
  };
  return (
    <div className="stack-wide">
      <PageHead title={street.name} lead={t('lead', { day })} />
      <TwoFactorBanner />
      {error ? <ProblemNote problem={asProblem(error)} onRetry={retry} /> : null}
      {communities?.length === 0 ? (
        <Beginning />
      ) : (
        <Standing communities={communities ?? null} grids={grids.data?.rows ?? null} />
      )}
    </div>
  );
}

function Beginning() {
  const t = useWords(todayWords);
  const street = useStreet();
  const { mayAnywhere } = usePowers();
  if (!mayAnywhere(placesPolicy.edit)) return null;
  return (
    <Empty
      title={t('emptyTitle')}
      action={
        <>
          <Link to={`/${street.prefix}/import`}>{t('toImport')}</Link>
          <Link to={`/${street.prefix}/places`}>{t('toPlaces')}</Link>
        </>
      }
    >
      {t('emptyLead')}
    </Empty>
  );
}

interface StandingProps {
  readonly communities: readonly PlaceRow[] | null;
  readonly grids: readonly GridRow[] | null;
}

function sum(rows: readonly PlaceRow[] | null, key: 'children' | 'cells' | 'dwellings'): number | null {
  return rows?.reduce((total, row) => total + row[key], 0) ?? null;
}

function Standing({ communities, grids }: StandingProps) {
  const t = useWords(todayWords);
  return (
    <>
      <Figures>
        <Figure label={t('communities')} value={communities?.length ?? null} />
        <Figure label={t('compounds')} value={sum(communities, 'children')} />
        <Figure label={t('grids')} value={grids?.length ?? null} />
        <Figure label={t('cells')} value={sum(communities, 'cells')} />
        <Figure label={t('households')} value={sum(communities, 'dwellings')} />
      </Figures>
      {communities && grids ? (
        <>
          <Attention communities={communities} grids={grids} />
          <ByCommunity communities={communities} grids={grids} />
        </>
      ) : (
        <Bones rows={6} />
      )}
    </>
  );
}

function Attention({ communities, grids }: { communities: readonly PlaceRow[]; grids: readonly GridRow[] }) {
  const t = useWords(todayWords);
  const street = useStreet();
  const withGrids = new Set(grids.map(({ communityId }) => communityId));
  const findings = [
    { key: 'gridsSmall', count: grids.filter(({ warning }) => warning === 'small').length, page: 'grids' },
    { key: 'gridsLarge', count: grids.filter(({ warning }) => warning === 'large').length, page: 'grids' },
    {
      key: 'gridsEmpty',
      count: communities.filter(({ id, cells }) => cells > 0 && !withGrids.has(id)).length,
      page: 'grids',
    },
    {
      key: 'noDwellings',
      count: communities.filter(({ dwellings }) => dwellings === 0).length,
      page: 'places',
    },
  ] as const;
  const open = findings.filter(({ count }) => count > 0);
  return (
    <Section title={t('attention')}>
      {open.length === 0 ? <StateMark state="clear">{t('attentionNone')}</StateMark> : null}
      <ul className="findings">
        {open.map(({ key, count, page }) => (
          <li key={key}>
            <StateMark state="pending">{t(key, { count })}</StateMark>
            <Link to={`/${street.prefix}/${page}`} aria-label={`${t('see')}: ${t(key, { count })}`}>
              {t('see')}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ByCommunity({
  communities,
  grids,
}: {
  communities: readonly PlaceRow[];
  grids: readonly GridRow[];
}) {
  const t = useWords(todayWords);
  const language = useLanguage();
  const street = useStreet();
  const gridsOf = (id: string) => grids.filter(({ communityId }) => communityId === id);
  const fit = (rows: readonly GridRow[]) => rows.filter(({ warning }) => warning === null).length;
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
    ...(['children', 'cells', 'dwellings'] as const).map(
      (key): Column<PlaceRow> => ({
        key,
        title: t(key === 'children' ? 'compounds' : key === 'cells' ? 'cells' : 'households'),
        number: true,
        cell: (row) => formatNumber(row[key], language),
      }),
    ),
    {
      key: 'grids',
      title: t('gridsFit'),
      number: true,
      cell: ({ id }) => <Count value={fit(gridsOf(id))} total={gridsOf(id).length} />,
    },
  ];
  const foot = (
    <tr>
      <th scope="row">{t('total')}</th>
      <td className="number">{formatNumber(sum(communities, 'children') ?? 0, language)}</td>
      <td className="number">{formatNumber(sum(communities, 'cells') ?? 0, language)}</td>
      <td className="number">{formatNumber(sum(communities, 'dwellings') ?? 0, language)}</td>
      <td className="number">
        <Count value={fit(grids)} total={grids.length} />
      </td>
    </tr>
  );
  return (
    <Section title={t('byCommunity')}>
      <DataTable
        caption={t('byCommunity')}
        columns={columns}
        rows={communities}
        rowKey={({ id }) => id}
        foot={foot}
      />
    </Section>
  );
}
