import { eventsProblem } from '@linli/core/events';
import { kernelProblem } from '@linli/core/kernel';
import { explainConstraints } from '../../platform/db/problem.ts';
import type { Endpoints } from '../../platform/http/endpoints.ts';
import { eventsRoutes } from './routes.ts';

export { type EventOnDay, type EventRecord, findActiveEvents, getEventOn } from './store.ts';

/** Emergencies: started, changed and ended with their documents. */
export function events(endpoints: Endpoints): void {
  explainConstraints({
    event_active_key: () => eventsProblem('events.already_active'),
    event_params_pkey: () => kernelProblem('version.stale'),
  });
  eventsRoutes(endpoints);
}
