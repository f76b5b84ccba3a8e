import type { ReactNode } from 'react';
import './page-head.css';

interface PageHeadProps {
  readonly title: string;
  /** One sentence: what this page is for. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
}

/** The title of a page above the thick-and-thin rule (文武线) of a Chinese office document. Takes the focus on arrival. */
export function PageHead({ title, lead, actions }: PageHeadProps) {
  return (
    <header className="page-head">
      <div className="page-head-words">
        <h1 tabIndex={-1} data-arrival="">
          {title}
        </h1>
        {lead ? <p className="page-lead">{lead}</p> : null}
      </div>
      {actions ? <div className="page-actions no-print">{actions}</div> : null}
    </header>
  );
}

/** A part of a page under its own small heading. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="section">
      <header className="section-head">
        <h2>{title}</h2>
        {aside ? <div className="section-aside">{aside}</div> : null}
      </header>
      {children}
    </section>
  );
}
