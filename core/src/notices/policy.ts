import { definePermissions, type Role, roleNames } from '../kernel/index.ts';

const office: readonly Role[] = ['admin', 'clerk'];

/** Publishing speaks for the street, so the street's office does it; taking back is open to whoever answers for the place. */
export const noticesPolicy = definePermissions('notices', {
  /** A notice holds nothing personal and hangs in public. */
  read: { roles: roleNames.filter((role) => role !== 'merchant'), reach: 'street' },
  publish: { roles: office, reach: 'target' },
  withdraw: { roles: [...office, 'community_cadre'], reach: 'target' },
  /** Whoever stands before the door with the poster in hand. */
  confirmPosting: {
    roles: [...office, 'community_cadre', 'grid_head', 'grid_member', 'building_head', 'property'],
    reach: 'target',
  },
  print: {
    roles: [...office, 'street_liaison', 'community_cadre', 'grid_head', 'grid_member'],
    reach: 'target',
  },
  /** Where messages go, who may be called, and the key that signs. */
  settings: { roles: ['admin'], reach: 'target' },
});
