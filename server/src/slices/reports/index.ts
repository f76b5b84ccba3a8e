import type { Endpoints } from '../../platform/http/endpoints.ts';
import { boardReads, reportReads } from './reads/routes.ts';
import { reportsWrites } from './routes.ts';

export { type OpenedFinding, registerOpenedFindings } from './opened.ts';
export { type PrefillSource, registerPrefill } from './prefill.ts';
export { type DayStatuses, statusesAt } from './reads/board.ts';

/** The daily reports, their confirmation, the findings, and the statuses that follow from them. */
export function reports(endpoints: Endpoints): void {
  reportsWrites(endpoints);
  boardReads(endpoints);
  reportReads(endpoints);
}
