import { definePermissions } from '../kernel/index.ts';

/** Who may look at what was done: those who answer for the street, and those who check it. */
export const auditPermissions = definePermissions('audit', {
  read: { roles: ['admin', 'auditor'], reach: 'target' },
});
