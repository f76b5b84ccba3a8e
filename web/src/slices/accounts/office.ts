import { accountPermissions } from '@linli/core/accounts';
import type { OfficePage, OfficeSlice } from '../../platform/office/index.ts';
import { PeopleIcon } from '../../ui/index.ts';

export const accountsOffice: OfficeSlice = {
  name: 'accounts',
  kinds: ['staff', 'account', 'grant'],
  pages: [
    {
      path: 'staff',
      title: { zh: '人员与权限', en: 'People and roles' },
      permission: accountPermissions.readStaff,
      load: () => import('./pages/StaffPage.tsx'),
      nav: { group: 'trust', icon: PeopleIcon, key: 's', order: 10 },
    },
  ],
};

/** The person's own page lies beside the streets. */
export const accountPage: Pick<OfficePage, 'title' | 'load'> = {
  title: { zh: '我的账号', en: 'My account' },
  load: () => import('./pages/AccountPage.tsx'),
};
