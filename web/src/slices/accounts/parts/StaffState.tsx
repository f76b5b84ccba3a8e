import type { StaffRow } from '@linli/core/accounts';
import { useWords } from '../../../platform/i18n/index.ts';
import { StateMark } from '../../../ui/index.ts';
import { accountWords } from '../words.ts';

/** Whether a person can sign in, in a word. */
export function StaffState({ row }: { row: Pick<StaffRow, 'suspended' | 'mustChangePassword'> }) {
  const t = useWords(accountWords);
  if (row.suspended) return <StateMark state="plain">{t('suspended')}</StateMark>;
  if (row.mustChangePassword) return <StateMark state="pending">{t('waitingFirst')}</StateMark>;
  return <StateMark state="clear">{t('active')}</StateMark>;
}
