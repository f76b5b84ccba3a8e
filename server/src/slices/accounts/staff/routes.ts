import {
  AddStaff,
  accountPermissions,
  Done,
  EditStaff,
  GrantRole,
  OneTimePassword,
  OnStaff,
  RenameStaff,
  RevokeRole,
  StaffDetail,
  StaffList,
} from '@linli/core/accounts';
import { Id, kernelProblem } from '@linli/core/kernel';
import type { TargetRef } from '../../../platform/house.ts';
import type { Endpoints } from '../../../platform/http/endpoints.ts';
import { scopeNames } from '../../places/index.ts';
import { deskOf } from '../desk.ts';
import {
  addStaff,
  editStaff,
  grantRole,
  renameStaff,
  resetPassword,
  restore,
  revokeRole,
  suspend,
} from './actions.ts';
import { oneTimePassword } from './one-time.ts';
import { openPhone } from './phones.ts';
import { type ListedStaff, listStaff, streetToday } from './store.ts';

const scopeOf = (grant: { scopeKind: 'place' | 'grid' | 'sector'; scopeId: string }): TargetRef => ({
  kind: grant.scopeKind,
  id: grant.scopeId,
});

function rowOf(staff: ListedStaff, names: ReadonlyMap<string, string>) {
  const { accountId, login, name, suspended, mustChangePassword, twoFactor, grants } = staff;
  const named = grants.map((grant) => ({ ...grant, scopeName: names.get(grant.scopeId) ?? '' }));
  return { accountId, login, name, suspended, mustChangePassword, twoFactor, grants: named };
}

export function staffRoutes(endpoints: Endpoints): void {
  reads(endpoints);
  roleCommands(endpoints);
  accountCommands(endpoints);
}

function reads(endpoints: Endpoints): void {
  const desk = deskOf(endpoints.house);
  endpoints.read({
    url: '/accounts/staff',
    summary: 'The people of the street and their roles',
    permission: accountPermissions.readStaff,
    reply: StaffList,
    read: async ({ tx, streetId, now }) => {
      const staff = await listStaff(tx, streetId, null, await streetToday(tx, streetId, new Date(now)));
      const names = await scopeNames(
        tx,
        [streetId],
        staff.flatMap((one) => one.grants),
      );
      return { staff: staff.map((one) => rowOf(one, names)) };
    },
  });
  endpoints.read({
    url: '/accounts/staff/:account',
    summary: 'One person with telephone number and note',
    permission: accountPermissions.readContact,
    params: { account: Id },
    reply: StaffDetail,
    read: async ({ tx, streetId, now }, { params }) => {
      const today = await streetToday(tx, streetId, new Date(now));
      const [staff] = await listStaff(tx, streetId, params.account, today);
      if (!staff) throw kernelProblem('thing.unknown');
      const names = await scopeNames(tx, [streetId], staff.grants);
      const phone = await openPhone(tx, desk, streetId, staff.accountId, staff.phoneSealed);
      return {
        ...rowOf(staff, names),
        phone,
        note: staff.note,
        signedInAt: staff.signedInAt?.toISOString() ?? null,
      };
    },
  });
}

function roleCommands(endpoints: Endpoints): void {
  const { known } = deskOf(endpoints.house);
  const forget = (_input: unknown, reply: { accountId: string }) => {
    known.forget(reply.accountId);
    return reply;
  };
  endpoints.command({
    name: 'accounts.grant-role',
    summary: 'Gives a person a role within a scope',
    permission: accountPermissions.appoint,
    input: GrantRole,
    reply: Done,
    targets: (input) => [scopeOf(input)],
    run: grantRole,
    afterCommit: forget,
  });
  endpoints.command({
    name: 'accounts.revoke-role',
    summary: 'Takes a role back',
    permission: accountPermissions.manage,
    input: RevokeRole,
    reply: Done,
    run: revokeRole,
    afterCommit: forget,
  });
}

function accountCommands(endpoints: Endpoints): void {
  const { house } = endpoints;
  const { known } = deskOf(house);
  const forget = <Reply extends { accountId: string }>(_input: unknown, reply: Reply): Reply => {
    known.forget(reply.accountId);
    return reply;
  };
  const showOnce = (input: { commandId: string; accountId: string }) => {
    known.forget(input.accountId);
    return {
      accountId: input.accountId,
      oneTimePassword: oneTimePassword(house, input.accountId, input.commandId),
    };
  };
  endpoints.command({
    name: 'accounts.add-staff',
    summary: 'Adds a person with their first roles and a one-time password',
    permission: accountPermissions.appoint,
    input: AddStaff,
    reply: OneTimePassword,
    targets: (input) => input.grants.map(scopeOf),
    run: addStaff,
    afterCommit: showOnce,
  });
  endpoints.command({
    name: 'accounts.reset-password',
    summary: 'Makes a new one-time password and ends everything else that opens the account',
    permission: accountPermissions.manage,
    input: OnStaff,
    reply: OneTimePassword,
    run: resetPassword,
    afterCommit: showOnce,
  });
  const manage = { permission: accountPermissions.manage, reply: Done, afterCommit: forget };
  endpoints.command({
    ...manage,
    name: 'accounts.rename-staff',
    summary: 'Corrects the name of a person',
    input: RenameStaff,
    run: renameStaff,
  });
  endpoints.command({
    ...manage,
    name: 'accounts.edit-staff',
    summary: 'Changes telephone number and note of a person',
    input: EditStaff,
    run: editStaff,
  });
  endpoints.command({
    ...manage,
    name: 'accounts.suspend',
    summary: 'Suspends an account and ends its sessions',
    input: OnStaff,
    run: suspend,
  });
  endpoints.command({
    ...manage,
    name: 'accounts.restore',
    summary: 'Lets a suspended account sign in again',
    input: OnStaff,
    run: restore,
  });
}
