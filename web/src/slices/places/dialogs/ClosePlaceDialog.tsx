import { useState } from 'react';
import { useWords } from '../../../platform/i18n/index.ts';
import { FormDialog } from '../../../ui/index.ts';
import { useDone, usePlacesCommand } from '../commands.ts';
import { GridField, ReasonField } from '../parts/fields.tsx';
import { placesWords } from '../words.ts';
import { communityOf } from './AddPlaceDialog.tsx';
import type { PlaceDialogProps } from './props.ts';

export function ClosePlaceDialog({ place, onClose }: PlaceDialogProps) {
  const t = useWords(placesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.close');
  const [reason, setReason] = useState('');
  const [includeBelow, setIncludeBelow] = useState(false);
  const submit = async () => {
    const reply = await run({
      placeId: place.id,
      version: place.version,
      reason: reason.trim(),
      includeBelow,
    });
    if (!reply) return;
    onClose();
    const undo = { name: 'places.reopen', input: { placeId: place.id, version: reply.version } } as const;
    // What was closed along with it is reopened place by place: one undo would promise too much.
    done(t('closedDone', { name: place.name }), includeBelow ? undefined : undo);
  };
  return (
    <FormDialog
      title={t('closeTitle', { name: place.name })}
      submit={t('close')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      disabled={reason.trim() === ''}
      danger
    >
      <p className="soft">{t('closeLead')}</p>
      {place.children > 0 ? (
        <label className="check">
          <input
            type="checkbox"
            checked={includeBelow}
            onChange={(event) => setIncludeBelow(event.target.checked)}
          />
          {t('includeBelow')}
        </label>
      ) : null}
      <ReasonField value={reason} onChange={setReason} />
    </FormDialog>
  );
}

export function ReopenPlaceDialog({ place, onClose }: PlaceDialogProps) {
  const t = useWords(placesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.reopen');
  const [gridId, setGridId] = useState('');
  const submit = async () => {
    const reply = await run({
      placeId: place.id,
      version: place.version,
      ...(gridId ? { gridId } : {}),
    });
    if (!reply) return;
    onClose();
    done(t('reopened', { name: place.name }));
  };
  return (
    <FormDialog
      title={t('reopenTitle', { name: place.name })}
      submit={t('reopen')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
    >
      <p className="soft">{t('reopenLead')}</p>
      {place.kind === 'building' || place.kind === 'unit' ? (
        <GridField community={communityOf(place)} value={gridId} onChange={setGridId} />
      ) : null}
    </FormDialog>
  );
}

export function RemovePlaceDialog({ place, onClose, onChoose }: PlaceDialogProps) {
  const t = useWords(placesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.remove');
  const submit = async () => {
    const reply = await run({ placeId: place.id, version: place.version });
    if (!reply) return;
    onClose();
    onChoose(place.parentId);
    done(t('removed', { name: place.name }));
  };
  return (
    <FormDialog
      title={t('removeTitle', { name: place.name })}
      submit={t('remove')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      danger
    >
      <p className="soft">{t('removeLead')}</p>
    </FormDialog>
  );
}
