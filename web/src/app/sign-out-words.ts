import { defineWords } from '../platform/i18n/index.ts';

export const signOutWords = defineWords('sign-out', { signOut: '退出登录' }, { signOut: 'Sign out' });
