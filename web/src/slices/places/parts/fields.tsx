import { type ReportsAs, reportsAsNames, reportsAsTexts } from '@linli/core/places';
import { Input } from 'antd';
import { useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Field } from '../../../ui/index.ts';
import { useGrids } from '../queries.ts';
import { placesWords } from '../words.ts';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly refusal?: string | null;
  readonly optional?: boolean;
  readonly most?: number;
  readonly numeric?: boolean;
}

/** One line of text, or a number typed as text: nothing a person typed is thrown away for its form. */
export function TextField(props: TextFieldProps) {
  const { label, value, onChange, hint, refusal, optional, most, numeric } = props;
  return (
    <Field label={label} hint={hint} refusal={refusal} optional={optional ?? false}>
      {(control) => (
        <Input
          {...control}
          value={value}
          autoComplete="off"
          {...(most ? { maxLength: most } : {})}
          {...(numeric ? { inputMode: 'decimal' } : {})}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useWords(placesWords);
  return (
    <TextField label={t('reason')} hint={t('reasonHint')} value={value} onChange={onChange} most={200} />
  );
}

interface GridFieldProps {
  /** The community whose grids can be chosen; null: not known yet. */
  readonly community: string | null;
  readonly value: string;
  readonly onChange: (grid: string) => void;
}

/** The grid of a new or moved cell; empty leaves it to the rule. */
export function GridField({ community, value, onChange }: GridFieldProps) {
  const t = useWords(placesWords);
  const { data } = useGrids(community ?? undefined);
  return (
    <Field label={t('grid')} hint={t('gridHint')} optional>
      {(control) => (
        <select
          {...control}
          className="select"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{t('gridAuto')}</option>
          {data?.rows.map(({ id, name, communityName }) => (
            <option key={id} value={id}>
              {community ? name : `${communityName} ${name}`}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function ReportsAsField({
  value,
  onChange,
}: {
  value: ReportsAs | '';
  onChange: (value: ReportsAs | '') => void;
}) {
  const t = useWords(placesWords);
  const language = useLanguage();
  return (
    <Field label={t('reportsAs')} optional>
      {(control) => (
        <select
          {...control}
          className="select"
          value={value}
          onChange={(event) => onChange(reportsAsNames.find((name) => name === event.target.value) ?? '')}
        >
          <option value="">{t('reportsAuto')}</option>
          {reportsAsNames.map((name) => (
            <option key={name} value={name}>
              {reportsAsTexts[name][language]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function ManagedField({
  value,
  onChange,
}: {
  value: boolean | null;
  onChange: (value: boolean | null) => void;
}) {
  const t = useWords(placesWords);
  const text = value === null ? '' : String(value);
  return (
    <Field label={t('managed')} optional>
      {(control) => (
        <select
          {...control}
          className="select"
          value={text}
          onChange={(event) => onChange(event.target.value === '' ? null : event.target.value === 'true')}
        >
          <option value="">{t('unknown')}</option>
          <option value="true">{t('managedYes')}</option>
          <option value="false">{t('managedNo')}</option>
        </select>
      )}
    </Field>
  );
}

/** A typed number, or undefined for an empty field. What is no number stays NaN, for the server to refuse by name. */
export function typedNumber(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text);
}
