import { definePermissions, type Role } from '@linli/core/kernel';

/** Who appoints people: the street's administrator anywhere, a community's cadre inside the community. */
const appointing: readonly Role[] = ['admin', 'community_cadre'];

/**
 * `appoint` is asked with the scope of the new role, so a cadre's own scope must cover it; which roles each may give is
 * `grantable` in rules.ts. `manage` reaches the street because the person's roles, not a place, decide: see
 * `decideManaging`.
 */
export const accountPermissions = definePermissions('accounts', {
  readStaff: {
    roles: ['admin', 'clerk', 'street_liaison', 'sector_lead', 'community_cadre', 'grid_head', 'auditor'],
    reach: 'street',
  },
  /** Telephone numbers and notes: those who direct people, not everyone who may see who they are. */
  readContact: {
    roles: ['admin', 'clerk', 'street_liaison', 'sector_lead', 'community_cadre'],
    reach: 'street',
  },
  appoint: { roles: appointing, reach: 'target' },
  manage: { roles: appointing, reach: 'street' },
});
