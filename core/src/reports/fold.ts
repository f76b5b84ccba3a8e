import type { Answers } from '../kernel/index.ts';

/** What can happen to a day's report: it is filed or corrected, confirmed by the community, or returned to its maker. */
export const reportSteps = ['filed', 'confirmed', 'returned'] as const;
export type ReportStep = (typeof reportSteps)[number];

/** due 应报 → filed 已报 → confirmed 已复核, or returned 退回 and filed again. */
export type ReportState = 'due' | ReportStep;

/**
 * One entry of a report's history. Entries are only ever added; `no` counts them from 1 within one report, and the
 * database lets each number exist once, so that two people never both make the next entry.
 */
export interface ReportEntry {
  readonly no: number;
  readonly step: ReportStep;
  /** When the server took it, milliseconds. A device's own time never orders anything. */
  readonly at: number;
  readonly answers: Answers;
  readonly late: boolean;
}

/** A report as it stood at a moment. */
export interface ReportFact {
  readonly state: ReportState;
  /** How often it was filed; above 1 it was corrected. */
  readonly revision: number;
  /** The number the next entry must carry. */
  readonly nextNo: number;
  readonly answers: Answers;
  /** The first filing came after the cut-off: marked, not hidden. */
  readonly late: boolean;
}

const due: ReportFact = { state: 'due', revision: 0, nextNo: 1, answers: {}, late: false };

/**
 * The report as it stood at `moment`, from its entries in any order. What the server took later does not exist yet for
 * that moment, so that history played again gives the same past.
 */
export function reportAt(entries: readonly ReportEntry[], moment: number): ReportFact {
  const known = entries.filter((entry) => entry.at <= moment).sort((one, other) => one.no - other.no);
  return known.reduce<ReportFact>(
    (fact, entry) => ({
      state: entry.step,
      revision: fact.revision + (entry.step === 'filed' ? 1 : 0),
      nextNo: entry.no + 1,
      answers: entry.step === 'filed' ? entry.answers : fact.answers,
      late: fact.revision === 0 ? entry.late : fact.late,
    }),
    due,
  );
}
