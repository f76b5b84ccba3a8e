import { exceptions, must, uuidv7 } from '@linli/core/kernel';
import {
  checkDay,
  decideFiling,
  decideRest,
  type Filed,
  type FilingPlan,
  isLate,
  type ReportNow,
  type ReportsCommand,
  type RestFiled,
  reportKey,
  reportsPolicy,
  reportsProblem,
  sameAnswers,
} from '@linli/core/reports';
import type { CommandContext, Outcome } from '../../../platform/command/command.ts';
import { findReporters, findReportersUnder } from '../../places/index.ts';
import { getOpenDay } from '../day.ts';
import { findStanding, insertEntries } from '../entries/store.ts';
import { findOpenKinds } from '../findings/store.ts';
import { tellOpened } from '../opened.ts';
import { auditTarget, changesOf, conflictOf, refuseOutside, standingAfter, standingOf } from '../outcome.ts';
import { findPrefills } from '../prefill.ts';

/** Two round trips however many items: everything it has to know, then everything it writes. */
export async function fileReports(
  context: CommandContext,
  input: ReportsCommand<'reports.file'>,
): Promise<Outcome<Filed>> {
  const { tx, house, streetId, actor, now } = context;
  const { eventId, day, items, reason } = input;
  const ref = { streetId, eventId, day };
  const [on, reporters, standing] = await Promise.all([
    getOpenDay(context, eventId, day),
    findReporters(context, day, items),
    findStanding(tx, ref, now, items),
  ]);
  refuseOutside(actor, reportsPolicy.file, reporters);
  const owed = standing.map((report, index) => (reporters[index] ? report : null));
  const plan = must(decideFiling(on, items, owed, reason));
  const findings = plan.findings.map((finding) => ({ ...finding, findingId: uuidv7(now, house.random) }));
  const author = { ...ref, accountId: actor.accountId, now, reason: reason ?? null };
  const done = await insertEntries(tx, author, plan.entries, findings);
  const levels = new Map(plan.entries.map(({ targetId, level }) => [targetId, level]));
  const told = await tellOpened(
    context,
    eventId,
    on.rules,
    done.findings.map(({ targetId, kind }) => ({ targetId, kind, level: levels.get(targetId) ?? 'cell' })),
  );
  const beaten = plan.entries.filter(({ entryId }) => !done.written.has(entryId));
  const written = plan.entries.filter(({ entryId }) => done.written.has(entryId));
  const { same, conflicts } = await compare(context, input, plan, beaten, on.rules.forms);
  const details = { day, filed: written.length, same: same.length, conflicts: conflicts.length };
  return {
    reply: {
      filed: [...written.map(standingAfter), ...same.map(standingOf)],
      conflicts: conflicts.map(conflictOf),
      findings: [...done.findings],
    },
    audit: [
      { action: 'reports.file', ...auditTarget(eventId, items), reason: reason ?? null, details },
      ...done.findings.map(({ id, kind, targetId }) => ({
        action: 'reports.open-finding',
        ...{ targetKind: 'finding', targetId: id, details: { kind, at: targetId } },
      })),
      ...told.audit,
    ],
    changes: [...changesOf(written, done.findings), ...told.changes],
  };
}

/** Entries whose number was taken at the same moment: told as a conflict, or as filed when both said the same. */
async function compare(
  { tx, streetId, now }: CommandContext,
  { eventId, day }: ReportsCommand<'reports.file'>,
  plan: FilingPlan,
  beaten: FilingPlan['entries'],
  forms: Parameters<typeof decideFiling>[0]['rules']['forms'],
): Promise<{ same: ReportNow[]; conflicts: ReportNow[] }> {
  if (beaten.length === 0) return { same: [...plan.same], conflicts: [...plan.conflicts] };
  // The other's moment may be after ours; what it wrote stands all the same.
  const standing = await findStanding(tx, { streetId, eventId, day }, now + 60_000, beaten);
  const agrees = (report: ReportNow, index: number) =>
    report.state !== 'returned' &&
    sameAnswers(forms[report.level], report.answers, beaten[index]?.answers ?? {});
  return {
    same: [...plan.same, ...standing.filter(agrees)],
    conflicts: [...plan.conflicts, ...standing.filter((report, index) => !agrees(report, index))],
  };
}

/** "The rest is normal": what is still due there, in a handful of statements however many. */
export async function fileRest(
  context: CommandContext,
  input: ReportsCommand<'reports.file-rest'>,
): Promise<Outcome<RestFiled>> {
  const { tx, house, streetId, actor, now } = context;
  const { eventId, day, level, under } = input;
  const ref = { streetId, eventId, day };
  const on = await getOpenDay(context, eventId, day);
  must(checkDay(on));
  if (!on.rules.reporting.includes(level)) throw reportsProblem('reports.not_owed');
  const [reporters, open] = await Promise.all([
    findReportersUnder(tx, streetId, day, [level], under),
    findOpenKinds(tx, streetId, eventId),
  ]);
  const targets = reporters.map(({ id: targetId }) => ({ level, targetId }));
  const [standing, prefills] = await Promise.all([
    findStanding(tx, ref, now, targets),
    findPrefills(tx, ref, on, targets, new Map()),
  ]);
  const told = new Set([...open.keys()].map((targetId) => reportKey({ level, targetId })));
  const { file, left } = decideRest(standing, told);
  const entries = file.map(({ targetId }) => {
    const answers = prefills.get(targetId) ?? {};
    return {
      ...{ entryId: uuidv7(now, house.random), level, targetId, no: 1, step: 'filed' as const, answers },
      normal: exceptions(on.rules.forms[level], answers).length === 0,
      late: isLate(on),
      deviceAt: input.deviceAt ?? null,
    };
  });
  const author = { ...ref, accountId: actor.accountId, now, reason: null };
  const { written } = await insertEntries(tx, author, entries);
  const filed = entries.filter(({ entryId }) => written.has(entryId));
  const details = { day, level, under, filed: filed.length, left: left.length };
  return {
    reply: {
      filed: filed.length,
      left: left.map(({ targetId }) => ({ level, targetId })),
    },
    audit: [{ action: 'reports.file-rest', targetKind: 'event', targetId: eventId, details }],
    changes: changesOf(filed, []),
  };
}
