import type { Answers, ReportLevel } from '@linli/core/kernel';
import { prefillAnswers, type ReportDay, type ReportTarget } from '@linli/core/reports';
import type { Tx } from '../../platform/db/tx.ts';
import { type DayRef, findLastAnswers } from './entries/store.ts';

/** What a source knows of each target on a day, by target; a target it knows nothing of is left out. */
export type PrefillSource = (
  tx: Tx,
  day: DayRef,
  level: ReportLevel,
  targetIds: readonly string[],
) => Promise<ReadonlyMap<string, number | boolean>>;

const sources = new Map<string, PrefillSource>();

/** Gives the fields that name this source (`ledger.people_present`) their figures. Called once by the slice that knows. */
export function registerPrefill(source: string, find: PrefillSource): void {
  sources.set(source, find);
}

/**
 * What each form starts with. One statement for the last reports, and one for each source that a form names.
 * `open`: kinds of open findings by target.
 */
export async function findPrefills(
  tx: Tx,
  ref: DayRef,
  { rules }: Pick<ReportDay, 'rules'>,
  targets: readonly ReportTarget[],
  open: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, Answers>> {
  const [last, known] = await Promise.all([
    findLastAnswers(tx, ref, targets),
    findKnown(tx, ref, rules.forms, targets),
  ]);
  return new Map(
    targets.map(({ level, targetId }) => [
      targetId,
      prefillAnswers(
        rules.forms[level],
        known.get(targetId) ?? {},
        last.get(targetId) ?? null,
        new Set(open.get(targetId)),
      ),
    ]),
  );
}

async function findKnown(
  tx: Tx,
  ref: DayRef,
  forms: ReportDay['rules']['forms'],
  targets: readonly ReportTarget[],
): Promise<Map<string, Record<string, number | boolean>>> {
  const known = new Map<string, Record<string, number | boolean>>();
  const levels = [...new Set(targets.map(({ level }) => level))];
  const asked = levels.flatMap((level) =>
    forms[level].flatMap(({ key, source }) => {
      const find = source === null ? undefined : sources.get(source);
      return find ? [{ level, key, find }] : [];
    }),
  );
  await Promise.all(
    asked.map(async ({ level, key, find }) => {
      const ids = targets.filter((target) => target.level === level).map(({ targetId }) => targetId);
      for (const [id, answer] of await find(tx, ref, level, ids)) {
        known.set(id, { ...known.get(id), [key]: answer });
      }
    }),
  );
  return known;
}
