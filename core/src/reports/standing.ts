import type { Answers, Form, ReportLevel } from '../kernel/index.ts';
import type { ReportState } from './fold.ts';
import type { FindingEffect } from './status.ts';

/** What the parameters of an event say about its reports. */
export interface ReportRules {
  readonly reporting: readonly ReportLevel[];
  readonly forms: Readonly<Record<ReportLevel, Form>>;
  readonly findings: readonly { readonly key: string; readonly effect: FindingEffect }[];
}

/** One day of an event, as its reports are made. Moments in milliseconds. */
export interface ReportDay {
  readonly rules: ReportRules;
  readonly day: string;
  readonly startedOn: string;
  /** The street's day at `now`. */
  readonly today: string;
  readonly cutOffAt: number;
  readonly now: number;
}

export interface ReportTarget {
  readonly level: ReportLevel;
  readonly targetId: string;
}

/** How a report stands, with who made the last steps. */
export interface ReportNow extends ReportTarget {
  readonly state: ReportState;
  /** The number the next entry must carry. */
  readonly nextNo: number;
  readonly answers: Answers;
  readonly normal: boolean;
  readonly late: boolean;
  /** Of the last entry; null while due. */
  readonly at: number | null;
  readonly accountId: string | null;
  /** Of the last filing; null while due. */
  readonly filedAt: number | null;
  readonly filedBy: string | null;
}

export function dueReport({ level, targetId }: ReportTarget): ReportNow {
  return {
    ...{ level, targetId },
    ...{ state: 'due', nextNo: 1, answers: {}, normal: true, late: false },
    ...{ at: null, accountId: null, filedAt: null, filedBy: null },
  };
}

/** An entry to be written. */
export interface NewEntry extends ReportTarget {
  readonly no: number;
  readonly step: 'filed' | 'confirmed' | 'returned';
  readonly answers: Answers;
  readonly normal: boolean;
  readonly late: boolean;
}

export const reportKey = ({ level, targetId }: ReportTarget): string => `${level} ${targetId}`;
