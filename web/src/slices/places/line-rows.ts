import type { LineNode } from '@linli/core/places';

export interface LineRow {
  readonly node: LineNode;
  /** 0 at the top. */
  readonly depth: number;
}

/** A line as rows from the top down, children after their parent in the order given. */
export function lineRows(nodes: readonly LineNode[]): readonly LineRow[] {
  const below = new Map<string | null, LineNode[]>();
  for (const node of nodes) below.set(node.parentId, [...(below.get(node.parentId) ?? []), node]);
  const rows: LineRow[] = [];
  const walk = (parent: string | null, depth: number) => {
    for (const node of below.get(parent) ?? []) {
      rows.push({ node, depth });
      walk(node.id, depth + 1);
    }
  };
  walk(null, 0);
  return rows;
}

/** The ids of a node and everything below it: where it cannot be moved to. */
export function withBelow(rows: readonly LineRow[], id: string): ReadonlySet<string> {
  const start = rows.findIndex(({ node }) => node.id === id);
  const top = rows[start];
  if (!top) return new Set();
  const end = rows.findIndex(({ depth }, index) => index > start && depth <= top.depth);
  return new Set(rows.slice(start, end < 0 ? undefined : end).map(({ node }) => node.id));
}
