import { useRef, useState } from 'react';
import { newId } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { FormDialog, useRefusals } from '../../../ui/index.ts';
import { useDone, usePlacesCommand } from '../commands.ts';
import { TextField } from '../parts/fields.tsx';
import { placesWords } from '../words.ts';
import type { PlaceDialogProps } from './props.ts';

export function AddAliasDialog({ place, onClose }: PlaceDialogProps) {
  const t = useWords(placesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.add-alias');
  const refusal = useRefusals(problem);
  const aliasId = useRef(newId());
  const [name, setName] = useState('');
  const submit = async () => {
    const reply = await run({ aliasId: aliasId.current, placeId: place.id, name: name.trim() });
    if (!reply) return;
    onClose();
    done(t('aliasAdded', { name: name.trim() }), {
      name: 'places.remove-alias',
      input: { aliasId: aliasId.current, placeId: place.id },
    });
  };
  return (
    <FormDialog
      title={t('addAlias')}
      submit={t('add')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      shownAtFields={['name']}
      disabled={name.trim() === ''}
    >
      <p className="soft">{t('aliasesLead')}</p>
      <TextField label={t('alias')} value={name} onChange={setName} most={60} refusal={refusal('name')} />
    </FormDialog>
  );
}
