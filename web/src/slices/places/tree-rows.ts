import type { PlaceRow } from '@linli/core/places';

/** One visible line of the tree: a place, or the bones of a branch that is on its way. */
export interface TreeLine {
  readonly id: string;
  readonly place: PlaceRow | null;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly open: boolean;
  readonly parentId: string;
}

/**
 * The lines that are visible: every child of an open branch under its parent, in the order given. A branch that is open
 * but not loaded shows one line without a place.
 */
export function visibleLines(
  root: string,
  open: ReadonlySet<string>,
  childrenOf: (parent: string) => readonly PlaceRow[] | undefined,
): readonly TreeLine[] {
  const lines: TreeLine[] = [];
  const walk = (parentId: string, level: number) => {
    const children = childrenOf(parentId);
    if (!children) {
      lines.push({
        id: `loading-${parentId}`,
        place: null,
        level,
        position: 1,
        siblings: 1,
        open: false,
        parentId,
      });
      return;
    }
    children.forEach((place, index) => {
      const isOpen = open.has(place.id) && place.children > 0;
      lines.push({
        id: place.id,
        place,
        level,
        position: index + 1,
        siblings: children.length,
        open: isOpen,
        parentId,
      });
      if (isOpen) walk(place.id, level + 1);
    });
  };
  walk(root, 1);
  return lines;
}

export type TreeMove =
  | { readonly kind: 'to'; readonly id: string }
  | { readonly kind: 'open' | 'close'; readonly id: string }
  | { readonly kind: 'choose'; readonly id: string };

/** What a key does in a tree (ARIA Authoring Practices, tree view); null: the key is not the tree's. */
export function moveInTree(lines: readonly TreeLine[], atId: string | null, key: string): TreeMove | null {
  const places = lines.filter((line) => line.place !== null);
  const index = Math.max(
    0,
    places.findIndex(({ id }) => id === atId),
  );
  const at = places[index];
  if (!at) return null;
  const to = (line: TreeLine | undefined): TreeMove | null => (line ? { kind: 'to', id: line.id } : null);
  switch (key) {
    case 'ArrowDown':
      return to(places[index + 1]);
    case 'ArrowUp':
      return to(places[index - 1]);
    case 'Home':
      return to(places[0]);
    case 'End':
      return to(places.at(-1));
    case 'ArrowRight':
      if (!at.place || at.place.children === 0) return null;
      // While the branch is loading, the next line is a sibling and not a child.
      return at.open ? to(places.find(({ parentId }) => parentId === at.id)) : { kind: 'open', id: at.id };
    case 'ArrowLeft':
      if (at.open) return { kind: 'close', id: at.id };
      return to(places.find(({ id }) => id === at.parentId));
    case 'Enter':
    case ' ':
      return { kind: 'choose', id: at.id };
    default:
      return byLetter(places, index, key);
  }
}

/** The next visible place whose name begins with the typed character, going round. */
function byLetter(places: readonly TreeLine[], index: number, key: string): TreeMove | null {
  if ([...key].length !== 1) return null;
  const wanted = key.toLowerCase();
  const after = [...places.slice(index + 1), ...places.slice(0, index)];
  const found = after.find(({ place }) => place?.name.toLowerCase().startsWith(wanted));
  return found ? { kind: 'to', id: found.id } : null;
}
