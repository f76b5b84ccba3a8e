import type { Decided } from '../kernel/index.ts';
import { placesProblem } from './problems.ts';

/** A node of a line as the rules know it: open nodes of one line, all of them. */
export interface LineNodeRow {
  readonly id: string;
  readonly parentId: string | null;
}

/** Whether the node may stand under that parent: an open node of its line that is neither itself nor below it. */
export function checkNodeParent(
  open: readonly LineNodeRow[],
  nodeId: string,
  parentId: string | null,
): Decided<string | null> {
  const parents = new Map(open.map((node) => [node.id, node.parentId]));
  if (parentId !== null && !parents.has(parentId)) return placesProblem('places.node_line');
  for (let above = parentId; above !== null; above = parents.get(above) ?? null) {
    if (above === nodeId) return placesProblem('places.node_cycle');
  }
  return parentId;
}

/** A node with open nodes below it stays. */
export function checkNodeClose(open: readonly LineNodeRow[], nodeId: string): Decided<string> {
  const children = open.filter((node) => node.parentId === nodeId).length;
  return children > 0 ? placesProblem('places.node_in_use', { children }) : nodeId;
}
