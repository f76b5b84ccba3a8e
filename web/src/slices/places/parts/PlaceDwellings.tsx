import { dwellingUses, type PlaceDetail } from '@linli/core/places';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { asProblem } from '../../../platform/api/index.ts';
import { useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Bones, type Column, DataTable, Empty, ProblemNote } from '../../../ui/index.ts';
import { useStreet } from '../../accounts/index.ts';
import {
  AddDwellingsDialog,
  CloseDwellingDialog,
  type Dwelling,
  EditDwellingDialog,
} from '../dialogs/DwellingDialogs.tsx';
import { placesReads } from '../queries.ts';
import { placesWords } from '../words.ts';

type Act = { readonly kind: 'add' } | { readonly kind: 'edit' | 'close'; readonly dwelling: Dwelling } | null;

/** The doors of a building or unit. Only those who answer for them come this far. */
export function PlaceDwellings({ place, mayEdit }: { place: PlaceDetail; mayEdit: boolean }) {
  const t = useWords(placesWords);
  const language = useLanguage();
  const street = useStreet();
  const [act, setAct] = useState<Act>(null);
  const { data, error, refetch } = useQuery(placesReads.dwellings(street.id, place.id));
  if (error) return <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />;
  if (!data) return <Bones />;
  const open = mayEdit && !place.closedOn;
  const takesDoors = open && place.children === 0;
  const add = takesDoors ? (
    <Button onClick={() => setAct({ kind: 'add' })}>{t('addDwellings')}</Button>
  ) : null;
  const columns: readonly Column<Dwelling>[] = [
    { key: 'floor', title: t('floor'), number: true, width: '5rem', cell: ({ floor }) => floor },
    { key: 'door', title: t('door'), cell: ({ door }) => door },
    { key: 'use', title: t('use'), cell: ({ use }) => dwellingUses[use][language] },
    ...(open
      ? [
          {
            key: 'acts',
            title: t('acts'),
            cell: (dwelling: Dwelling) => (
              <span className="row">
                <button
                  type="button"
                  className="link-button"
                  aria-label={t('editDwelling', { door: dwelling.door })}
                  onClick={() => setAct({ kind: 'edit', dwelling })}
                >
                  {t('edit')}
                </button>
                <button
                  type="button"
                  className="link-button"
                  aria-label={t('closeDwelling', { door: dwelling.door })}
                  onClick={() => setAct({ kind: 'close', dwelling })}
                >
                  {t('close')}
                </button>
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <div className="stack">
      {data.rows.length === 0 ? (
        <Empty title={t('dwellingsNone')} action={add}>
          {t('dwellingsNoneLead')}
        </Empty>
      ) : (
        <>
          {add ? <div>{add}</div> : null}
          {data.more ? <p className="faint">{t('dwellingsMore', { count: data.rows.length })}</p> : null}
          <DataTable caption={t('dwellings')} columns={columns} rows={data.rows} rowKey={({ id }) => id} />
        </>
      )}
      {act?.kind === 'add' ? <AddDwellingsDialog place={place} onClose={() => setAct(null)} /> : null}
      {act?.kind === 'edit' ? (
        <EditDwellingDialog dwelling={act.dwelling} onClose={() => setAct(null)} />
      ) : null}
      {act?.kind === 'close' ? (
        <CloseDwellingDialog dwelling={act.dwelling} onClose={() => setAct(null)} />
      ) : null}
    </div>
  );
}
