import {
  Confirmed,
  Filed,
  FindingWritten,
  RestFiled,
  Returned,
  reportsCommands,
  reportsPolicy,
} from '@linli/core/reports';
import type { Endpoints } from '../../platform/http/endpoints.ts';
import { confirmReports, returnReports } from './confirming/actions.ts';
import { targetRef } from './day.ts';
import { fileReports, fileRest } from './filing/actions.ts';
import { closeFinding, openFinding } from './findings/actions.ts';

/**
 * The commands. Of a list, the first place is asked for here and every one of them in the action, together with the
 * facts: one statement instead of one for each.
 */
export function reportsWrites(endpoints: Endpoints): void {
  endpoints.command({
    name: 'reports.file',
    summary: 'Files or corrects the reports of a day',
    permission: reportsPolicy.file,
    input: reportsCommands['reports.file'],
    reply: Filed,
    targets: ({ items }) => items.slice(0, 1).map(targetRef),
    run: fileReports,
  });

  endpoints.command({
    name: 'reports.file-rest',
    summary: 'Files everything still due as normal',
    permission: reportsPolicy.file,
    input: reportsCommands['reports.file-rest'],
    reply: RestFiled,
    targets: ({ under }) => [under],
    run: fileRest,
  });

  endpoints.command({
    name: 'reports.confirm',
    summary: 'Confirms what was filed, by exception',
    permission: reportsPolicy.confirm,
    input: reportsCommands['reports.confirm'],
    reply: Confirmed,
    targets: ({ under }) => [under],
    run: confirmReports,
  });

  endpoints.command({
    name: 'reports.return',
    summary: 'Returns reports to whoever filed them',
    permission: reportsPolicy.confirm,
    input: reportsCommands['reports.return'],
    reply: Returned,
    targets: ({ items }) => items.slice(0, 1).map(targetRef),
    run: returnReports,
  });

  endpoints.command({
    name: 'reports.open-finding',
    summary: 'Tells that something is the matter at a place',
    permission: reportsPolicy.openFinding,
    input: reportsCommands['reports.open-finding'],
    reply: FindingWritten,
    targets: (finding) => [targetRef(finding)],
    run: openFinding,
  });

  endpoints.command({
    name: 'reports.close-finding',
    summary: 'Closes a finding with its outcome',
    permission: reportsPolicy.closeFinding,
    input: reportsCommands['reports.close-finding'],
    reply: FindingWritten,
    targets: (finding) => [targetRef(finding)],
    run: closeFinding,
  });
}
