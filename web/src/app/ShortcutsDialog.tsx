import { Modal } from 'antd';
import { useLanguage, useWords } from '../platform/i18n/index.ts';
import type { OfficePage } from '../platform/office/index.ts';
import { Keys } from '../ui/index.ts';
import { appWords } from './words.ts';

export function ShortcutsDialog({ pages, onClose }: { pages: readonly OfficePage[]; onClose: () => void }) {
  const t = useWords(appWords);
  const language = useLanguage();
  const lines: readonly (readonly [readonly string[], string])[] = [
    [['Ctrl', 'K'], t('keyPalette')],
    [['?'], t('keyHelp')],
    ...pages.flatMap(({ nav, title }) =>
      nav ? [[['g', nav.key], t('keyGo', { page: title[language] })] as const] : [],
    ),
    [['Esc'], t('keyEsc')],
  ];
  return (
    <Modal open title={t('shortcuts')} onCancel={onClose} footer={null} width={440}>
      <p className="soft">{t('shortcutsLead')}</p>
      <dl className="shortcut-list">
        {lines.map(([keys, words]) => (
          <div key={words}>
            <dt>
              <Keys keys={keys} />
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
