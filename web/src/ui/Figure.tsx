import type { ReactNode } from 'react';
import { usePageLanguage, useUiWords } from './use-ui-words.ts';
import './figure.css';

interface FigureProps {
  readonly label: ReactNode;
  readonly value: number | null;
  readonly total?: number;
  readonly unit?: string;
  readonly note?: ReactNode;
}

/** One number that matters, with what it counts and, where there is one, its denominator. Null: not known yet. */
export function Figure({ label, value, total, unit, note }: FigureProps) {
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd>
        {value === null ? (
          <span className="bone bone-figure" aria-hidden="true" />
        ) : (
          <Count value={value} total={total} />
        )}
        {unit && value !== null ? <span className="figure-unit">{unit}</span> : null}
      </dd>
      {note ? <dd className="figure-note">{note}</dd> : null}
    </div>
  );
}

/** A row of figures divided by hairlines. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className="figures">{children}</dl>;
}

/** 37 / 41, read aloud as "37 of 41". */
export function Count({ value, total }: { value: number; total?: number | undefined }) {
  const t = useUiWords();
  const locale = usePageLanguage() === 'zh' ? 'zh-CN' : 'en-GB';
  const shown = value.toLocaleString(locale);
  if (total === undefined) return <span className="count">{shown}</span>;
  const whole = total.toLocaleString(locale);
  return (
    <span className="count">
      <span aria-hidden="true">
        {shown}
        <span className="count-total"> / {whole}</span>
      </span>
      <span className="unseen">{t('ofSpoken', { value: shown, total: whole })}</span>
    </span>
  );
}
