import type { Day } from '@linli/core/kernel';
import { dayOf } from '@linli/core/kernel';
import { Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useWords } from '../../../platform/i18n/index.ts';
import { Field } from '../../../ui/index.ts';
import { useStreet } from '../../accounts/index.ts';
import { setsWords } from '../sets-words.ts';
import './assign-bar.css';

interface AssignBarProps {
  readonly words: ReactNode;
  readonly choices: readonly { readonly id: string; readonly name: string }[];
  readonly busy: boolean;
  readonly onAssign: (to: string, from: Day | undefined) => void;
  readonly onClear: () => void;
}

/** Where the selected go, and from which day; stays in sight at the foot of the page. */
export function AssignBar({ words, choices, busy, onAssign, onClear }: AssignBarProps) {
  const t = useWords(setsWords);
  const street = useStreet();
  const today = dayOf(Date.now(), street.timeZone);
  const [to, setTo] = useState('');
  const [from, setFrom] = useState(today);
  return (
    <section className="assign-bar no-print" aria-label={t('chosen')}>
      <div>
        <p className="assign-words" aria-live="polite">
          {words}
        </p>
        <p className="faint">{t('fromHint')}</p>
      </div>
      <Field label={t('moveTo')}>
        {(control) => (
          <select {...control} className="select" value={to} onChange={(event) => setTo(event.target.value)}>
            <option value="" disabled>
              {t('pick')}
            </option>
            {choices.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('from')}>
        {(control) => (
          <Input
            {...control}
            type="date"
            min={today}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        )}
      </Field>
      <div className="row">
        <Button
          type="primary"
          loading={busy}
          disabled={to === ''}
          onClick={() => onAssign(to, from === today || from === '' ? undefined : from)}
        >
          {t('assign')}
        </Button>
        <Button onClick={onClear}>{t('clear')}</Button>
      </div>
    </section>
  );
}
