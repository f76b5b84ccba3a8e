import { kernelProblem, must } from '@linli/core/kernel';
import {
  checkNodeClose,
  checkNodeParent,
  type PlacesCommand,
  placesProblem,
  type Written,
} from '@linli/core/places';
import type { Change, CommandContext, Outcome } from '../../../platform/command/command.ts';
import { lockTree } from '../tree/store.ts';
import { findOpenNodes, getNode, insertNode, isOpenTarget, type NodeRecord, updateNode } from './store.ts';

export async function addNode(
  { tx, streetId, now }: CommandContext,
  input: PlacesCommand<'places.add-node'>,
): Promise<Outcome<Written>> {
  await lockTree(tx, streetId, now);
  const { nodeId: id, line, parentId, type, name } = input;
  must(checkNodeParent(await findOpenNodes(tx, streetId, line), id, parentId));
  const attached = { placeId: input.placeId ?? null, gridId: input.gridId ?? null };
  await mustAttach({ tx, streetId }, attached);
  const written = await insertNode(tx, streetId, {
    id,
    line,
    parentId,
    type,
    name,
    ...attached,
    sort: input.sort ?? 0,
  });
  return outcome('places.add-node', { line, name }, written, input.reason, 'added');
}

export async function editNode(
  { tx, streetId }: CommandContext,
  input: PlacesCommand<'places.edit-node'>,
): Promise<Outcome<Written>> {
  const node = await openNode({ tx, streetId }, input.nodeId);
  const {
    type = node.type,
    name = node.name,
    placeId = node.placeId,
    gridId = node.gridId,
    sort = node.sort,
  } = input;
  await mustAttach({ tx, streetId }, { placeId, gridId });
  const changed = { ...node, version: input.version, type, name, placeId, gridId, sort };
  const written = await updateNode(tx, streetId, changed);
  return outcome('places.edit-node', changed, written, input.reason);
}

export async function moveNode(
  { tx, streetId, now }: CommandContext,
  input: PlacesCommand<'places.move-node'>,
): Promise<Outcome<Written>> {
  await lockTree(tx, streetId, now);
  const node = await openNode({ tx, streetId }, input.nodeId);
  must(checkNodeParent(await findOpenNodes(tx, streetId, node.line), node.id, input.parentId));
  const written = await updateNode(tx, streetId, {
    ...node,
    version: input.version,
    parentId: input.parentId,
  });
  return outcome('places.move-node', node, written, input.reason);
}

export async function closeNode(
  { tx, streetId, now }: CommandContext,
  input: PlacesCommand<'places.close-node'>,
): Promise<Outcome<Written>> {
  const { today } = await lockTree(tx, streetId, now);
  const node = await openNode({ tx, streetId }, input.nodeId);
  must(checkNodeClose(await findOpenNodes(tx, streetId, node.line), node.id));
  const written = await updateNode(tx, streetId, { ...node, version: input.version, closedOn: today });
  return outcome('places.close-node', node, written, input.reason);
}

type Where = Pick<CommandContext, 'tx' | 'streetId'>;

async function openNode({ tx, streetId }: Where, id: string): Promise<NodeRecord> {
  const node = await getNode(tx, streetId, id);
  if (node.closedOn !== null) throw placesProblem('places.closed', { name: node.name });
  return node;
}

async function mustAttach(
  { tx, streetId }: Where,
  to: Pick<NodeRecord, 'placeId' | 'gridId'>,
): Promise<void> {
  if (to.placeId !== null && to.gridId !== null) throw placesProblem('places.node_attached');
  if (!(await isOpenTarget(tx, streetId, to))) throw kernelProblem('thing.unknown');
}

function outcome(
  action: string,
  node: Pick<NodeRecord, 'line' | 'name'>,
  written: Written,
  reason: string | undefined,
  operation: Change['operation'] = 'changed',
): Outcome<Written> {
  const details = { line: node.line, name: node.name };
  return {
    reply: written,
    audit: [{ action, targetKind: 'line', targetId: written.id, reason: reason ?? null, details }],
    changes: [{ kind: 'line', id: written.id, operation }],
  };
}
