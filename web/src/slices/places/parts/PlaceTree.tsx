import { type PlaceRow, placeKinds } from '@linli/core/places';
import { useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { formatNumber, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { useStreet } from '../../accounts/index.ts';
import { placesReads } from '../queries.ts';
import { moveInTree, type TreeLine, visibleLines } from '../tree-rows.ts';
import { placesWords } from '../words.ts';
import './place-tree.css';

interface PlaceTreeProps {
  readonly chosen: string | null;
  /** Branches that must be open so that the chosen place can be seen. */
  readonly reveal: readonly string[];
  readonly onChoose: (id: string) => void;
}

const rowRem = 2.25;

/**
 * The spine as a tree view: branches load when they are opened, only the lines in sight exist, and the keyboard works as
 * in the ARIA pattern. The focus stays on the tree; the active line is told by `aria-activedescendant`, because a line
 * that scrolls out of sight ceases to exist.
 */
export function PlaceTree({ chosen, reveal, onChoose }: PlaceTreeProps) {
  const t = useWords(placesWords);
  const street = useStreet();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | null>(chosen);
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();

  const parents = useMemo(() => [street.id, ...open], [street.id, open]);
  const branches = useQueries({ queries: parents.map((parent) => placesReads.children(street.id, parent)) });
  const loaded = new Map(parents.map((parent, index) => [parent, branches[index]?.data?.rows]));
  const lines = visibleLines(street.id, open, (parent) => loaded.get(parent));

  const rootSize = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowRem * rootSize,
    overscan: 16,
  });

  const revealed = reveal.join();
  useEffect(() => {
    const above = revealed === '' ? [] : revealed.split(',');
    if (above.length > 0) setOpen((now) => new Set([...now, ...above]));
    setActive(chosen);
  }, [revealed, chosen]);

  const activeIndex = lines.findIndex((line) => line.id === active);
  useEffect(() => {
    if (activeIndex >= 0) virtual.scrollToIndex(activeIndex, { align: 'auto' });
  }, [activeIndex, virtual]);

  const toggle = (place: string, on: boolean) =>
    setOpen((now) => {
      const next = new Set(now);
      if (on) next.add(place);
      else next.delete(place);
      return next;
    });
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moveInTree(lines, active, event.key);
    if (!move) return;
    event.preventDefault();
    // The shell's one-letter shortcuts must not fire on a letter that finds a place.
    event.stopPropagation();
    setActive(move.id);
    if (move.kind === 'open' || move.kind === 'close') toggle(move.id, move.kind === 'open');
    if (move.kind === 'choose') onChoose(move.id);
  };

  return (
    <div
      ref={frame}
      className="place-tree"
      role="tree"
      aria-label={t('tree')}
      aria-activedescendant={activeIndex >= 0 ? `${id}-${active}` : undefined}
      aria-busy={branches[0]?.data === undefined}
      tabIndex={0}
      onKeyDown={press}
      onFocus={() => setActive((now) => now ?? lines[0]?.id ?? null)}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return (
            <TreeLineView
              key={line.id}
              id={`${id}-${line.id}`}
              line={line}
              top={item.start}
              height={item.size}
              active={line.id === active}
              chosen={line.id === chosen}
              onToggle={() => toggle(line.id, !line.open)}
              onChoose={() => {
                setActive(line.id);
                onChoose(line.id);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

interface TreeLineViewProps {
  readonly id: string;
  readonly line: TreeLine;
  readonly top: number;
  readonly height: number;
  readonly active: boolean;
  readonly chosen: boolean;
  readonly onToggle: () => void;
  readonly onChoose: () => void;
}

function TreeLineView({ id, line, top, height, active, chosen, onToggle, onChoose }: TreeLineViewProps) {
  const language = useLanguage();
  const t = useWords(placesWords);
  const style = {
    transform: `translateY(${top}px)`,
    height,
    '--level': line.level,
  } as React.CSSProperties;
  if (!line.place) {
    return (
      <div className="tree-line" style={style} role="presentation">
        <span className="bone" />
      </div>
    );
  }
  const place: PlaceRow = line.place;
  return (
    // Keys are handled by the tree that holds the focus; the pointer comes here.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
    // biome-ignore lint/a11y/useFocusableInteractive: the tree is focused, its active line is told.
    <div
      id={id}
      role="treeitem"
      className={active ? 'tree-line tree-active' : 'tree-line'}
      style={style}
      aria-level={line.level}
      aria-posinset={line.position}
      aria-setsize={line.siblings}
      aria-selected={chosen}
      {...(place.children > 0 ? { 'aria-expanded': line.open } : {})}
      onClick={onChoose}
    >
      {place.children > 0 ? (
        // A larger target for the pointer only: → and ← do this from the keyboard.
        <span
          className={line.open ? 'tree-twist tree-twist-open' : 'tree-twist'}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
        >
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <path d="m4 2 4 4-4 4" />
          </svg>
        </span>
      ) : (
        <span className="tree-twist" aria-hidden="true" />
      )}
      <span className="tree-name">{place.name}</span>
      {place.kind === 'site' ? <span className="tag">{placeKinds.site[language]}</span> : null}
      <span className="tree-count">
        {place.dwellings > 0 ? (
          <>
            <span aria-hidden="true">{formatNumber(place.dwellings, language)}</span>
            <span className="unseen">
              {' '}
              {t('households')} {place.dwellings}
            </span>
          </>
        ) : null}
      </span>
    </div>
  );
}
