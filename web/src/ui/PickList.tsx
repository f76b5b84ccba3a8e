import type { ReactNode } from 'react';
import './pick-list.css';

interface PickListProps<Item> {
  readonly items: readonly Item[];
  readonly itemKey: (item: Item) => string;
  readonly chosen: string | null;
  readonly onPick: (item: Item) => void;
  readonly title: (item: Item) => ReactNode;
  readonly hint: (item: Item) => ReactNode;
}

/** Hits to choose one of: plain buttons, so that Tab and Enter are all one needs to know. */
export function PickList<Item>({ items, itemKey, chosen, onPick, title, hint }: PickListProps<Item>) {
  return (
    <ul className="pick-list">
      {items.map((item) => (
        <li key={itemKey(item)}>
          <button type="button" aria-pressed={itemKey(item) === chosen} onClick={() => onPick(item)}>
            <span>{title(item)}</span>
            <span className="faint">{hint(item)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
