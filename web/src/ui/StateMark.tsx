import type { ReactNode } from 'react';
import './state-mark.css';

/** What a colour may say here, and nothing else. */
export type State = 'clear' | 'pending' | 'attention' | 'plain';

const shapes: Readonly<Record<State, ReactNode>> = {
  clear: <circle cx="8" cy="8" r="6" />,
  pending: <path d="M8 1.5 14.5 8 8 14.5 1.5 8Z" fill="none" strokeWidth="2.4" />,
  attention: <path d="M8 1.6 15 14H1Z" />,
  plain: <path d="M3 8h10" fill="none" strokeWidth="2.4" />,
};

/** A state as colour, shape and word together, so that none of the three has to be seen. */
export function StateMark({ state, children }: { state: State; children: ReactNode }) {
  return (
    <span className={`state-mark state-${state}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        {shapes[state]}
      </svg>
      <span>{children}</span>
    </span>
  );
}
