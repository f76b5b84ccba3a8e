import { parentKinds } from '@linli/core/places';
import { useState } from 'react';
import { useWords } from '../../../platform/i18n/index.ts';
import { FormDialog } from '../../../ui/index.ts';
import { useDone, usePlacesCommand } from '../commands.ts';
import { GridField } from '../parts/fields.tsx';
import { type PickedPlace, PlacePicker } from '../parts/PlacePicker.tsx';
import { placesWords } from '../words.ts';
import type { PlaceDialogProps } from './props.ts';

export function MovePlaceDialog({ place, onClose }: PlaceDialogProps) {
  const t = useWords(placesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.move');
  const [parent, setParent] = useState<PickedPlace | null>(null);
  const [gridId, setGridId] = useState('');
  const submit = async () => {
    if (!parent) return;
    const reply = await run({
      placeId: place.id,
      version: place.version,
      parentId: parent.id,
      ...(gridId ? { gridId } : {}),
    });
    if (!reply) return;
    onClose();
    const back = { placeId: place.id, version: reply.version, parentId: place.parentId };
    done(t('moved', { name: place.name }), {
      name: 'places.move',
      input: place.gridId ? { ...back, gridId: place.gridId } : back,
    });
  };
  return (
    <FormDialog
      title={t('moveTitle', { name: place.name })}
      submit={t('move')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      disabled={!parent}
    >
      <p className="soft">{t('moveLead')}</p>
      <PlacePicker
        label={t('moveTo')}
        kinds={parentKinds[place.kind]}
        without={[place.id, place.parentId ?? '']}
        picked={parent}
        onPick={setParent}
      />
      {place.cells > 0 ? (
        <GridField
          community={parent?.kind === 'community' ? parent.id : null}
          value={gridId}
          onChange={setGridId}
        />
      ) : null}
    </FormDialog>
  );
}
