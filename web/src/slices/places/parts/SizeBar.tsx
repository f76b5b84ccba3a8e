import { useWords } from '../../../platform/i18n/index.ts';
import { StateMark } from '../../../ui/index.ts';
import { setsWords } from '../sets-words.ts';
import './size-bar.css';

/** Households at which the bar is full; beyond it a grid is far too large anyway. */
const full = 650;
const fromTo = { small: 150, large: 500 } as const;

interface SizeBarProps {
  readonly households: number;
  readonly warning: 'small' | 'large' | null;
}

/** How large a grid is against the band it should be in. */
export function SizeBar({ households, warning }: SizeBarProps) {
  const t = useWords(setsWords);
  const share = (count: number) => `${(Math.min(count, full) / full) * 100}%`;
  return (
    <div className="size-bar">
      <div
        className={warning ? 'size-track size-warned' : 'size-track'}
        role="img"
        aria-label={t('sizeOf', { count: households })}
      >
        <span
          className="size-band"
          style={{ insetInlineStart: share(fromTo.small), width: share(fromTo.large - fromTo.small) }}
        />
        <span className="size-fill" style={{ width: share(households) }} />
      </div>
      <StateMark state={warning ? 'pending' : 'clear'}>{warning ? t(warning) : t('fits')}</StateMark>
    </div>
  );
}
