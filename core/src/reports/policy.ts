import { definePermissions, type Role, roleNames } from '../kernel/index.ts';

const office: readonly Role[] = ['admin', 'clerk'];
const community: readonly Role[] = [...office, 'street_liaison', 'community_cadre'];

/** Who reports, who confirms. Nobody confirms outside the own community; the office may anywhere. */
export const reportsPolicy = definePermissions('reports', {
  /** Statuses and figures of places hold no person: everyone who works in the street sees how it stands. */
  readBoard: { roles: roleNames.filter((role) => role !== 'merchant'), reach: 'street' },
  read: {
    roles: [
      ...community,
      'sector_lead',
      'grid_head',
      'grid_member',
      'building_head',
      'medic',
      'auditor',
      'property',
    ],
    reach: 'target',
  },
  file: {
    roles: [...community, 'grid_head', 'grid_member', 'building_head', 'party_home', 'property'],
    reach: 'target',
  },
  confirm: { roles: community, reach: 'target' },
  openFinding: {
    roles: [...community, 'sector_lead', 'grid_head', 'grid_member', 'building_head', 'medic'],
    reach: 'target',
  },
  closeFinding: { roles: [...community, 'medic'], reach: 'target' },
});
