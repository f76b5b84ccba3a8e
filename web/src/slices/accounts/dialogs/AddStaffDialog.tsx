import { Input } from 'antd';
import { useRef, useState } from 'react';
import { newId, useCommand } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { Field, FormDialog, useRefusals } from '../../../ui/index.ts';
import { useStreet } from '../session.ts';
import { accountWords } from '../words.ts';
import { type GrantDraft, GrantFields, useFirstGrant } from './GrantFields.tsx';
import type { OneTime } from './OneTimePasswordDialog.tsx';

interface AddStaffDialogProps {
  readonly onClose: () => void;
  readonly onAdded: (oneTime: OneTime) => void;
}

export function AddStaffDialog({ onClose, onAdded }: AddStaffDialogProps) {
  const t = useWords(accountWords);
  const street = useStreet();
  const { run, busy, failedTries, problem } = useCommand<
    Record<string, unknown>,
    { oneTimePassword: string }
  >(street.id, 'accounts.add-staff');
  const refusal = useRefusals(problem);
  // Made once for the dialog: a try whose answer was lost adds the same person again, not a second one.
  const ids = useRef({ accountId: newId(), grantId: newId() });
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [phone, setPhone] = useState('');
  const [grant, setGrant] = useState<GrantDraft>(useFirstGrant());
  const submit = async () => {
    if (!grant.scope) return;
    const reply = await run({
      accountId: ids.current.accountId,
      login: login.trim(),
      name: name.trim(),
      ...(phone.trim() ? { phone: phone.trim() } : {}),
      grants: [
        {
          grantId: ids.current.grantId,
          role: grant.role,
          scopeKind: grant.scope.kind,
          scopeId: grant.scope.id,
          ...(grant.endsOn ? { endsOn: grant.endsOn } : {}),
        },
      ],
    });
    if (!reply) return;
    onClose();
    onAdded({ name: name.trim(), login: login.trim(), password: reply.oneTimePassword });
  };
  return (
    <FormDialog
      title={t('addStaff')}
      submit={t('addStaff')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      shownAtFields={['name', 'login', 'phone']}
      disabled={!name.trim() || !login.trim() || !grant.scope}
    >
      <div className="field-pair">
        <Field label={t('name')} refusal={refusal('name')}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={40}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('login')} hint={t('loginHint')} refusal={refusal('login')}>
          {(control) => (
            <Input
              {...control}
              value={login}
              maxLength={32}
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => setLogin(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Field label={t('phone')} hint={t('phoneHint')} refusal={refusal('phone')} optional>
        {(control) => (
          <Input
            {...control}
            value={phone}
            inputMode="tel"
            maxLength={20}
            onChange={(event) => setPhone(event.target.value)}
          />
        )}
      </Field>
      <GrantFields draft={grant} onChange={setGrant} />
    </FormDialog>
  );
}
