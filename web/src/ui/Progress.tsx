import { Button } from 'antd';
import { useUiWords } from './use-ui-words.ts';
import './progress.css';

interface ProgressProps {
  readonly label: string;
  readonly value: number;
  /** Null while nobody knows how much it is. */
  readonly total: number | null;
  readonly onCancel?: (() => void) | undefined;
}

/** Work that takes longer than a second: how far, of how much, and a way out. */
export function Progress({ label, value, total, onCancel }: ProgressProps) {
  const t = useUiWords();
  return (
    <div className="progress">
      <div className="row row-between">
        <span>{label}</span>
        <span className="number">
          {total === null ? '' : t('of', { value: value.toLocaleString(), total: total.toLocaleString() })}
        </span>
      </div>
      <progress aria-label={label} max={total ?? 1} {...(total === null ? {} : { value })} />
      {onCancel ? (
        <div>
          <Button onClick={onCancel}>{t('cancel')}</Button>
        </div>
      ) : null}
    </div>
  );
}

/** Where a list will be, while it is on its way. */
export function Bones({ rows = 4 }: { rows?: number }) {
  const t = useUiWords();
  return (
    <div className="bones" aria-busy="true">
      <span className="unseen" role="status">
        {t('loading')}
      </span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bones have no identity and never move.
        <span key={index} className="bone-line" aria-hidden="true" />
      ))}
    </div>
  );
}
