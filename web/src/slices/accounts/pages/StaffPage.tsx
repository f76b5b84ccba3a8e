import { accountPermissions, type StaffRow } from '@linli/core/accounts';
import { roles } from '@linli/core/kernel';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { asProblem, get, readKey } from '../../../platform/api/index.ts';
import { useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Bones, type Column, Count, DataTable, Empty, PageHead, ProblemNote } from '../../../ui/index.ts';
import { AddStaffDialog } from '../dialogs/AddStaffDialog.tsx';
import { type OneTime, OneTimePasswordDialog } from '../dialogs/OneTimePasswordDialog.tsx';
import { StaffDialog } from '../dialogs/StaffDialog.tsx';
import { StaffState } from '../parts/StaffState.tsx';
import { usePowers, useStreet } from '../session.ts';
import { accountWords } from '../words.ts';
import './account.css';

interface StaffList {
  readonly staff: readonly StaffRow[];
}

/** Who holds a role in the street. */
export default function StaffPage() {
  const t = useWords(accountWords);
  const street = useStreet();
  const { mayAnywhere } = usePowers();
  const [text, setText] = useState('');
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const [oneTime, setOneTime] = useState<OneTime | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: readKey(street.id, 'accounts', 'staff'),
    queryFn: ({ signal }) => get<StaffList>(`/api/streets/${street.id}/accounts/staff`, signal),
  });
  const wanted = text.trim().toLowerCase();
  const rows = data?.staff.filter(({ name, login }) => `${name} ${login}`.toLowerCase().includes(wanted));
  const add = mayAnywhere(accountPermissions.appoint) ? (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t('addStaff')}
    </Button>
  ) : null;
  return (
    <div className="stack-wide">
      <PageHead title={t('staff')} lead={t('staffLead')} actions={add} />
      {error ? <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones /> : null}
      {data?.staff.length === 0 ? (
        <Empty title={t('staffNone')} action={add}>
          {t('staffNoneLead')}
        </Empty>
      ) : null}
      {data && rows && data.staff.length > 0 ? (
        <div className="stack">
          <div className="row row-between">
            <Input
              className="staff-filter"
              aria-label={t('filterStaff')}
              placeholder={t('filterStaff')}
              value={text}
              allowClear
              onChange={(event) => setText(event.target.value)}
            />
            <Count value={rows.length} total={data.staff.length} />
          </div>
          <StaffTable rows={rows} onOpen={setShown} />
        </div>
      ) : null}
      {adding ? <AddStaffDialog onClose={() => setAdding(false)} onAdded={setOneTime} /> : null}
      {shown ? <StaffDialog accountId={shown} onClose={() => setShown(null)} onOneTime={setOneTime} /> : null}
      {oneTime ? <OneTimePasswordDialog oneTime={oneTime} onClose={() => setOneTime(null)} /> : null}
    </div>
  );
}

function StaffTable({ rows, onOpen }: { rows: readonly StaffRow[]; onOpen: (id: string) => void }) {
  const t = useWords(accountWords);
  const language = useLanguage();
  const columns: readonly Column<StaffRow>[] = [
    {
      key: 'name',
      title: t('name'),
      width: '11rem',
      cell: ({ accountId, name }) => (
        <button type="button" className="link-button" onClick={() => onOpen(accountId)}>
          {name}
        </button>
      ),
    },
    { key: 'login', title: t('login'), width: '10rem', cell: ({ login }) => login },
    {
      key: 'roles',
      title: t('roles'),
      cell: ({ grants }) =>
        grants.length === 0 ? (
          <span className="faint">{t('noGrants')}</span>
        ) : (
          grants
            .map(({ role, scopeName }) => `${roles[role][language]} · ${scopeName}`)
            .join(language === 'zh' ? '、' : ', ')
        ),
    },
    {
      key: 'factor',
      title: t('twoFactor'),
      width: '7rem',
      cell: ({ twoFactor }) => (twoFactor ? t('totpOn') : <span className="faint">{t('totpOff')}</span>),
    },
    {
      key: 'state',
      title: t('status'),
      width: '10rem',
      cell: (row) => <StaffState row={row} />,
    },
  ];
  return (
    <DataTable caption={t('staff')} columns={columns} rows={rows} rowKey={({ accountId }) => accountId} />
  );
}
