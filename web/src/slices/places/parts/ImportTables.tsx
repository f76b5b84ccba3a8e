import { type ImportDetail, importColumns, importColumnTexts, placeKinds } from '@linli/core/places';
import { formatNumber, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { type Column, DataTable, Section } from '../../../ui/index.ts';
import { useStreet } from '../../accounts/index.ts';
import { importWords } from '../import-words.ts';

interface DetailProps {
  readonly detail: ImportDetail;
}

type Problem = ImportDetail['problems'][number];
type Preview = ImportDetail['preview']['rows'][number];
type Mapped = ImportDetail['mapping'][number];

/** Every refused row with its reason; the whole of them as a file to correct and hand in again. */
export function ImportProblems({ detail }: DetailProps) {
  const t = useWords(importWords);
  const language = useLanguage();
  const street = useStreet();
  if (detail.problemsTotal === 0) return null;
  const columnName = (key: string | null) => {
    const mapped = detail.mapping.find(({ column }) => column === key);
    if (mapped) return mapped.heading;
    const known = importColumns.find((column) => column.key === key);
    return known ? importColumnTexts[known.key][language] : t('wholeRow');
  };
  const columns: readonly Column<Problem>[] = [
    { key: 'row', title: t('row'), number: true, width: '5rem', cell: ({ row }) => row },
    { key: 'column', title: t('column'), width: '12rem', cell: ({ column }) => columnName(column) },
    { key: 'why', title: t('why'), cell: ({ text }) => text[language] },
  ];
  const rejected = `/api/streets/${street.id}/imports/places/${detail.importId}/rejected`;
  return (
    <Section title={t('problems')} aside={<a href={rejected}>{t('rejected')}</a>}>
      {detail.problemsTotal > detail.problems.length ? (
        <p className="faint">
          {t('problemsMore', { total: detail.problemsTotal, shown: detail.problems.length })}
        </p>
      ) : null}
      <DataTable
        caption={t('problems')}
        columns={columns}
        rows={detail.problems}
        rowKey={({ row, column, code }) => `${row}-${column}-${code}`}
      />
    </Section>
  );
}

/** How deep each row of the preview lies; parents come before their children. */
function depths(rows: readonly Preview[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const { key, parentKey } of rows) {
    found.set(key, parentKey === null ? 0 : (found.get(parentKey) ?? 0) + 1);
  }
  return found;
}

export function ImportPreview({ detail }: DetailProps) {
  const t = useWords(importWords);
  const language = useLanguage();
  const { rows, more } = detail.preview;
  const depth = depths(rows);
  const columns: readonly Column<Preview>[] = [
    {
      key: 'name',
      title: t('previewName'),
      cell: ({ key, name }) => (
        <span className="preview-name" style={{ '--depth': depth.get(key) ?? 0 } as React.CSSProperties}>
          {name}
        </span>
      ),
    },
    {
      key: 'kind',
      title: t('previewKind'),
      width: '7rem',
      cell: ({ kind }) => placeKinds[kind][language],
    },
    { key: 'state', title: t('previewState'), width: '6rem', cell: ({ state }) => t(`is_${state}`) },
    {
      key: 'doors',
      title: t('previewDoors'),
      number: true,
      width: '5rem',
      cell: ({ dwellings }) => (dwellings > 0 ? formatNumber(dwellings, language) : ''),
    },
    { key: 'grid', title: t('previewGrid'), width: '7rem', cell: ({ grid }) => grid ?? '' },
  ];
  return (
    <Section title={t('preview')} aside={more ? t('previewMore') : null}>
      {rows.length === 0 ? (
        <p className="faint">{t('previewNone')}</p>
      ) : (
        <DataTable caption={t('preview')} columns={columns} rows={rows} rowKey={({ key }) => String(key)} />
      )}
    </Section>
  );
}

export function ImportColumns({ detail }: DetailProps) {
  const t = useWords(importWords);
  const language = useLanguage();
  const columns: readonly Column<Mapped>[] = [
    { key: 'file', title: t('columnFile'), cell: ({ heading }) => heading },
    { key: 'means', title: t('columnMeans'), cell: ({ text }) => text[language] },
  ];
  const listed = (names: readonly string[]) => names.join(language === 'zh' ? '、' : ', ');
  return (
    <Section title={t('columns')}>
      <DataTable
        caption={t('columns')}
        columns={columns}
        rows={detail.mapping}
        rowKey={({ column }) => column}
      />
      {detail.unmatched.length > 0 ? (
        <p className="faint">{t('ignored', { names: listed(detail.unmatched) })}</p>
      ) : null}
      {detail.otherSheets.length > 0 ? (
        <p className="faint">{t('otherSheets', { names: listed(detail.otherSheets) })}</p>
      ) : null}
    </Section>
  );
}
