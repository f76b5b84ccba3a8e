import { definePermissions, type Role, roleNames } from '../kernel/index.ts';

const office: readonly Role[] = ['admin', 'clerk'];

/** Starting, changing and ending an emergency is the street office's act, with its document. */
export const eventsPolicy = definePermissions('events', {
  read: { roles: roleNames, reach: 'street' },
  activate: { roles: ['admin'], reach: 'target' },
  change: { roles: office, reach: 'target' },
});
