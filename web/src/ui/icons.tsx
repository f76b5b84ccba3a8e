import type { ComponentType, ReactNode } from 'react';

function drawn(shape: ReactNode): ComponentType {
  const drawing = (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {shape}
    </svg>
  );
  return () => drawing;
}

/** Line icons of the office, drawn on one 20 × 20 grid with one stroke; always beside a word, never instead of one. */
export const TodayIcon = drawn(
  <>
    <rect x="3" y="4" width="14" height="13" rx="1.5" />
    <path d="M3 8h14M7 2v4M13 2v4M7 12.5l2 2 4-4" />
  </>,
);
export const PlacesIcon = drawn(
  <path d="M3 17V8l5-3.5V17M8 17V9h9v8M2 17h16M11 12h.01M14 12h.01M11 14.6h.01M14 14.6h.01M5.5 10h.01M5.5 13h.01" />,
);
export const GridIcon = drawn(<path d="M3 3h14v14H3zM3 9h14M9 3v14M13.5 9v8" />);
export const SectorIcon = drawn(
  <path d="M10 10V2.5A7.5 7.5 0 1 0 17.5 10zM13 2.9A7.5 7.5 0 0 1 17.1 7H13z" />,
);
export const LineIcon = drawn(
  <path d="M8 2.5h4v4H8zM2.5 13.5h4v4h-4zM13.5 13.5h4v4h-4zM10 6.5v3.5M4.5 13.5V10h11v3.5" />,
);
export const ImportIcon = drawn(<path d="M10 2.5v9M6.5 8l3.5 3.5L13.5 8M3 13v4.5h14V13" />);
export const PeopleIcon = drawn(
  <path d="M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 17c0-3 2.4-5 5.5-5s5.5 2 5.5 5M13 4a3 3 0 0 1 0 5.3M15 12.6c1.9.7 3 2.3 3 4.4" />,
);
export const AuditIcon = drawn(<path d="M5 2.5h7l3 3v12H5zM12 2.5v3h3M8 9.5h4M8 12h4M8 14.5h2.5" />);
