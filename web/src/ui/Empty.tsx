import type { ReactNode } from 'react';
import './notes.css';

/** Nothing here yet: says why, and what to do first. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      <p className="soft prose">{children}</p>
      {action ? <div className="row">{action}</div> : null}
    </div>
  );
}
