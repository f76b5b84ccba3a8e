import type { GridDetail, GridRow } from '@linli/core/places';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { asProblem } from '../../../platform/api/index.ts';
import { formatNumber, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Bones, ProblemNote } from '../../../ui/index.ts';
import { useStreet } from '../../accounts/index.ts';
import { groupBy } from '../group-by.ts';
import { placesReads } from '../queries.ts';
import type { Selection } from '../selection.ts';
import { setsWords } from '../sets-words.ts';
import { SizeBar } from './SizeBar.tsx';
import './grid-card.css';

export type Member = GridDetail['members'][number];

/** A cell as it is called inside its community: the building, and for a unit the unit too. */
function cellName(member: Member): string {
  return member.kind === 'unit' ? `${member.buildingName} ${member.name}` : member.name;
}

interface GridCardProps {
  readonly grid: GridRow;
  readonly selection: Selection | null;
  /** Cells dropped here, or the whole selection when one of it was dragged. */
  readonly onDrop: (cellId: string) => void;
  readonly onRename: () => void;
  readonly onClose: () => void;
}

/** The drag carries only an id: what may be moved where, the server decides as for any other move. */
const dragType = 'text/plain';

export function GridCard({ grid, selection, onDrop, onRename, onClose }: GridCardProps) {
  const t = useWords(setsWords);
  const language = useLanguage();
  const street = useStreet();
  const [over, setOver] = useState(false);
  const { data, error, refetch } = useQuery(placesReads.grid(street.id, grid.id));
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const cell = event.dataTransfer.getData(dragType);
    if (cell) onDrop(cell);
  };
  const dropping = selection
    ? {
        onDragOver: (event: DragEvent) => {
          event.preventDefault();
          setOver(true);
        },
        onDragLeave: () => setOver(false),
        onDrop: drop,
      }
    : {};
  return (
    <section className={over ? 'grid-card grid-over' : 'grid-card'} aria-label={grid.name} {...dropping}>
      <header>
        <div className="row row-between">
          <h2>{grid.name}</h2>
          {selection ? (
            <span className="row no-print">
              <button
                type="button"
                className="link-button"
                aria-label={t('renameGrid', { name: grid.name })}
                onClick={onRename}
              >
                {t('rename')}
              </button>
              <button
                type="button"
                className="link-button"
                aria-label={t('closeGrid', { name: grid.name })}
                onClick={onClose}
              >
                {t('close')}
              </button>
            </span>
          ) : null}
        </div>
        <p className="soft">
          {t('households', { count: grid.dwellings, shown: formatNumber(grid.dwellings, language) })} ·{' '}
          {t('cells', { count: grid.cells })}
        </p>
        <SizeBar households={grid.dwellings} warning={grid.warning} />
      </header>
      {error ? <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones rows={3} /> : null}
      {data ? <Compounds members={data.members} selection={selection} /> : null}
    </section>
  );
}

function Compounds({ members, selection }: { members: readonly Member[]; selection: Selection | null }) {
  const t = useWords(setsWords);
  const compounds = groupBy(members, ({ compoundId }) => compoundId);
  return [...compounds].map(([id, cells]) => {
    const name = cells[0]?.compoundName ?? '';
    return (
      <fieldset key={id} className="grid-compound">
        <legend>
          {selection ? (
            <label className="check">
              <input
                type="checkbox"
                aria-label={t('selectAll', { name })}
                checked={cells.every((cell) => selection.ids.has(cell.id))}
                onChange={() => selection.toggleAll(cells.map((cell) => cell.id))}
              />
              {name}
            </label>
          ) : (
            name
          )}
        </legend>
        <ul className="cell-list">
          {cells.map((cell) => (
            <li key={cell.id}>
              <CellChip cell={cell} selection={selection} />
            </li>
          ))}
        </ul>
      </fieldset>
    );
  });
}

function CellChip({ cell, selection }: { cell: Member; selection: Selection | null }) {
  const t = useWords(setsWords);
  const words = (
    <>
      <span>{cellName(cell)}</span>
      <span className="faint">
        {cell.dwellings}
        {cell.until ? ` ${t('until', { day: cell.until })}` : ''}
      </span>
    </>
  );
  if (!selection) return <span className="cell-chip">{words}</span>;
  return (
    <label
      className="cell-chip"
      draggable
      onDragStart={(event) => event.dataTransfer.setData(dragType, cell.id)}
    >
      <input
        type="checkbox"
        checked={selection.ids.has(cell.id)}
        onChange={() => selection.toggle(cell.id)}
      />
      {words}
    </label>
  );
}
