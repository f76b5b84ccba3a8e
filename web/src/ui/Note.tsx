import type { ReactNode } from 'react';
import type { State } from './StateMark.tsx';
import './notes.css';

/** A sentence set apart: something to know (plain), or a state with its colour, shape and words. */
export function Note({
  state = 'plain',
  children,
  action,
}: {
  state?: State;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={`note note-${state}`}>
      <div className="note-words">{children}</div>
      {action}
    </div>
  );
}
