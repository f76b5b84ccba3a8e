import { useState } from 'react';
import { useWords } from '../../../platform/i18n/index.ts';
import { FormDialog, useRefusals } from '../../../ui/index.ts';
import { useDone, usePlacesCommand } from '../commands.ts';
import { TextField } from '../parts/fields.tsx';
import { placesWords } from '../words.ts';
import type { PlaceDialogProps } from './props.ts';

export function RenamePlaceDialog({ place, onClose }: PlaceDialogProps) {
  const t = useWords(placesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.rename');
  const refusal = useRefusals(problem);
  const [name, setName] = useState(place.name);
  const [keepAlias, setKeepAlias] = useState(true);
  const submit = async () => {
    const reply = await run({ placeId: place.id, version: place.version, name: name.trim(), keepAlias });
    if (!reply) return;
    onClose();
    done(t('renamed', { name: name.trim() }), {
      name: 'places.rename',
      input: { placeId: place.id, version: reply.version, name: place.name, keepAlias: false },
    });
  };
  return (
    <FormDialog
      title={t('renameTitle', { name: place.name })}
      submit={t('rename')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      shownAtFields={['name']}
      disabled={name.trim() === '' || name.trim() === place.name}
    >
      <TextField label={t('name')} value={name} onChange={setName} most={60} refusal={refusal('name')} />
      <label className="check">
        <input type="checkbox" checked={keepAlias} onChange={(event) => setKeepAlias(event.target.checked)} />
        {t('keepAlias')}
      </label>
    </FormDialog>
  );
}
