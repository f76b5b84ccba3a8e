import { accountProblem, decidePassword, Login } from '@linli/core/accounts';
import { kernelProblem, must, type Role, type ScopeKind, uuidv7 } from '@linli/core/kernel';
import { hashPassword } from '../../../platform/auth/password.ts';
import type { Tx } from '../../../platform/db/tx.ts';
import type { House } from '../../../platform/house.ts';
import { deskOf } from '../desk.ts';
import { phoneSealer } from './phones.ts';
import { ensureStaff, insertAccount, insertGrants, insertPeople, putPassword } from './store.ts';

/**
 * The account that the set-up makes; its id. There can be one: of two set-ups at once the second fails on a key of the
 * database as `accounts.first_exists`. Throws also what is wrong with the login or the password.
 */
export async function createFirstAccount(
  tx: Tx,
  house: House,
  admin: { readonly login: string; readonly name: string; readonly password: string },
): Promise<string> {
  const login = Login.safeParse(admin.login);
  if (!login.success) {
    const text = {
      zh: '2–32 个字符：小写字母、数字、点、横线、下划线，以字母或数字开头',
      en: '2–32 characters: lower-case letters, digits, dot, dash, underscore; starting with a letter or digit',
    };
    throw kernelProblem('request.invalid', {}, [{ path: 'admin/login', text }]);
  }
  must(decidePassword(admin.password, login.data));
  const now = house.clock();
  const accountId = uuidv7(now, house.random);
  const hash = await hashPassword(admin.password);
  await insertAccount(tx, {
    accountId,
    login: login.data,
    name: admin.name,
    oneTimeUntil: null,
    first: true,
  });
  await putPassword(tx, accountId, uuidv7(now, house.random), hash);
  return accountId;
}

/** Gives a role without asking who may: for the set-up, which nobody has a role before. The caller writes the audit. */
export async function grantRoleAtSetup(
  tx: Tx,
  house: House,
  grant: {
    readonly streetId: string;
    readonly accountId: string;
    readonly role: Role;
    readonly scopeKind: ScopeKind;
    readonly scopeId: string;
    readonly grantedBy: string;
  },
): Promise<void> {
  const { streetId, accountId, role, scopeKind, scopeId, grantedBy } = grant;
  const grantId = uuidv7(house.clock(), house.random);
  await ensureStaff(tx, streetId, accountId);
  await insertGrants(tx, streetId, grantedBy, [
    { grantId, accountId, role, scopeKind, scopeId, endsOn: null },
  ]);
  deskOf(house).known.forget(accountId);
}

/** A person of the sample street, or of a list. */
export interface PersonInBulk {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly phone: string;
  readonly grants: readonly {
    readonly id: string;
    readonly role: Role;
    readonly scopeKind: ScopeKind;
    readonly scopeId: string;
  }[];
}

/**
 * Stores many people and their roles in three statements. They have no password: nobody signs in as one of them before
 * an administrator hands out a one-time password. Throws `accounts.login_taken`.
 */
export async function addStaffInBulk(
  tx: Tx,
  house: House,
  by: { readonly streetId: string; readonly grantedBy: string },
  staff: readonly PersonInBulk[],
): Promise<void> {
  const seal = await phoneSealer(tx, deskOf(house), by.streetId);
  const people = staff.map(({ id, login, name, phone }) => {
    if (!Login.safeParse(login).success) throw accountProblem('accounts.login_taken');
    return { id, login, name, phoneSealed: seal(id, phone).toString('base64') };
  });
  await insertPeople(tx, by.streetId, people);
  const grants = staff.flatMap((person) =>
    person.grants.map(({ id, role, scopeKind, scopeId }) => ({
      grantId: id,
      accountId: person.id,
      role,
      scopeKind,
      scopeId,
      endsOn: null,
    })),
  );
  await insertGrants(tx, by.streetId, by.grantedBy, grants);
}
