import {
  type DwellingList,
  type DwellingUse,
  dwellingUseNames,
  dwellingUses,
  mostAtOnce,
  type PlaceDetail,
} from '@linli/core/places';
import { Input } from 'antd';
import { useRef, useState } from 'react';
import { newId } from '../../../platform/api/index.ts';
import { useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Field, FormDialog, useRefusals } from '../../../ui/index.ts';
import { useDone, usePlacesCommand } from '../commands.ts';
import { readDoorLines } from '../door-lines.ts';
import { ReasonField, TextField, typedNumber } from '../parts/fields.tsx';
import { placesWords } from '../words.ts';

export type Dwelling = DwellingList['rows'][number];

function UseField({ value, onChange }: { value: DwellingUse; onChange: (use: DwellingUse) => void }) {
  const t = useWords(placesWords);
  const language = useLanguage();
  return (
    <Field label={t('use')}>
      {(control) => (
        <select
          {...control}
          className="select"
          value={value}
          onChange={(event) =>
            onChange(dwellingUseNames.find((name) => name === event.target.value) ?? 'unknown')
          }
        >
          {dwellingUseNames.map((name) => (
            <option key={name} value={name}>
              {dwellingUses[name][language]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function AddDwellingsDialog({ place, onClose }: { place: PlaceDetail; onClose: () => void }) {
  const t = useWords(placesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.add-dwellings');
  // One id a line for as long as the dialog is open: a try whose answer was lost adds the same doors again, not others.
  const ids = useRef<string[]>([]);
  const [text, setText] = useState('');
  const [use, setUse] = useState<DwellingUse>('unknown');
  const lines = readDoorLines(text);
  const bad = lines.find((line) => 'text' in line);
  const doors = lines.flatMap((line) => ('door' in line ? [line] : []));
  const submit = async () => {
    const dwellings = doors.map(({ floor, door }, index) => {
      ids.current[index] ??= newId();
      return { dwellingId: ids.current[index], floor, door, use };
    });
    const reply = await run({ placeId: place.id, dwellings });
    if (!reply) return;
    onClose();
    done(t('dwellingsAdded', { count: doors.length }));
  };
  return (
    <FormDialog
      title={t('addDwellings')}
      submit={t('add')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      disabled={doors.length === 0 || doors.length > mostAtOnce || bad !== undefined}
    >
      <Field
        label={t('dwellingsLines')}
        hint={doors.length > 0 ? t('dwellingsCount', { count: doors.length }) : t('dwellingsLead')}
        refusal={bad && 'text' in bad ? t('dwellingsBad', { row: bad.row, text: bad.text }) : null}
      >
        {(control) => (
          <Input.TextArea
            {...control}
            value={text}
            rows={8}
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <UseField value={use} onChange={setUse} />
    </FormDialog>
  );
}

export function EditDwellingDialog({ dwelling, onClose }: { dwelling: Dwelling; onClose: () => void }) {
  const t = useWords(placesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.edit-dwelling');
  const refusal = useRefusals(problem);
  const [floor, setFloor] = useState(String(dwelling.floor));
  const [door, setDoor] = useState(dwelling.door);
  const [use, setUse] = useState<DwellingUse>(dwelling.use);
  const submit = async () => {
    const reply = await run({
      dwellingId: dwelling.id,
      placeId: dwelling.placeId,
      floor: typedNumber(floor) ?? dwelling.floor,
      door: door.trim(),
      use,
    });
    if (!reply) return;
    onClose();
    done(t('dwellingEdited', { door: door.trim() }), {
      name: 'places.edit-dwelling',
      input: {
        dwellingId: dwelling.id,
        placeId: dwelling.placeId,
        floor: dwelling.floor,
        door: dwelling.door,
        use: dwelling.use,
      },
    });
  };
  return (
    <FormDialog
      title={t('editDwelling', { door: dwelling.door })}
      submit={t('save')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      shownAtFields={['floor', 'door']}
      disabled={door.trim() === ''}
    >
      <div className="field-pair">
        <TextField
          label={t('floor')}
          value={floor}
          onChange={setFloor}
          refusal={refusal('floor')}
          most={3}
          numeric
        />
        <TextField label={t('door')} value={door} onChange={setDoor} refusal={refusal('door')} most={20} />
      </div>
      <UseField value={use} onChange={setUse} />
    </FormDialog>
  );
}

export function CloseDwellingDialog({ dwelling, onClose }: { dwelling: Dwelling; onClose: () => void }) {
  const t = useWords(placesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.close-dwelling');
  const [reason, setReason] = useState('');
  const submit = async () => {
    const reply = await run({ dwellingId: dwelling.id, placeId: dwelling.placeId, reason: reason.trim() });
    if (!reply) return;
    onClose();
    done(t('dwellingClosed', { door: dwelling.door }));
  };
  return (
    <FormDialog
      title={t('closeDwelling', { door: dwelling.door })}
      submit={t('close')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      disabled={reason.trim() === ''}
      danger
    >
      <ReasonField value={reason} onChange={setReason} />
    </FormDialog>
  );
}
