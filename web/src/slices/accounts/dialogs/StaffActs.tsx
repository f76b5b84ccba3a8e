import type { StaffDetail } from '@linli/core/accounts';
import { roles } from '@linli/core/kernel';
import { App, Input } from 'antd';
import { useRef, useState } from 'react';
import { newId, useCommand } from '../../../platform/api/index.ts';
import { useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Field, FormDialog, useRefusals } from '../../../ui/index.ts';
import { useStreet } from '../session.ts';
import { accountWords } from '../words.ts';
import { type GrantDraft, GrantFields, useFirstGrant } from './GrantFields.tsx';
import type { OneTime } from './OneTimePasswordDialog.tsx';

interface ActProps {
  readonly person: StaffDetail;
  readonly onClose: () => void;
}

/** Runs a command about a person; closes and says so when it was done. */
function useAct<Reply>(name: string, onClose: () => void) {
  const t = useWords(accountWords);
  const street = useStreet();
  const { message } = App.useApp();
  const command = useCommand<Record<string, unknown>, Reply>(street.id, name);
  const act = async (input: Record<string, unknown>): Promise<Reply | null> => {
    const reply = await command.run(input);
    if (!reply) return null;
    onClose();
    void message.success(t('changed'));
    return reply;
  };
  return { ...command, act };
}

export function GrantDialog({ person, onClose }: ActProps) {
  const t = useWords(accountWords);
  const { act, busy, failedTries, problem } = useAct('accounts.grant-role', onClose);
  const grantId = useRef(newId());
  const [draft, setDraft] = useState<GrantDraft>(useFirstGrant());
  const submit = () =>
    act({
      accountId: person.accountId,
      grantId: grantId.current,
      role: draft.role,
      scopeKind: draft.scope?.kind,
      scopeId: draft.scope?.id,
      ...(draft.endsOn ? { endsOn: draft.endsOn } : {}),
    });
  return (
    <FormDialog
      title={t('grantRole')}
      submit={t('grantRole')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      disabled={!draft.scope}
    >
      <GrantFields draft={draft} onChange={setDraft} />
    </FormDialog>
  );
}

export function RenameStaffDialog({ person, onClose }: ActProps) {
  const t = useWords(accountWords);
  const { act, busy, failedTries, problem } = useAct('accounts.rename-staff', onClose);
  const refusal = useRefusals(problem);
  const [name, setName] = useState(person.name);
  return (
    <FormDialog
      title={t('rename')}
      submit={t('rename')}
      onSubmit={() => void act({ accountId: person.accountId, name: name.trim() })}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      shownAtFields={['name']}
      disabled={!name.trim() || name.trim() === person.name}
    >
      <Field label={t('name')} refusal={refusal('name')}>
        {(control) => (
          <Input {...control} value={name} maxLength={40} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
    </FormDialog>
  );
}

function Reason({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useWords(accountWords);
  return (
    <Field label={t('reason')} optional>
      {(control) => (
        <Input
          {...control}
          value={value}
          maxLength={200}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

function withReason(reason: string): Record<string, string> {
  return reason.trim() ? { reason: reason.trim() } : {};
}

export function RevokeDialog({
  person,
  grant,
  onClose,
}: ActProps & { grant: StaffDetail['grants'][number] }) {
  const t = useWords(accountWords);
  const language = useLanguage();
  const { act, busy, failedTries, problem } = useAct('accounts.revoke-role', onClose);
  const [reason, setReason] = useState('');
  const role = roles[grant.role][language];
  return (
    <FormDialog
      title={t('revokeRoleTitle', { role })}
      submit={t('revokeRole')}
      onSubmit={() => void act({ grantId: grant.grantId, ...withReason(reason) })}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      danger
    >
      <p>{t('revokeRoleLead', { name: person.name, role, scope: grant.scopeName })}</p>
      <Reason value={reason} onChange={setReason} />
    </FormDialog>
  );
}

const leads = {
  suspend: ['suspend', 'suspendLead'],
  restore: ['restore', 'restoreLead'],
  'reset-password': ['resetPassword', 'resetPasswordLead'],
} as const;

export function OnStaffDialog({
  act: name,
  person,
  onClose,
  onOneTime,
}: ActProps & { act: keyof typeof leads; onOneTime: (oneTime: OneTime) => void }) {
  const t = useWords(accountWords);
  const [title, lead] = leads[name];
  const { act, busy, failedTries, problem } = useAct<{ oneTimePassword?: string }>(
    `accounts.${name}`,
    onClose,
  );
  const [reason, setReason] = useState('');
  const submit = async () => {
    const reply = await act({ accountId: person.accountId, ...withReason(reason) });
    if (!reply?.oneTimePassword) return;
    onOneTime({ name: person.name, login: person.login, password: reply.oneTimePassword });
  };
  return (
    <FormDialog
      title={t(title)}
      submit={t(title)}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      danger={name !== 'restore'}
    >
      <p>{t(lead, { name: person.name })}</p>
      <Reason value={reason} onChange={setReason} />
    </FormDialog>
  );
}
