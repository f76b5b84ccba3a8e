import type { Endpoints } from '../../platform/http/endpoints.ts';
import { oidcRoutes } from './oidc/routes.ts';
import { ownRoutes } from './own/routes.ts';
import { explainAccountKeys } from './problems.ts';
import { sessionRoutes } from './session/routes.ts';
import { keepTidy } from './session/tidy.ts';
import { staffRoutes } from './staff/routes.ts';

export { signInHere } from './session/routes.ts';
export { findActorWith } from './session/sessions.ts';
export { addStaffInBulk, createFirstAccount, grantRoleAtSetup as grantRole } from './staff/first.ts';
export { findFirstAccount, namesOf } from './staff/store.ts';

/** Sign-in, one's own account, and the street's people. */
export function accounts(endpoints: Endpoints): void {
  explainAccountKeys();
  keepTidy(endpoints.house);
  sessionRoutes(endpoints);
  ownRoutes(endpoints);
  oidcRoutes(endpoints);
  staffRoutes(endpoints);
}
