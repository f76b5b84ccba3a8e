import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { newId } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { Bones, FormDialog, useRefusals } from '../../../ui/index.ts';
import { useStreet } from '../../accounts/index.ts';
import { useDone, usePlacesCommand } from '../commands.ts';
import { ReasonField, TextField } from '../parts/fields.tsx';
import { placesReads, useChildren } from '../queries.ts';
import { placesWords } from '../words.ts';
import type { PlaceDialogProps } from './props.ts';

interface Part {
  readonly id: string;
  readonly name: string;
}

/** What can leave: the places directly below, or the doors of a place that has no places below. */
function useParts(place: PlaceDialogProps['place']): { parts: readonly Part[] | null; doors: boolean } {
  const t = useWords(placesWords);
  const street = useStreet();
  const doors = place.children === 0;
  const children = useChildren(place.id);
  const dwellings = useQuery({ ...placesReads.dwellings(street.id, place.id), enabled: doors });
  if (!doors) return { parts: children.data?.rows ?? null, doors };
  const rows = dwellings.data?.rows;
  return {
    doors,
    parts: rows?.map(({ id, floor, door }) => ({ id, name: `${t('floor')} ${floor} · ${door}` })) ?? null,
  };
}

export function SplitPlaceDialog({ place, onClose, onChoose }: PlaceDialogProps) {
  const t = useWords(placesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.split');
  const refusal = useRefusals(problem);
  const { parts, doors } = useParts(place);
  const newPlaceId = useRef(newId());
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) =>
    setLeaving((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const submit = async () => {
    const reply = await run({
      placeId: place.id,
      version: place.version,
      newPlaceId: newPlaceId.current,
      name: name.trim(),
      reason: reason.trim(),
      ...(doors ? { dwellingIds: [...leaving] } : { childIds: [...leaving] }),
    });
    if (!reply) return;
    onClose();
    onChoose(newPlaceId.current);
    done(t('splitDone', { name: name.trim() }));
  };
  return (
    <FormDialog
      title={t('splitTitle', { name: place.name })}
      submit={t('split')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      shownAtFields={['name']}
      disabled={name.trim() === '' || reason.trim() === '' || leaving.size === 0}
    >
      <p className="soft">{t('splitLead')}</p>
      <TextField label={t('splitName')} value={name} onChange={setName} most={60} refusal={refusal('name')} />
      <fieldset className="pick-many">
        <legend>{t('splitWhat')}</legend>
        {parts === null ? <Bones rows={3} /> : null}
        {parts?.map((part) => (
          <label key={part.id} className="check">
            <input type="checkbox" checked={leaving.has(part.id)} onChange={() => toggle(part.id)} />
            {part.name}
          </label>
        ))}
        {parts?.length === 0 ? <p className="faint">{t('none')}</p> : null}
      </fieldset>
      <ReasonField value={reason} onChange={setReason} />
    </FormDialog>
  );
}
