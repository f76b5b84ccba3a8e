import { useState } from 'react';
import { useWords } from '../../../platform/i18n/index.ts';
import { FormDialog } from '../../../ui/index.ts';
import { useDone, usePlacesCommand } from '../commands.ts';
import { ReasonField } from '../parts/fields.tsx';
import { type PickedPlace, PlacePicker } from '../parts/PlacePicker.tsx';
import { useChildren, usePlace } from '../queries.ts';
import { placesWords } from '../words.ts';
import type { PlaceDialogProps } from './props.ts';

export function MergePlaceDialog({ place, onClose, onChoose }: PlaceDialogProps) {
  const t = useWords(placesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.merge');
  const [into, setInto] = useState<PickedPlace | null>(null);
  const [reason, setReason] = useState('');
  const siblings = useChildren(place.parentId ?? place.id);
  // The version merged into must be the one the person could see when choosing.
  const { data: target } = usePlace(into?.id ?? place.id);
  const isReady = into !== null && target?.id === into.id && reason.trim() !== '';
  const submit = async () => {
    if (!into || !target) return;
    const reply = await run({
      placeId: place.id,
      version: place.version,
      intoId: into.id,
      intoVersion: target.version,
      reason: reason.trim(),
    });
    if (!reply) return;
    onClose();
    onChoose(into.id);
    done(t('merged', { name: place.name }));
  };
  return (
    <FormDialog
      title={t('mergeTitle', { name: place.name })}
      submit={t('merge')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      disabled={!isReady}
      danger
    >
      <p className="soft">{t('mergeLead', { name: place.name })}</p>
      <PlacePicker
        label={t('mergeInto')}
        kinds={[place.kind]}
        without={[place.id]}
        near={siblings.data?.rows ?? []}
        picked={into}
        onPick={setInto}
      />
      <ReasonField value={reason} onChange={setReason} />
    </FormDialog>
  );
}
