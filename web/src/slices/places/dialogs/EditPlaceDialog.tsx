import { useState } from 'react';
import { useWords } from '../../../platform/i18n/index.ts';
import { FormDialog, useRefusals } from '../../../ui/index.ts';
import { useDone, usePlacesCommand } from '../commands.ts';
import { ManagedField, TextField, typedNumber } from '../parts/fields.tsx';
import { placesWords } from '../words.ts';
import type { PlaceDialogProps } from './props.ts';

export function EditPlaceDialog({ place, onClose }: PlaceDialogProps) {
  const t = useWords(placesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.edit');
  const refusal = useRefusals(problem);
  const [code, setCode] = useState(place.code ?? '');
  const [floors, setFloors] = useState(place.floors?.toString() ?? '');
  const [height, setHeight] = useState(place.heightM?.toString() ?? '');
  const [sort, setSort] = useState(String(place.sort));
  const [managed, setManaged] = useState(place.managed);
  const hasCode = place.kind === 'street' || place.kind === 'community';
  const hasFloors = place.kind === 'building' || place.kind === 'unit';
  const hasHeight = place.kind === 'building';
  const hasManager = place.kind === 'compound';

  // Only what this kind has, so that the server is never told of a field that means nothing there.
  const fields = (code: string | null, floors: number | null, heightM: number | null, sort: number) => ({
    sort,
    ...(hasCode ? { code } : {}),
    ...(hasFloors ? { floors } : {}),
    ...(hasHeight ? { heightM } : {}),
  });
  const submit = async () => {
    const now = fields(
      code.trim() || null,
      typedNumber(floors) ?? null,
      typedNumber(height) ?? null,
      typedNumber(sort) ?? 0,
    );
    const reply = await run({
      placeId: place.id,
      version: place.version,
      ...now,
      ...(hasManager ? { managed } : {}),
    });
    if (!reply) return;
    onClose();
    done(t('edited', { name: place.name }), {
      name: 'places.edit',
      input: {
        placeId: place.id,
        version: reply.version,
        ...fields(place.code, place.floors, place.heightM, place.sort),
        ...(hasManager ? { managed: place.managed } : {}),
      },
    });
  };
  return (
    <FormDialog
      title={t('editTitle', { name: place.name })}
      submit={t('save')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      shownAtFields={['code', 'floors', 'heightM', 'sort']}
    >
      {hasCode ? (
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
      <div className="field-pair">
        {hasFloors ? (
          <TextField
            label={t('floors')}
            value={floors}
            onChange={setFloors}
            refusal={refusal('floors')}
            most={3}
            numeric
            optional
          />
        ) : null}
        {hasHeight ? (
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
      {hasManager ? <ManagedField value={managed} onChange={setManaged} /> : null}
      <TextField
        label={t('sort')}
        value={sort}
        onChange={setSort}
        hint={t('sortHint')}
        refusal={refusal('sort')}
        most={8}
        numeric
        optional
      />
    </FormDialog>
  );
}
