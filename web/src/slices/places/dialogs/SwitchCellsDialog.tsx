import { useState } from 'react';
import { useWords } from '../../../platform/i18n/index.ts';
import { FormDialog } from '../../../ui/index.ts';
import { useDone, usePlacesCommand } from '../commands.ts';
import { GridField } from '../parts/fields.tsx';
import { placesWords } from '../words.ts';
import { communityOf } from './AddPlaceDialog.tsx';
import type { PlaceDialogProps } from './props.ts';

export function SwitchCellsDialog({ place, onClose }: PlaceDialogProps) {
  const t = useWords(placesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.switch-cells');
  const [gridId, setGridId] = useState('');
  const next = place.reportsAs === 'unit' ? 'building' : 'unit';
  const submit = async () => {
    const reply = await run({
      buildingId: place.id,
      version: place.version,
      reportsAs: next,
      ...(gridId ? { gridId } : {}),
    });
    if (!reply) return;
    onClose();
    done(t('switched', { name: place.name }), {
      name: 'places.switch-cells',
      input: { buildingId: place.id, version: reply.version, reportsAs: place.reportsAs },
    });
  };
  return (
    <FormDialog
      title={t('switchTitle')}
      submit={t('switchNow')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
    >
      <p>
        {next === 'unit'
          ? t('switchToUnit', { name: place.name })
          : t('switchToBuilding', { name: place.name })}
      </p>
      <p className="faint">{t('switchHint')}</p>
      <GridField community={communityOf(place)} value={gridId} onChange={setGridId} />
    </FormDialog>
  );
}
