import type { Endpoints } from '../../platform/http/endpoints.ts';
import { explainPlaces } from './constraints.ts';
import { placesImport } from './import/routes.ts';
import { placesPage } from './page/routes.ts';
import { placesReads } from './reads/routes.ts';
import { placesWrites } from './routes.ts';

export { type BulkContext, type BulkStreet, bulkInsert } from './bulk/store.ts';
export { locate } from './locate/store.ts';
export { scopeNames } from './names/store.ts';
export { registerPublicState } from './page/state.ts';
export {
  findReporters,
  findReportersUnder,
  type NamedReporter,
  namesOfTargets,
  type Reporter,
  type TargetName,
} from './reporting/store.ts';
export type { SpineNode } from './spine/nodes.ts';
export { findSpine } from './spine/store.ts';
export { createStreet } from './street/actions.ts';

/** Registers the slice: its endpoints, and what its constraints mean. */
export function places(endpoints: Endpoints): void {
  explainPlaces();
  placesReads(endpoints);
  placesWrites(endpoints);
  placesImport(endpoints);
  placesPage(endpoints);
}
