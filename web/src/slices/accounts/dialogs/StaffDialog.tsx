import { accountPermissions, type StaffDetail } from '@linli/core/accounts';
import { roles } from '@linli/core/kernel';
import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { asProblem, get, readKey } from '../../../platform/api/index.ts';
import { formatFresh, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Bones, Facts, ProblemNote } from '../../../ui/index.ts';
import { StaffState } from '../parts/StaffState.tsx';
import { useAccount, usePowers, useStreet } from '../session.ts';
import { accountWords } from '../words.ts';
import type { OneTime } from './OneTimePasswordDialog.tsx';
import { GrantDialog, OnStaffDialog, RenameStaffDialog, RevokeDialog } from './StaffActs.tsx';

export type StaffAct =
  | { readonly kind: 'grant' | 'rename' | 'suspend' | 'restore' | 'reset-password' }
  | { readonly kind: 'revoke'; readonly grant: StaffDetail['grants'][number] };

interface StaffDialogProps {
  readonly accountId: string;
  readonly onClose: () => void;
  readonly onOneTime: (oneTime: OneTime) => void;
}

/** One person of the street: roles, state, and what may be done about them. */
export function StaffDialog({ accountId, onClose, onOneTime }: StaffDialogProps) {
  const t = useWords(accountWords);
  const street = useStreet();
  const [act, setAct] = useState<StaffAct | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: readKey(street.id, 'accounts', 'staff', accountId),
    queryFn: ({ signal }) =>
      get<StaffDetail>(`/api/streets/${street.id}/accounts/staff/${accountId}`, signal),
  });
  return (
    <>
      <Modal
        open
        title={data?.name ?? t('staff')}
        width={640}
        onCancel={onClose}
        footer={<Button onClick={onClose}>{t('close')}</Button>}
      >
        {error ? <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} /> : null}
        {data ? <Person person={data} onAct={setAct} /> : null}
        {!data && !error ? <Bones /> : null}
      </Modal>
      {data && act ? (
        <Act act={act} person={data} onClose={() => setAct(null)} onOneTime={onOneTime} />
      ) : null}
    </>
  );
}

function Act({
  act,
  person,
  onClose,
  onOneTime,
}: {
  act: StaffAct;
  person: StaffDetail;
  onClose: () => void;
  onOneTime: (oneTime: OneTime) => void;
}) {
  if (act.kind === 'grant') return <GrantDialog person={person} onClose={onClose} />;
  if (act.kind === 'rename') return <RenameStaffDialog person={person} onClose={onClose} />;
  if (act.kind === 'revoke') return <RevokeDialog person={person} grant={act.grant} onClose={onClose} />;
  return <OnStaffDialog act={act.kind} person={person} onClose={onClose} onOneTime={onOneTime} />;
}

function Person({ person, onAct }: { person: StaffDetail; onAct: (act: StaffAct) => void }) {
  const t = useWords(accountWords);
  const language = useLanguage();
  const street = useStreet();
  const account = useAccount();
  const { mayAnywhere } = usePowers();
  const manages = mayAnywhere(accountPermissions.manage);
  const self = account?.id === person.accountId;
  const facts = [
    [t('login'), person.login],
    [t('status'), <StaffState key="state" row={person} />],
    [
      t('signedInAt'),
      person.signedInAt ? formatFresh(person.signedInAt, Date.now(), language, street.timeZone) : t('never'),
    ],
    [t('twoFactor'), person.twoFactor ? t('totpOn') : t('totpOff')],
    ...(person.phone ? [[t('phone'), person.phone] as const] : []),
    ...(person.note ? [[t('note'), person.note] as const] : []),
  ] as const;
  return (
    <div className="stack">
      <Facts facts={facts} />
      <h2>{t('roles')}</h2>
      {person.grants.length === 0 ? <p className="faint">{t('noGrants')}</p> : null}
      <ul className="account-list">
        {person.grants.map((grant) => (
          <li key={grant.grantId}>
            <span>
              {roles[grant.role][language]} · {grant.scopeName}{' '}
              {grant.endsOn ? <span className="faint">{t('until', { day: grant.endsOn })}</span> : null}
            </span>
            {manages ? (
              <Button
                aria-label={t('revokeRoleTitle', { role: roles[grant.role][language] })}
                onClick={() => onAct({ kind: 'revoke', grant })}
              >
                {t('revokeRole')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {manages ? (
        <div className="row">
          <Button type="primary" onClick={() => onAct({ kind: 'grant' })}>
            {t('grantRole')}
          </Button>
          <Button onClick={() => onAct({ kind: 'rename' })}>{t('rename')}</Button>
          {self ? null : (
            <>
              <Button onClick={() => onAct({ kind: 'reset-password' })}>{t('resetPassword')}</Button>
              <Button danger onClick={() => onAct({ kind: person.suspended ? 'restore' : 'suspend' })}>
                {person.suspended ? t('restore') : t('suspend')}
              </Button>
            </>
          )}
        </div>
      ) : null}
    </div>
  );
}
