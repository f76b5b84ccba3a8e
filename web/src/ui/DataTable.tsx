import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import './data-table.css';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** Right-aligned figures. */
  readonly number?: boolean;
  /** Share of the width, as `grid-template-columns` takes it. */
  readonly width?: string;
  readonly cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly rowHeight?: number;
  /** Tallest view, rem; longer tables scroll inside, and only the rows in sight exist. */
  readonly most?: number;
  readonly foot?: ReactNode;
}

const directly = 80;

/**
 * A table that stays fast with any number of rows: short ones are plain (and print whole), long ones hold only what is in
 * sight, with the roles and counts that a screen reader needs to know the rest.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  return props.rows.length <= directly ? <PlainTable {...props} /> : <LongTable {...props} />;
}

function PlainTable<Row>({ caption, columns, rows, rowKey, foot }: DataTableProps<Row>) {
  return (
    // A region that scrolls sideways on a phone must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
    <section className="table-frame" tabIndex={0} aria-label={caption}>
      <table className="table">
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.number ? 'number' : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td key={column.key} className={column.number ? 'number' : undefined}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {foot ? <tfoot>{foot}</tfoot> : null}
      </table>
    </section>
  );
}

function LongTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, rowHeight = 44, most = 40 } = props;
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const template = columns
    .map((column) => column.width ?? (column.number ? 'minmax(5rem, 0.6fr)' : 'minmax(8rem, 1fr)'))
    .join(' ');
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by transform, which table layout does not allow.
    <div
      className="long-table"
      role="table"
      aria-label={caption}
      aria-rowcount={rows.length + 1}
      style={{ '--columns': template } as React.CSSProperties}
    >
      <div className="long-head" role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <div key={column.key} role="columnheader" className={column.number ? 'number' : undefined}>
            {column.title}
          </div>
        ))}
      </div>
      <div
        ref={frame}
        className="long-body"
        role="rowgroup"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        aria-label={caption}
        style={{ maxHeight: `${most}rem` }}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <div
                key={rowKey(row)}
                role="row"
                aria-rowindex={item.index + 2}
                className="long-row"
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                {columns.map((column) => (
                  <div key={column.key} role="cell" className={column.number ? 'number' : undefined}>
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
