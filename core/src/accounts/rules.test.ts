import { type Grant, type Role, roleNames, type ScopeTarget } from '@linli/core/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Login } from './contract.ts';
import {
  type Appointment,
  askTwoFactor,
  decideGrant,
  decideManaging,
  decidePassword,
  decideRevoke,
  grantable,
  lockMinutes,
  mayAppoint,
  seats,
} from './rules.ts';

const streetId = 'street';
const lies = {
  street: { streetId, path: [streetId], gridId: null, sectorId: null },
  north: { streetId, path: [streetId, 'north'], gridId: null, sectorId: null },
  south: { streetId, path: [streetId, 'south'], gridId: null, sectorId: null },
  northGrid: { streetId, path: [streetId, 'north'], gridId: 'northGrid', sectorId: null },
} satisfies Record<string, ScopeTarget>;

const holds = (role: Role, scopeId: string, scopeKind: Grant['scopeKind'] = 'place'): Grant => ({
  streetId,
  role,
  scopeKind,
  scopeId,
});
const admin = { accountId: 'a', grants: [holds('admin', streetId)] };
const cadre = { accountId: 'c', grants: [holds('community_cadre', 'north')] };
const appoint = (role: Role, where: keyof typeof lies): Appointment => ({
  role,
  scopeKind: where === 'northGrid' ? 'grid' : 'place',
  scopeId: where === 'street' ? streetId : where,
  target: lies[where],
});
const code = (decided: unknown) => (decided instanceof Error ? decided.message : 'yes');

describe('who may appoint', () => {
  test('only those named in the table, and only inside their own scope', () => {
    expect(code(decideGrant(cadre, appoint('grid_head', 'northGrid'), null, '2026-01-01'))).toBe('yes');
    expect(code(decideGrant(cadre, appoint('building_head', 'south'), null, '2026-01-01'))).toBe(
      'accounts.grant_above',
    );
    expect(code(decideGrant(cadre, appoint('medic', 'north'), null, '2026-01-01'))).toBe(
      'accounts.grant_above',
    );
    expect(code(decideGrant(admin, appoint('medic', 'south'), null, '2026-01-01'))).toBe('yes');
  });

  test('nobody gives a role that could give more than they can themselves', () => {
    for (const [giver, given] of Object.entries(grantable)) {
      for (const role of given) {
        const further = grantable[role] ?? [];
        expect([giver, role, further.every((one) => grantable[giver as Role]?.includes(one))]).toEqual([
          giver,
          role,
          true,
        ]);
      }
    }
  });

  test('no grant of another street counts', () => {
    const elsewhere = { grants: [{ ...holds('admin', 'other'), streetId: 'other' }] };
    expect(mayAppoint(elsewhere, appoint('volunteer', 'north'))).toBe(false);
  });

  test('every other role appoints nobody, whatever it asks for', () => {
    const role = fc.constantFrom(...roleNames);
    const where = fc.constantFrom('street', 'north', 'south', 'northGrid') as fc.Arbitrary<keyof typeof lies>;
    fc.assert(
      fc.property(role, role, where, (own, given, at) => {
        const actor = { grants: [holds(own, streetId)] };
        expect(mayAppoint(actor, appoint(given, at))).toBe(grantable[own]?.includes(given) ?? false);
      }),
    );
  });

  test('each role sits where it makes sense, and not after its last day', () => {
    for (const role of roleNames) expect(seats[role].length).toBeGreaterThan(0);
    expect(code(decideGrant(admin, appoint('admin', 'north'), null, '2026-01-01'))).toBe(
      'accounts.scope_unfit',
    );
    expect(code(decideGrant(admin, appoint('grid_head', 'north'), null, '2026-01-01'))).toBe(
      'accounts.scope_unfit',
    );
    expect(code(decideGrant(admin, appoint('medic', 'north'), '2025-12-31', '2026-01-01'))).toBe(
      'accounts.grant_past',
    );
    expect(code(decideGrant(admin, appoint('medic', 'north'), '2026-01-01', '2026-01-01'))).toBe('yes');
  });
});

describe('taking back and managing', () => {
  test('the last administrator stays', () => {
    expect(code(decideRevoke(admin, appoint('admin', 'street'), 0))).toBe('accounts.last_admin');
    expect(code(decideRevoke(admin, appoint('admin', 'street'), 1))).toBe('yes');
    const managed = {
      streetId,
      accountId: 'b',
      appointments: [appoint('admin', 'street')],
      elsewhere: false,
    };
    expect(code(decideManaging(admin, managed, 'suspend', 0))).toBe('accounts.last_admin');
    expect(code(decideManaging(admin, managed, 'suspend', 1))).toBe('yes');
    expect(code(decideManaging(admin, managed, 'reset', 0))).toBe('yes');
  });

  test('one higher role protects a person from a lower one’s reset', () => {
    const appointments = [appoint('grid_head', 'northGrid'), appoint('medic', 'north')];
    const managed = { streetId, accountId: 'b', appointments, elsewhere: false };
    expect(code(decideManaging(cadre, managed, 'reset', 1))).toBe('accounts.manage_above');
    expect(
      code(decideManaging(cadre, { ...managed, appointments: appointments.slice(0, 1) }, 'reset', 1)),
    ).toBe('yes');
  });

  test('who holds no role is the administrator’s alone, and who works elsewhere is not theirs', () => {
    const managed = { streetId, accountId: 'b', appointments: [], elsewhere: false };
    expect(code(decideManaging(cadre, managed, 'restore', 1))).toBe('accounts.manage_above');
    expect(code(decideManaging(admin, managed, 'restore', 1))).toBe('yes');
    expect(code(decideManaging(admin, { ...managed, elsewhere: true }, 'reset', 1))).toBe(
      'accounts.elsewhere',
    );
    expect(code(decideManaging(admin, { ...managed, elsewhere: true }, 'rename', 1))).toBe('yes');
  });
});

describe('passwords', () => {
  test.each([
    ['accounts.password_short', 'a2b3c4d5e'],
    ['accounts.password_common', 'password2026'],
    ['accounts.password_common', 'WoAiNi1314520'],
    ['accounts.password_common', 'aaaaaaaaaaaa'],
    ['accounts.password_common', 'abcabcabcabc'],
    ['accounts.password_common', '9876543210'],
    ['accounts.password_common', 'ｐａｓｓｗｏｒｄ１２'],
    ['accounts.password_login', 'zhangwei是我'],
    ['yes', '杨树湖面灯笼七月星期日'],
    ['yes', 'correct horse battery'],
  ])('%s: %s', (expected, password) => {
    expect(code(decidePassword(password, 'zhangwei'))).toBe(expected);
  });

  test('a short login may be part of a password', () => {
    expect(code(decidePassword('we like tea here', 'li'))).toBe('yes');
  });
});

test('a lock comes at every fifth failure and doubles up to a day', () => {
  expect([1, 4, 6, 9, 11].map(lockMinutes)).toEqual([0, 0, 0, 0, 0]);
  expect([5, 10, 15, 20].map(lockMinutes)).toEqual([15, 30, 60, 120]);
  expect(lockMinutes(500)).toBe(24 * 60);
});

test('administrators without a second factor are asked for one', () => {
  expect(askTwoFactor([{ role: 'admin' }], false)).toBe(true);
  expect(askTwoFactor([{ role: 'admin' }], true)).toBe(false);
  expect(askTwoFactor([{ role: 'grid_head' }], false)).toBe(false);
});

test('a login is folded before it is looked at', () => {
  expect(Login.parse('  ＺhangWei01 ')).toBe('zhangwei01');
  for (const bad of ['a', '-ab', 'zhang wei', '张伟', 'a'.repeat(33), 'a@b', "a'b"]) {
    expect(Login.safeParse(bad).success).toBe(false);
  }
});
