import type { ImportRow } from '@linli/core/places';
import { useWords } from '../../../platform/i18n/index.ts';
import { StateMark } from '../../../ui/index.ts';
import { importWords } from '../import-words.ts';

const marks = { checked: 'pending', committed: 'clear', undone: 'plain' } as const;

export function ImportState({ state }: { state: ImportRow['state'] }) {
  const t = useWords(importWords);
  return <StateMark state={marks[state]}>{t(`state_${state}`)}</StateMark>;
}
