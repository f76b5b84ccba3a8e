import { type Day, kernelProblem } from '@linli/core/kernel';
import type { LineList, LineNodeRow, LineTree, LineType, Written } from '@linli/core/places';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';

export interface NodeRecord {
  readonly id: string;
  readonly line: string;
  readonly parentId: string | null;
  readonly type: LineType;
  readonly name: string;
  readonly placeId: string | null;
  readonly gridId: string | null;
  readonly sort: number;
  readonly closedOn: Day | null;
  readonly version: number;
}

/** Throws `thing.unknown`. */
export async function getNode(tx: Tx, streetId: string, id: string): Promise<NodeRecord> {
  const found = await sql<NodeRecord>`
    select id, line, parent_id as "parentId", type, name, place_id as "placeId", grid_id as "gridId", sort,
      closed_on as "closedOn", version
    from line_node where street_id = ${streetId} and id = ${id}`.execute(tx);
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

/** The open nodes of a line, as rules see them. */
export async function findOpenNodes(tx: Tx, streetId: string, line: string): Promise<LineNodeRow[]> {
  const found = await sql<LineNodeRow>`
    select id, parent_id as "parentId" from line_node
    where street_id = ${streetId} and line = ${line} and closed_on is null`.execute(tx);
  return found.rows;
}

export async function insertNode(
  tx: Tx,
  streetId: string,
  node: Omit<NodeRecord, 'closedOn' | 'version'>,
): Promise<Written> {
  await sql`
    insert into line_node (street_id, id, line, parent_id, type, name, place_id, grid_id, sort)
    values (${streetId}, ${node.id}, ${node.line}, ${node.parentId}, ${node.type}, ${node.name}, ${node.placeId},
      ${node.gridId}, ${node.sort})`.execute(tx);
  return { id: node.id, version: 1 };
}

/** Throws `version.stale`. */
export async function updateNode(tx: Tx, streetId: string, node: NodeRecord): Promise<Written> {
  const done = await sql<Written>`
    update line_node set parent_id = ${node.parentId}, type = ${node.type}, name = ${node.name},
      place_id = ${node.placeId}, grid_id = ${node.gridId}, sort = ${node.sort}, closed_on = ${node.closedOn},
      version = version + 1
    where street_id = ${streetId} and id = ${node.id} and version = ${node.version}
    returning id, version`.execute(tx);
  const row = done.rows[0];
  if (!row) throw kernelProblem('version.stale');
  return row;
}

/** What was attached to a merged place is attached to the one it was merged into. */
export async function moveAttached(
  tx: Tx,
  streetId: string,
  merged: readonly { readonly from: string; readonly to: string }[],
): Promise<void> {
  if (merged.length === 0) return;
  await sql`
    update line_node n set place_id = m.to, version = n.version + 1
    from jsonb_to_recordset(${JSON.stringify(merged)}::jsonb) as m ("from" uuid, "to" uuid)
    where n.street_id = ${streetId} and n.place_id = m.from and n.closed_on is null`.execute(tx);
}

/** Whether what a node would be attached to is there and open. */
export async function isOpenTarget(
  tx: Tx,
  streetId: string,
  node: Pick<NodeRecord, 'placeId' | 'gridId'>,
): Promise<boolean> {
  const found = await sql<{ open: boolean }>`
    select (${node.placeId}::uuid is null or exists (
        select from place where street_id = ${streetId} and id = ${node.placeId}::uuid and closed_on is null))
      and (${node.gridId}::uuid is null or exists (
        select from grid where street_id = ${streetId} and id = ${node.gridId}::uuid and closed_on is null)) as open`.execute(
    tx,
  );
  return found.rows[0]?.open ?? false;
}

export async function findLines(tx: Tx, streetId: string): Promise<LineList['rows']> {
  const found = await sql<LineList['rows'][number]>`
    select line, count(*) as nodes from line_node
    where street_id = ${streetId} and closed_on is null
    group by line order by line <> 'party', line`.execute(tx);
  return found.rows;
}

/** The open nodes of a line, siblings in order. */
export async function findLine(tx: Tx, streetId: string, line: string): Promise<LineTree['rows']> {
  const found = await sql<LineTree['rows'][number]>`
    select n.id, n.parent_id as "parentId", n.type, n.name, n.sort, n.version,
      case when p.id is not null then jsonb_build_object('id', p.id, 'kind', p.kind, 'name', p.name) end as place,
      case when g.id is not null then jsonb_build_object('id', g.id, 'name', g.name) end as grid
    from line_node n
    left join place p on p.street_id = n.street_id and p.id = n.place_id
    left join grid g on g.street_id = n.street_id and g.id = n.grid_id
    where n.street_id = ${streetId} and n.line = ${line} and n.closed_on is null
    order by n.sort, n.name, n.id`.execute(tx);
  return found.rows;
}
