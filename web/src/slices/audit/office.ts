import { auditPermissions } from '@linli/core/audit';
import type { OfficeSlice } from '../../platform/office/index.ts';
import { AuditIcon } from '../../ui/index.ts';

export const auditOffice: OfficeSlice = {
  name: 'audit',
  // Every change of the street is an entry, but an auditor reading one page must not see it jump: it is asked for.
  kinds: [],
  pages: [
    {
      path: 'audit',
      title: { zh: '审计', en: 'Audit' },
      permission: auditPermissions.read,
      load: () => import('./pages/AuditPage.tsx'),
      nav: { group: 'trust', icon: AuditIcon, key: 'a', order: 20 },
    },
  ],
};
