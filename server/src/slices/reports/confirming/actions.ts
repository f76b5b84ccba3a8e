import { must, reportLevels, uuidv7 } from '@linli/core/kernel';
import {
  type Confirmed,
  checkDay,
  decideConfirm,
  decideReturn,
  mayConfirmOwn,
  type NewEntry,
  type ReportsCommand,
  type Returned,
  reportsPolicy,
} from '@linli/core/reports';
import type { CommandContext, Outcome } from '../../../platform/command/command.ts';
import { findReporters, findReportersUnder } from '../../places/index.ts';
import { getOpenDay } from '../day.ts';
import { findStanding, insertEntries } from '../entries/store.ts';
import { auditTarget, changesOf, conflictOf, refuseOutside, standingAfter, standingOf } from '../outcome.ts';

export async function confirmReports(
  context: CommandContext,
  input: ReportsCommand<'reports.confirm'>,
): Promise<Outcome<Confirmed>> {
  const { tx, streetId, actor, now } = context;
  const { eventId, day, under } = input;
  const ref = { streetId, eventId, day };
  const on = await getOpenDay(context, eventId, day);
  must(checkDay(on));
  const levels = input.level ? [input.level] : reportLevels;
  const reporters = await findReportersUnder(tx, streetId, day, levels, under);
  const targets = reporters.map(({ level, id: targetId }) => ({ level, targetId }));
  const standing = await findStanding(tx, ref, now, targets);
  const root = { streetId, path: [streetId], gridId: null, sectorId: null };
  const by = { accountId: actor.accountId, mayOwn: mayConfirmOwn(actor, root) };
  const plan = decideConfirm(standing, by, new Set(input.except), Date.parse(input.seenAt));
  const written = await write(context, { ...ref, reason: null }, plan.entries);
  const { own, later } = plan;
  const details = { day, under, confirmed: written.length, own: own.length, later: later.length };
  return {
    reply: { confirmed: written.length, own: [...own], later: [...later] },
    audit: [{ action: 'reports.confirm', targetKind: 'event', targetId: eventId, details }],
    changes: changesOf(written, []),
  };
}

export async function returnReports(
  context: CommandContext,
  input: ReportsCommand<'reports.return'>,
): Promise<Outcome<Returned>> {
  const { tx, streetId, actor, now } = context;
  const { eventId, day, items, reason } = input;
  const ref = { streetId, eventId, day };
  const [on, reporters, standing] = await Promise.all([
    getOpenDay(context, eventId, day),
    findReporters(context, day, items),
    findStanding(tx, ref, now, items),
  ]);
  must(checkDay(on));
  refuseOutside(actor, reportsPolicy.confirm, reporters);
  const plan = must(decideReturn(items, standing));
  const written = await write(context, { ...ref, reason }, plan.entries);
  const beaten = plan.entries.filter((entry) => !written.includes(entry));
  const stands = await findStanding(tx, ref, now + 60_000, beaten);
  const details = { day, returned: written.length };
  return {
    reply: {
      returned: [...written.map(standingAfter), ...plan.same.map(standingOf)],
      conflicts: [...plan.conflicts, ...stands].map(conflictOf),
    },
    audit: [{ action: 'reports.return', ...auditTarget(eventId, items), reason, details }],
    changes: changesOf(written, []),
  };
}

/** Those that were written; a number someone else took meanwhile leaves its entry out. */
async function write(
  { tx, house, actor, now }: CommandContext,
  ref: { streetId: string; eventId: string; day: string; reason: string | null },
  entries: readonly NewEntry[],
): Promise<NewEntry[]> {
  const rows = entries.map((entry) => ({ ...entry, entryId: uuidv7(now, house.random) }));
  const { written } = await insertEntries(tx, { ...ref, accountId: actor.accountId, now }, rows);
  return entries.filter((_entry, index) => written.has(rows[index]?.entryId ?? ''));
}
