import { useWords } from '../../../platform/i18n/index.ts';
import { Field } from '../../../ui/index.ts';
import { linesWords } from '../lines-words.ts';
import { useGrids } from '../queries.ts';
import { type PickedPlace, PlacePicker } from './PlacePicker.tsx';

/** What a node of a line hangs on, as the form holds it. */
export type Attached =
  | { readonly kind: 'none' }
  | { readonly kind: 'place'; readonly place: PickedPlace | null }
  | { readonly kind: 'grid'; readonly gridId: string };

const kinds = ['none', 'place', 'grid'] as const;

/** As the command takes it: one of the two, the other detached. */
export function attachedInput(attached: Attached): { placeId: string | null; gridId: string | null } {
  return {
    placeId: attached.kind === 'place' ? (attached.place?.id ?? null) : null,
    gridId: attached.kind === 'grid' && attached.gridId ? attached.gridId : null,
  };
}

const empty: Readonly<Record<(typeof kinds)[number], Attached>> = {
  none: { kind: 'none' },
  place: { kind: 'place', place: null },
  grid: { kind: 'grid', gridId: '' },
};

export function AttachFields({
  attached,
  onChange,
}: {
  attached: Attached;
  onChange: (attached: Attached) => void;
}) {
  const t = useWords(linesWords);
  const { data } = useGrids();
  const titles = { none: t('attachNone'), place: t('attachPlace'), grid: t('attachGrid') };
  return (
    <>
      <fieldset className="row attach-kinds">
        <legend>{t('attached')}</legend>
        {kinds.map((kind) => (
          <label key={kind} className="check">
            <input
              type="radio"
              name="attached"
              checked={attached.kind === kind}
              onChange={() => onChange(empty[kind])}
            />
            {titles[kind]}
          </label>
        ))}
      </fieldset>
      {attached.kind === 'place' ? (
        <PlacePicker
          label={t('attachedPlace')}
          picked={attached.place}
          onPick={(place) => onChange({ kind: 'place', place })}
        />
      ) : null}
      {attached.kind === 'grid' ? (
        <Field label={t('attachedGrid')}>
          {(control) => (
            <select
              {...control}
              className="select"
              value={attached.gridId}
              onChange={(event) => onChange({ kind: 'grid', gridId: event.target.value })}
            >
              <option value="" disabled>
                {t('pick')}
              </option>
              {data?.rows.map(({ id, name, communityName }) => (
                <option key={id} value={id}>
                  {communityName} {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
    </>
  );
}
