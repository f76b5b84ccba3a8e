import { createHmac } from 'node:crypto';
import { type Actor, kernelProblem } from '@linli/core/kernel';
import { sql } from 'kysely';
import { type AuditEntry, auditRow } from '../audit/entry.ts';
import type { KeyKeeper } from '../crypto/master-key.ts';
import type { Key } from '../crypto/sealed.ts';
import { inTransaction, type Tx } from '../db/tx.ts';
import type { House } from '../house.ts';

/** One row that open pages and phones should know of. */
export interface Change {
  readonly kind: string;
  readonly id: string;
  readonly operation: 'added' | 'changed' | 'removed';
}

/** What an action answers: the reply for the client, and what the audit and the change feed are told. */
export interface Outcome<Reply> {
  readonly reply: Reply;
  readonly audit: readonly AuditEntry[];
  readonly changes: readonly Change[];
}

export interface CommandRequest<Input> {
  readonly name: string;
  readonly streetId: string;
  readonly actor: Actor;
  readonly commandId: string;
  readonly input: Input;
}

/** What an action is given beside its input. The handle comes first in every store call. */
export interface CommandContext {
  readonly tx: Tx;
  readonly house: House;
  readonly streetId: string;
  readonly actor: Actor;
  readonly commandId: string;
  /** The moment of the command, milliseconds; one moment for the whole transaction. */
  readonly now: number;
}

interface CommandTable {
  street_id: string;
  id: string;
  request_hash: Buffer;
  reply: unknown;
}

/**
 * The write path. One transaction holds the action's rows, the reply (for replays), the audit and the change feed; the
 * answer goes out after commit. A command that arrives again is answered with its first reply; the same id with other
 * content or from someone else is refused (`command.reused`).
 *
 * Round trips: one for begin, the look-up and the caller's scope; the action's own; one for the closing rows and commit.
 */
export async function runCommand<Input, Reply>(
  house: House,
  request: CommandRequest<Input>,
  authorise: (tx: Tx) => Promise<void>,
  action: (context: CommandContext, input: Input) => Promise<Outcome<Reply>>,
): Promise<Reply> {
  const { streetId, actor, commandId } = request;
  const hash = requestHash(house.keys, request);
  const scope = { streets: [streetId], accountId: actor.accountId };
  try {
    const reply = await inTransaction(house.pool, 'write', scope, async (tx) => {
      const [first] = await Promise.all([findReply<Reply>(tx, streetId, commandId, hash), authorise(tx)]);
      if (first) return first.reply;
      const context = { tx, house, streetId, actor, commandId, now: house.clock() };
      const outcome = await action(context, request.input);
      await close(tx, request, hash, outcome);
      return outcome.reply;
    });
    house.live.wake(streetId);
    return reply;
  } catch (error) {
    // Two copies of one command may run side by side: the slower one fails on a key, and the first reply is there.
    const first = await inTransaction(house.pool, 'read', scope, (tx) =>
      findReply<Reply>(tx, streetId, commandId, hash),
    ).catch(() => null);
    if (first) return first.reply;
    throw error;
  }
}

const hashKeys = new WeakMap<KeyKeeper, Key>();

/** Keyed, because an input may hold a telephone number: a plain hash of so few digits could be guessed from a backup. */
function requestHash(keys: KeyKeeper, request: CommandRequest<unknown>): Buffer {
  const key = hashKeys.get(keys) ?? keys.derive('command');
  hashKeys.set(keys, key);
  return createHmac('sha256', key)
    .update(JSON.stringify([request.name, request.actor.accountId, request.input]))
    .digest();
}

async function findReply<Reply>(
  tx: Tx,
  streetId: string,
  id: string,
  hash: Buffer,
): Promise<{ reply: Reply } | null> {
  const row = await tx
    .withTables<{ command: CommandTable }>()
    .selectFrom('command')
    .select(['request_hash', 'reply'])
    .where('street_id', '=', streetId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  if (!row.request_hash.equals(hash)) throw kernelProblem('command.reused');
  return { reply: row.reply as Reply };
}

/** The reply, the audit and the feed in one statement. */
async function close<Reply>(
  tx: Tx,
  request: CommandRequest<unknown>,
  hash: Buffer,
  outcome: Outcome<Reply>,
): Promise<void> {
  const { streetId, actor, commandId } = request;
  const author = { streetId, accountId: actor.accountId, sessionId: actor.sessionId, commandId };
  const audit = JSON.stringify(
    outcome.audit.map((entry) => ({ ...auditRow(author, entry), details: entry.details ?? {} })),
  );
  const changes = JSON.stringify(outcome.changes);
  await sql`
    with reply as (
      insert into command (street_id, id, name, account_id, request_hash, reply)
      values (${streetId}, ${commandId}, ${request.name}, ${actor.accountId}, ${hash}, ${JSON.stringify(outcome.reply)}::jsonb)
    ), entries as (
      insert into audit (street_id, account_id, session_id, action, target_kind, target_id, reason, details, command_id)
      select street_id, account_id, session_id, action, target_kind, target_id, reason, details, command_id
      from jsonb_to_recordset(${audit}::jsonb) as row (street_id uuid, account_id uuid, session_id uuid, action text,
        target_kind text, target_id uuid, reason text, details jsonb, command_id uuid)
    )
    insert into change (street_id, kind, target_id, operation)
    select ${streetId}, kind, id, operation
    from jsonb_to_recordset(${changes}::jsonb) as row (kind text, id uuid, operation text)`.execute(tx);
}
