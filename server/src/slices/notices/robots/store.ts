import { kernelProblem } from '@linli/core/kernel';
import type { MessageKind, MessageState, RobotVendor } from '@linli/core/notices';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { instant, milliseconds } from '../compute/store.ts';

export interface RobotRow {
  readonly id: string;
  readonly scopeId: string;
  readonly vendor: RobotVendor;
  readonly name: string;
}

/** Those that still speak. */
export async function findRobots(tx: Tx, streetId: string): Promise<RobotRow[]> {
  const found = await sql<RobotRow>`
    select id, scope_id as "scopeId", vendor, name from robot
    where street_id = ${streetId} and removed_at is null order by added_at, id`.execute(tx);
  return found.rows;
}

export async function findRobotFigures(tx: Tx, streetId: string) {
  const found = await sql<
    RobotRow & {
      scopeName: string;
      signed: boolean;
      queued: number;
      dead: number;
      lastSentAt: number | null;
    }
  >`
    select r.id, r.scope_id as "scopeId", p.name as "scopeName", r.vendor, r.name, r.signed,
      count(*) filter (where m.state = 'queued') as queued, count(*) filter (where m.state = 'dead') as dead,
      extract(epoch from max(m.sent_at))::double precision * 1000 as "lastSentAt"
    from robot r
    join place p on p.street_id = r.street_id and p.id = r.scope_id
    left join robot_message m on m.street_id = r.street_id and m.robot_id = r.id
    where r.street_id = ${streetId} and r.removed_at is null
    group by r.street_id, r.id, p.name order by r.added_at, r.id`.execute(tx);
  return found.rows;
}

/** Throws `thing.unknown` for one that is not there or was removed. */
export async function getRobot(tx: Tx, streetId: string, id: string): Promise<RobotRow> {
  const robot = (await findRobots(tx, streetId)).find((each) => each.id === id);
  if (!robot) throw kernelProblem('thing.unknown');
  return robot;
}

export async function insertRobot(
  tx: Tx,
  streetId: string,
  now: number,
  robot: RobotRow & { readonly access: Buffer; readonly signed: boolean },
): Promise<void> {
  await sql`
    insert into robot (street_id, id, scope_id, vendor, name, access, signed, added_at)
    values (${streetId}, ${robot.id}, ${robot.scopeId}, ${robot.vendor}, ${robot.name}, ${robot.access}, ${robot.signed},
      ${instant(now)})`.execute(tx);
}

export async function renameRobotRow(tx: Tx, streetId: string, id: string, name: string): Promise<void> {
  await sql`update robot set name = ${name} where street_id = ${streetId} and id = ${id}`.execute(tx);
}

/** It says nothing more; what it still had to say is given up. */
export async function removeRobotRow(tx: Tx, streetId: string, id: string, now: number): Promise<void> {
  await sql`
    with gone as (update robot set removed_at = ${instant(now)} where street_id = ${streetId} and id = ${id})
    update robot_message set state = 'dead', last_error = 'removed'
    where street_id = ${streetId} and robot_id = ${id} and state = 'queued'`.execute(tx);
}

export interface NewMessage {
  readonly id: string;
  readonly robotId: string;
  readonly key: string;
  readonly kind: MessageKind;
  readonly text: string;
}

/** Each thing once for each robot, however often it is queued; in the order given. */
export async function insertMessages(
  tx: Tx,
  streetId: string,
  now: number,
  messages: readonly NewMessage[],
): Promise<void> {
  await sql`
    insert into robot_message (street_id, id, robot_id, key, kind, text, queued_at, next_at)
    select ${streetId}, id, "robotId", key, kind, text, ${instant(now)}, ${instant(now)}
    from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as row (id uuid, "robotId" uuid, key text, kind text,
      text text)
    on conflict (street_id, robot_id, key) do nothing`.execute(tx);
}

export async function findMessages(tx: Tx, streetId: string, robotId: string, limit: number) {
  const found = await sql<{
    id: string;
    kind: MessageKind;
    state: MessageState;
    text: string;
    tries: number;
    queuedAt: number;
    sentAt: number | null;
    repeated: boolean;
    lastError: string | null;
  }>`
    select id, kind, state, text, tries, ${milliseconds('queued_at')} as "queuedAt", ${milliseconds('sent_at')} as "sentAt",
      repeated, last_error as "lastError"
    from robot_message where street_id = ${streetId} and robot_id = ${robotId}
    order by seq desc limit ${limit}`.execute(tx);
  return found.rows;
}

/** Puts a message that was given up at the end of the queue of tries. False when it was not. Throws `thing.unknown`. */
export async function reviveMessage(tx: Tx, streetId: string, id: string, now: number): Promise<boolean> {
  const found = await sql<{ revived: boolean }>`
    with revived as (
      update robot_message set state = 'queued', tries = 0, next_at = ${instant(now)}, held_until = null
      where street_id = ${streetId} and id = ${id} and state = 'dead'
        and exists (select from robot r where r.street_id = ${streetId} and r.id = robot_id and r.removed_at is null)
      returning id
    )
    select exists (select from revived) as revived from robot_message where street_id = ${streetId} and id = ${id}`.execute(
    tx,
  );
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row.revived;
}
