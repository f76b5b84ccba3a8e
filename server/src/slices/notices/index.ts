import { noticesProblem } from '@linli/core/notices';
import { explainConstraints } from '../../platform/db/problem.ts';
import type { Endpoints } from '../../platform/http/endpoints.ts';
import { registerOpenedFindings } from '../reports/index.ts';
import { computeDue } from './compute/jobs.ts';
import { Printer } from './printing/printer.ts';
import { noticesPublic } from './public/routes.ts';
import { noticesReads } from './reads/routes.ts';
import { sendAllDue, sendDue } from './robots/queue/sender.ts';
import { sendJob } from './robots/telling.ts';
import { noticesWrites, posterFile } from './routes.ts';
import { withdrawFor } from './withdraw/actions.ts';

const eachMinute = '* * * * *';

/** Notices: computed at the cut-off, reviewed, published, printed, told, and withdrawn when a finding opens. */
export function notices(endpoints: Endpoints): void {
  const { app, house } = endpoints;
  const printer = new Printer(house);
  explainConstraints({ notice_code_key: () => noticesProblem('notices.try_again') });
  registerOpenedFindings('notices', withdrawFor);
  house.jobs.on('notices.compute', () => computeDue(house), eachMinute);
  house.jobs.on('notices.send-all', () => sendAllDue(house), eachMinute);
  house.jobs.on('notices.print', () => printer.tidy(), eachMinute);
  house.jobs.on(sendJob, ({ streetId }) => sendDue(house, String(streetId)));
  app.addHook('onClose', () => printer.close());
  noticesReads(endpoints);
  noticesWrites(endpoints, printer);
  posterFile(endpoints, printer);
  noticesPublic(endpoints);
}
