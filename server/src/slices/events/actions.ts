import { type EventsCommand, eventsProblem, policyPacks } from '@linli/core/events';
import { kernelProblem } from '@linli/core/kernel';
import type { Change, CommandContext, Outcome } from '../../platform/command/command.ts';
import { endEvent, getEvent, insertEvent, insertParams } from './store.ts';

type Written = { id: string; version: number };

export async function activate(
  { tx, streetId, actor, now }: CommandContext,
  input: EventsCommand<'events.activate'>,
): Promise<Outcome<Written>> {
  const pack = policyPacks.find(({ id }) => id === input.packId);
  if (!pack) throw eventsProblem('events.pack_unknown');
  if (!pack.lawfulNow && !input.rehearsal)
    throw eventsProblem('events.rehearsal_only', { pack: pack.name.zh });
  const author = { streetId, accountId: actor.accountId, now, reason: input.reason ?? null };
  const { name, rehearsal, document } = input;
  const event = { id: input.eventId, kind: pack.kind, packId: pack.id, name, rehearsal, document };
  await insertEvent(tx, author, { ...event, params: pack.params });
  const details = { kind: pack.kind, packId: pack.id, name, rehearsal, document: document.number };
  return outcome('events.activate', { id: event.id, version: 1 }, author.reason, details, 'added');
}

export async function changeParams(
  { tx, streetId, actor, now }: CommandContext,
  input: EventsCommand<'events.change-params'>,
): Promise<Outcome<Written>> {
  const event = await getEvent(tx, streetId, input.eventId);
  if (event.mode !== 'emergency') throw eventsProblem('events.not_active');
  if (event.version !== input.version) throw kernelProblem('version.stale');
  const author = { streetId, accountId: actor.accountId, now, reason: input.reason };
  const version = await insertParams(tx, author, {
    id: event.id,
    was: input.version,
    params: input.params,
  });
  return outcome('events.change-params', { id: event.id, version }, input.reason, { version });
}

export async function standDown(
  { tx, streetId, actor, now }: CommandContext,
  input: EventsCommand<'events.stand-down'>,
): Promise<Outcome<Written>> {
  const event = await getEvent(tx, streetId, input.eventId);
  const author = { streetId, accountId: actor.accountId, now, reason: input.reason };
  const ended = await endEvent(tx, author, event.id, input.document);
  if (!ended) throw eventsProblem('events.not_active');
  const details = { name: event.name, document: input.document.number };
  return outcome('events.stand-down', event, input.reason, details);
}

function outcome(
  action: string,
  { id, version }: Written,
  reason: string | null,
  details: Record<string, unknown>,
  operation: Change['operation'] = 'changed',
): Outcome<Written> {
  return {
    reply: { id, version },
    audit: [{ action, targetKind: 'event', targetId: id, reason, details }],
    changes: [{ kind: 'event', id, operation }],
  };
}
