import type { Division } from '@linli/core/setup';
import { Input } from 'antd';
import { useId } from 'react';
import { useWords } from '../../../platform/i18n/index.ts';
import { Field } from '../../../ui/index.ts';
import { setupWords } from '../words.ts';
import { DivisionPicker } from './DivisionPicker.tsx';

/** What the page holds about the street; which of it counts depends on `kind`. */
export interface StreetDraft {
  readonly kind: 'division' | 'named' | 'file' | 'sample';
  readonly division: Division | null;
  readonly name: string;
  readonly file: File | null;
}

interface StreetChoiceProps {
  readonly draft: StreetDraft;
  readonly sampleAvailable: boolean;
  readonly onChange: (draft: StreetDraft) => void;
}

export function StreetChoice({ draft, sampleAvailable, onChange }: StreetChoiceProps) {
  const t = useWords(setupWords);
  const set = (change: Partial<StreetDraft>) => onChange({ ...draft, ...change });
  const own = draft.kind === 'division' || draft.kind === 'named';
  return (
    <fieldset className="setup-part">
      <legend>{t('street')}</legend>
      <Choice title={t('own')} words={t('ownWords')} checked={own} onPick={() => set({ kind: 'division' })} />
      {own ? <Own draft={draft} set={set} /> : null}
      <Choice
        title={t('file')}
        words={t('fileWords')}
        checked={draft.kind === 'file'}
        onPick={() => set({ kind: 'file' })}
      />
      {draft.kind === 'file' ? <FilePick file={draft.file} onPick={(file) => set({ file })} /> : null}
      {sampleAvailable ? (
        <Choice
          title={t('sample')}
          words={t('sampleWords')}
          checked={draft.kind === 'sample'}
          onPick={() => set({ kind: 'sample' })}
        />
      ) : null}
    </fieldset>
  );
}

function Choice({
  title,
  words,
  checked,
  onPick,
}: {
  title: string;
  words: string;
  checked: boolean;
  onPick: () => void;
}) {
  return (
    <label className="choice">
      <input type="radio" name="street" checked={checked} onChange={onPick} />
      <span>
        <span className="choice-title">{title}</span>
        <span className="choice-words">{words}</span>
      </span>
    </label>
  );
}

function Own({ draft, set }: { draft: StreetDraft; set: (change: Partial<StreetDraft>) => void }) {
  const t = useWords(setupWords);
  if (draft.kind === 'named') {
    return (
      <div className="setup-detail stack">
        <Field label={t('namedLabel')}>
          {(control) => (
            <Input
              {...control}
              value={draft.name}
              maxLength={50}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <button type="button" className="link-button" onClick={() => set({ kind: 'division' })}>
          {t('backToList')}
        </button>
      </div>
    );
  }
  return (
    <div className="setup-detail stack">
      <DivisionPicker chosen={draft.division} onChoose={(division) => set({ division })} />
      <div>
        <button type="button" className="link-button" onClick={() => set({ kind: 'named' })}>
          {t('named')}
        </button>
      </div>
    </div>
  );
}

function FilePick({ file, onPick }: { file: File | null; onPick: (file: File | null) => void }) {
  const t = useWords(setupWords);
  const id = useId();
  const size = file ? `${Math.max(1, Math.round(file.size / 1024)).toLocaleString()} kB` : '';
  return (
    <div className="setup-detail file-pick">
      <label htmlFor={id} className="file-button">
        {t('chooseFile')}
      </label>
      <input
        id={id}
        type="file"
        className="unseen"
        accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        onChange={(event) => onPick(event.target.files?.[0] ?? null)}
      />
      <span className="soft">{file ? t('fileChosen', { name: file.name, size }) : t('fileNone')}</span>
    </div>
  );
}
