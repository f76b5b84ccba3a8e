import { type PlaceKind, placeKinds, type ReportsAs } from '@linli/core/places';
import { useRef, useState } from 'react';
import { newId } from '../../../platform/api/index.ts';
import { useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { FormDialog, useRefusals } from '../../../ui/index.ts';
import { useDone, usePlacesCommand } from '../commands.ts';
import { GridField, ManagedField, ReportsAsField, TextField, typedNumber } from '../parts/fields.tsx';
import { placesWords } from '../words.ts';
import type { PlaceDialogProps } from './props.ts';

type AddKind = Exclude<PlaceKind, 'street'>;

/** The community that a place below this one lies in; null above communities. */
export function communityOf(place: PlaceDialogProps['place']): string | null {
  if (place.kind === 'community') return place.id;
  return place.ancestors.find(({ kind }) => kind === 'community')?.id ?? null;
}

export function AddPlaceDialog({ place, kind, onClose, onChoose }: PlaceDialogProps & { kind: AddKind }) {
  const t = useWords(placesWords);
  const language = useLanguage();
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.add');
  const refusal = useRefusals(problem);
  // Made once for the dialog: a try whose answer was lost adds the same place again, not another one.
  const placeId = useRef(newId());
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const [floors, setFloors] = useState('');
  const [height, setHeight] = useState('');
  const [reportsAs, setReportsAs] = useState<ReportsAs | ''>('');
  const [managed, setManaged] = useState<boolean | null>(null);
  const [gridId, setGridId] = useState('');
  const isBuilding = kind === 'building';
  const isCellKind = isBuilding || kind === 'unit';

  const submit = async () => {
    const floorsTyped = typedNumber(floors);
    const heightTyped = typedNumber(height);
    const reply = await run({
      placeId: placeId.current,
      parentId: place.id,
      kind,
      name: name.trim(),
      ...(code ? { code: code.trim() } : {}),
      ...(isCellKind && floorsTyped !== undefined ? { floors: floorsTyped } : {}),
      ...(isBuilding && heightTyped !== undefined ? { heightM: heightTyped } : {}),
      ...(isBuilding && reportsAs ? { reportsAs } : {}),
      ...(kind === 'compound' && managed !== null ? { managed } : {}),
      ...(isCellKind && gridId ? { gridId } : {}),
    });
    if (!reply) return;
    onClose();
    onChoose(reply.id);
    done(t('added', { name: name.trim() }), {
      name: 'places.remove',
      input: { placeId: reply.id, version: reply.version },
    });
  };

  return (
    <FormDialog
      title={t('addTitle', { parent: place.name, kind: placeKinds[kind][language] })}
      submit={t('add')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      shownAtFields={['name', 'code', 'floors', 'heightM']}
      disabled={name.trim() === ''}
    >
      <TextField label={t('name')} value={name} onChange={setName} most={60} refusal={refusal('name')} />
      {kind === 'community' ? (
        <TextField
          label={t('code')}
          value={code}
          onChange={setCode}
          hint={t('codeHint')}
          refusal={refusal('code')}
          most={12}
          numeric
          optional
        />
      ) : null}
      {isCellKind ? (
        <div className="field-pair">
          <TextField
            label={t('floors')}
            value={floors}
            onChange={setFloors}
            refusal={refusal('floors')}
            most={3}
            numeric
            optional
          />
          {isBuilding ? (
            <TextField
              label={t('height')}
              value={height}
              onChange={setHeight}
              refusal={refusal('heightM')}
              most={6}
              numeric
              optional
            />
          ) : null}
        </div>
      ) : null}
      {isBuilding ? <ReportsAsField value={reportsAs} onChange={setReportsAs} /> : null}
      {kind === 'compound' ? <ManagedField value={managed} onChange={setManaged} /> : null}
      {isCellKind ? <GridField community={communityOf(place)} value={gridId} onChange={setGridId} /> : null}
    </FormDialog>
  );
}
