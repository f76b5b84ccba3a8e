import { Button, Modal } from 'antd';
import { useWords } from '../../../platform/i18n/index.ts';
import { Facts } from '../../../ui/index.ts';
import { accountWords } from '../words.ts';

export interface OneTime {
  readonly name: string;
  readonly login: string;
  readonly password: string;
}

/** Shown once, to print or read out. Only its own button closes it: a stray Esc would lose the password. */
export function OneTimePasswordDialog({ oneTime, onClose }: { oneTime: OneTime; onClose: () => void }) {
  const t = useWords(accountWords);
  return (
    <Modal
      open
      title={t('oneTimeTitle')}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      width={440}
      footer={
        <div className="row dialog-foot no-print">
          <Button onClick={() => window.print()}>{t('print')}</Button>
          <Button type="primary" onClick={onClose}>
            {t('done')}
          </Button>
        </div>
      }
    >
      <div className="stack one-time">
        <p>{t('oneTimeLead', { name: oneTime.name })}</p>
        <Facts
          facts={[
            [t('name'), oneTime.name],
            [
              t('oneTimeFor'),
              <span key="login" className="secret">
                {oneTime.login}
              </span>,
            ],
            [
              t('oneTimePassword'),
              <span key="password" className="secret">
                {oneTime.password}
              </span>,
            ],
          ]}
        />
      </div>
    </Modal>
  );
}
