import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../testing/ids.ts';
import { type Browser, type NewPerson, type TestOffice, testOffice } from '../../../../testing/office.ts';
import { inTransaction } from '../../../platform/db/tx.ts';
import { createFirstAccount } from '../index.ts';

const password = '杨树 湖面 灯笼 七月';
const own = '石桥 清晨 自行车 蓝';
let office: TestOffice;
let admin: Browser;
let adminId: string;
let cadre: Browser;
let addresses = 0;
const freshBrowser = () => {
  addresses += 1;
  return office.browser(`198.51.100.${addresses}`);
};

const signedIn = async (person: NewPerson): Promise<[Browser, string]> => {
  const id = await office.person({ password, ...person });
  const browser = freshBrowser();
  expect((await browser.signIn(person.login, password)).status).toBe(200);
  return [browser, id];
};
const run = (as: Browser, verb: string, input: object, street = office.places.street) =>
  as.post(`/api/streets/${street}/commands/accounts.${verb}`, { commandId: newId(), ...input });
const grid = (role: string, scopeId = office.places.northGrid) => ({
  grantId: newId(),
  role,
  scopeKind: 'grid',
  scopeId,
});
const place = (role: string, scopeId = office.places.north) => ({
  grantId: newId(),
  role,
  scopeKind: 'place',
  scopeId,
});
const newPerson = (login: string, grants: object[]) => ({
  accountId: newId(),
  login,
  name: `新人${login}`,
  grants,
});
const grantIdOf = async (accountId: string): Promise<string> => {
  const [row] = await office.rows(sql<{ id: string }>`
    select id from role_grant where account_id = ${accountId} and revoked_at is null order by granted_at limit 1`);
  return row?.id ?? '';
};

beforeAll(async () => {
  office = await testOffice();
  [admin, adminId] = await signedIn({ login: 'admin1', first: true, grants: [{ role: 'admin' }] });
  [cadre] = await signedIn({
    login: 'cadre1',
    grants: [{ role: 'community_cadre', scopeId: office.places.north }],
  });
});
afterAll(() => office.close());

describe('adding a person', () => {
  test('is refused without a session, without the role, and in another street', async () => {
    const [worker] = await signedIn({
      login: 'worker1',
      grants: [{ role: 'grid_member', scopeKind: 'grid', scopeId: office.places.northGrid }],
    });
    const input = newPerson('refused1', [grid('volunteer')]);
    expect((await run(freshBrowser(), 'add-staff', input)).status).toBe(401);
    expect((await run(worker, 'add-staff', input)).body.code).toBe('permission.missing');
    const other = await office.otherStreet();
    expect((await run(admin, 'add-staff', input, other)).body.code).toBe('permission.missing');
  });

  test('refuses unknown fields by name, a bad login, and nobody’s role', async () => {
    const unknown = await run(admin, 'add-staff', {
      ...newPerson('refused2', [grid('grid_member')]),
      admin: true,
    });
    expect(unknown.body.fields[0].path).toBe('admin');
    const bad = await run(admin, 'add-staff', newPerson('张伟', [grid('grid_member')]));
    expect(bad.body.fields[0].path).toBe('login');
    expect((await run(admin, 'add-staff', newPerson('refused3', []))).status).toBe(400);
    expect(
      (await run(admin, 'add-staff', newPerson('refused3', [place('grid_member', newId())]))).body.code,
    ).toBe('thing.unknown');
  });

  test('refuses a role above one’s own, outside one’s scope, or where it cannot be held', async () => {
    const { street, south, southGrid } = office.places;
    const cases: [Browser, object, string][] = [
      [cadre, place('community_cadre'), 'accounts.grant_above'],
      [cadre, place('medic'), 'accounts.grant_above'],
      [cadre, grid('grid_member', southGrid), 'permission.missing'],
      [cadre, place('building_head', south), 'permission.missing'],
      [cadre, place('admin', street), 'permission.missing'],
      [admin, place('admin'), 'accounts.scope_unfit'],
      [admin, place('sector_lead'), 'accounts.scope_unfit'],
      [admin, place('grid_head', street), 'accounts.scope_unfit'],
      [admin, { ...grid('grid_head'), endsOn: '2020-01-01' }, 'accounts.grant_past'],
    ];
    for (const [who, grant, code] of cases) {
      const answer = await run(who, 'add-staff', newPerson('refused4', [grant]));
      expect([grant, answer.body.code]).toEqual([grant, code]);
    }
    // One good role does not carry a bad one along.
    const mixed = await run(
      cadre,
      'add-staff',
      newPerson('refused4', [grid('grid_head'), grid('grid_head', southGrid)]),
    );
    expect(mixed.body.code).toBe('permission.missing');
    expect(await office.rows(sql`select from account where login like 'refused%'`)).toEqual([]);
  });

  test('refuses a taken login', async () => {
    const answer = await run(admin, 'add-staff', newPerson('ADMIN1', [grid('grid_head')]));
    expect([answer.status, answer.body.code]).toEqual([409, 'accounts.login_taken']);
  });

  test('shows a one-time password, again at a replay, and keeps it nowhere', async () => {
    const input = {
      commandId: newId(),
      ...newPerson('xinren1', [grid('grid_member')]),
      phone: '138 0000 0001',
      note: '夜班',
    };
    const first = await run(cadre, 'add-staff', input);
    expect(first.status).toBe(200);
    const { accountId, oneTimePassword } = first.body;
    expect(oneTimePassword).toMatch(/^[2-9a-hjkmnp-z]{4}-[2-9a-hjkmnp-z]{4}-[2-9a-hjkmnp-z]{4}$/);
    expect((await run(cadre, 'add-staff', input)).body).toEqual(first.body);
    const reused = await run(cadre, 'add-staff', { ...input, login: 'xinren1b' });
    expect(reused.body.code).toBe('command.reused');
    const kept = await office.rows(sql<{ row: string }>`
      select c::text as row from command c union all select a::text from audit a
      union all select s::text || coalesce(encode(s.phone_sealed, 'escape'), '') from staff s
      union all select c::text from credential c`);
    expect(JSON.stringify(kept)).not.toContain(oneTimePassword);
    expect(JSON.stringify(kept)).not.toMatch(/138 ?0000/);
    expect(office.logged.join()).not.toContain(oneTimePassword);

    const browser = freshBrowser();
    const answer = await browser.signIn('xinren1', oneTimePassword);
    expect(answer.body).toMatchObject({
      state: 'signed-in',
      account: { id: accountId, mustChangePassword: true },
      streets: [],
    });
    // Nothing works before the password is one's own.
    const staff = `/api/streets/${office.places.street}/accounts/staff`;
    expect((await browser.get(staff)).body.code).toBe('permission.missing');
    const changed = await browser.ask('PUT', '/api/account/password', {
      current: oneTimePassword,
      next: own,
    });
    expect(changed.body).toMatchObject({
      account: { mustChangePassword: false },
      streets: [{ grants: [{ role: 'grid_member' }] }],
    });
    expect((await freshBrowser().signIn('xinren1', oneTimePassword)).status).toBe(401);
  });

  test('the one-time password ends after seven days', async () => {
    const { oneTimePassword } = (await run(admin, 'add-staff', newPerson('xinren2', [grid('grid_member')])))
      .body;
    office.later(7 * 24 * 3_600_000 + 1);
    const late = await freshBrowser().signIn('xinren2', oneTimePassword);
    expect(late.body.code).toBe('accounts.one_time_over');
    await admin.signIn('admin1', password);
    await cadre.signIn('cadre1', password);
  });
});

describe('roles', () => {
  test('are in force on the next request, and gone on the next', async () => {
    const [worker, id] = await signedIn({ login: 'worker2' });
    const list = () => worker.get(`/api/streets/${office.places.street}/accounts/staff`);
    expect((await list()).status).toBe(403);
    const grant = { accountId: id, ...grid('grid_head') };
    expect((await run(cadre, 'grant-role', grant)).status).toBe(200);
    expect((await list()).status).toBe(200);
    expect((await run(cadre, 'grant-role', { ...grant, grantId: newId() })).body.code).toBe(
      'accounts.grant_known',
    );
    expect((await run(cadre, 'revoke-role', { grantId: grant.grantId })).status).toBe(200);
    expect((await list()).status).toBe(403);
    expect((await run(cadre, 'revoke-role', { grantId: grant.grantId })).body.code).toBe(
      'accounts.grant_over',
    );
  });

  test('end on their last day, in the street’s time', async () => {
    const [worker, id] = await signedIn({ login: 'worker3' });
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(
      office.house.clock(),
    );
    await run(admin, 'grant-role', { accountId: id, ...place('medic'), endsOn: today });
    expect((await worker.get('/api/session')).body.streets).toHaveLength(1);
    office.later(24 * 3_600_000);
    await worker.signIn('worker3', password);
    expect((await worker.get('/api/session')).body.streets).toEqual([]);
    await admin.signIn('admin1', password);
    await cadre.signIn('cadre1', password);
  });

  test('are not given to someone who does not belong to the street, nor taken beyond one’s own', async () => {
    const other = await office.otherStreet('btre');
    const stranger = await office.person({ login: 'stranger1', streetId: other });
    expect((await run(admin, 'grant-role', { accountId: stranger, ...grid('grid_head') })).body.code).toBe(
      'thing.unknown',
    );
    const { southGrid } = office.places;
    const [, southern] = await signedIn({
      login: 'southern',
      grants: [{ role: 'grid_head', scopeKind: 'grid', scopeId: southGrid }],
    });
    expect((await run(cadre, 'revoke-role', { grantId: await grantIdOf(southern) })).body.code).toBe(
      'accounts.grant_above',
    );
    expect((await run(cadre, 'revoke-role', { grantId: await grantIdOf(adminId) })).body.code).toBe(
      'accounts.grant_above',
    );
    expect((await run(admin, 'revoke-role', { grantId: newId() })).body.code).toBe('thing.unknown');
  });

  test('of the last administrator stay; one who ends some day does not count', async () => {
    const grantId = await grantIdOf(adminId);
    const [, second] = await signedIn({ login: 'admin2' });
    const until = { ...place('admin', office.places.street), endsOn: '2099-12-31' };
    expect((await run(admin, 'grant-role', { accountId: second, ...until })).status).toBe(200);
    expect((await run(admin, 'revoke-role', { grantId })).body.code).toBe('accounts.last_admin');
    await run(admin, 'revoke-role', { grantId: until.grantId });
  });

  test('of two administrators who take each other out at once, one stays', async () => {
    const [second, secondId] = await signedIn({ login: 'admin3', grants: [{ role: 'admin' }] });
    const [mine, theirs] = [await grantIdOf(adminId), await grantIdOf(secondId)];
    // Both are let in, and wait at the same row; only then do they go on.
    const { street } = office.places;
    const both = await inTransaction(office.house.pool, 'write', { streets: [street] }, async (tx) => {
      await sql`select from role_grant where street_id = ${street} and role = 'admin' for update`.execute(tx);
      const asked = [
        run(admin, 'revoke-role', { grantId: theirs }),
        run(second, 'revoke-role', { grantId: mine }),
      ];
      await new Promise((resolve) => setTimeout(resolve, 400));
      return { asked };
    });
    const answers = await Promise.all(both.asked);
    const codes = answers.map((answer) => answer.body.code ?? answer.status).sort();
    expect(codes).toEqual([200, 'accounts.last_admin']);
    const left = await office.rows(sql<{ id: string }>`
      select account_id as id from role_grant where role = 'admin' and revoked_at is null`);
    expect(left).toHaveLength(1);
    // The tests below are the first administrator's.
    if (left[0]?.id !== adminId) {
      await run(second, 'grant-role', { accountId: adminId, ...place('admin', office.places.street) });
      await run(admin, 'revoke-role', { grantId: theirs });
    }
  });
});

describe('suspending', () => {
  test('is refused for oneself, for higher people, for people of other streets, and for the last administrator', async () => {
    expect((await run(admin, 'suspend', { accountId: adminId })).body.code).toBe('accounts.self');
    expect((await run(cadre, 'suspend', { accountId: adminId })).body.code).toBe('accounts.manage_above');
    expect((await run(admin, 'suspend', { accountId: newId() })).body.code).toBe('thing.unknown');
    const [, roving] = await signedIn({ login: 'roving', grants: [{ role: 'medic' }] });
    const other = await office.otherStreet('ctre');
    await inTransaction(office.house.pool, 'write', { streets: [other] }, async (tx) => {
      await sql`insert into staff (street_id, id, name) values (${other}, ${roving}, 'x')`.execute(tx);
      await sql`insert into role_grant (street_id, id, account_id, role, scope_kind, scope_id, granted_by)
        values (${other}, ${newId()}, ${roving}, 'admin', 'place', ${other}, ${roving})`.execute(tx);
    });
    for (const verb of ['suspend', 'reset-password', 'restore']) {
      expect((await run(admin, verb, { accountId: roving })).body.code).toBe('accounts.elsewhere');
    }
  });

  test('puts a person out at once, on every device, and restoring lets them back', async () => {
    const [phone, id] = await signedIn({
      login: 'worker4',
      grants: [{ role: 'grid_head', scopeKind: 'grid', scopeId: office.places.northGrid }],
    });
    const desk = freshBrowser();
    await desk.signIn('worker4', password);
    const list = (browser: Browser) => browser.get(`/api/streets/${office.places.street}/accounts/staff`);
    expect([(await list(phone)).status, (await list(desk)).status]).toEqual([200, 200]);
    const input = { commandId: newId(), accountId: id, reason: '离职' };
    expect((await run(cadre, 'suspend', input)).status).toBe(200);
    expect([(await list(phone)).status, (await list(desk)).status]).toEqual([401, 401]);
    // Said only to someone who knows the password.
    expect((await freshBrowser().signIn('worker4', password)).body.code).toBe('accounts.suspended');
    expect((await freshBrowser().signIn('worker4', 'wrong wrong wrong')).body.code).toBe(
      'accounts.sign_in_failed',
    );
    expect((await run(cadre, 'suspend', input)).status).toBe(200);
    expect((await run(cadre, 'restore', { accountId: id })).status).toBe(200);
    expect((await freshBrowser().signIn('worker4', password)).status).toBe(200);
    expect((await list(phone)).status).toBe(401);
  });
});

describe('resetting a password', () => {
  test('is refused for oneself and for higher people', async () => {
    expect((await run(admin, 'reset-password', { accountId: adminId })).body.code).toBe('accounts.self');
    expect((await run(cadre, 'reset-password', { accountId: adminId })).body.code).toBe(
      'accounts.manage_above',
    );
  });

  test('ends everything else that opens the account', async () => {
    const [browser, id] = await signedIn({
      login: 'worker5',
      grants: [{ role: 'grid_head', scopeKind: 'grid', scopeId: office.places.northGrid }],
    });
    await office.rows(
      sql`insert into two_factor (account_id, secret, confirmed_at) values (${id}, 'x', now())`,
    );
    await office.rows(sql`insert into passkey (id, account_id, credential_id, public_key, counter, name)
      values (${newId()}, ${id}, 'key', 'x', 0, 'x')`);
    const { oneTimePassword } = (await run(cadre, 'reset-password', { accountId: id })).body;
    expect((await browser.get('/api/account/sessions')).status).toBe(401);
    expect((await freshBrowser().signIn('worker5', password)).status).toBe(401);
    const fresh = freshBrowser();
    const answer = await fresh.signIn('worker5', oneTimePassword);
    expect(answer.body).toMatchObject({
      state: 'signed-in',
      account: { mustChangePassword: true, twoFactor: false, passkeys: 0 },
    });
  });
});

describe('the street’s people', () => {
  test('are listed with their roles by name; telephone and note for those who direct them', async () => {
    const url = `/api/streets/${office.places.street}/accounts/staff`;
    const { staff } = (await admin.get(url)).body;
    const row = staff.find((one: { login: string }) => one.login === 'xinren1');
    expect(row).toMatchObject({
      name: '新人xinren1',
      suspended: false,
      grants: [{ role: 'grid_member', scopeKind: 'grid', scopeName: '北一网格', endsOn: null }],
    });
    expect(JSON.stringify(staff)).not.toContain('138 0000');
    expect((await cadre.get(`${url}/${row.accountId}`)).body).toMatchObject({
      phone: '138 0000 0001',
      note: '夜班',
    });
    const [head] = await signedIn({
      login: 'head1',
      grants: [{ role: 'grid_head', scopeKind: 'grid', scopeId: office.places.northGrid }],
    });
    expect((await head.get(url)).status).toBe(200);
    expect((await head.get(`${url}/${row.accountId}`)).body.code).toBe('permission.missing');
    expect((await admin.get(`${url}/${newId()}`)).body.code).toBe('thing.unknown');
  });

  test('are renamed and edited within the own reach', async () => {
    const [, id] = await signedIn({
      login: 'worker6',
      grants: [{ role: 'volunteer', scopeId: office.places.north }],
    });
    const url = `/api/streets/${office.places.street}/accounts/staff/${id}`;
    expect((await run(cadre, 'rename-staff', { accountId: adminId, name: '某某' })).body.code).toBe(
      'accounts.manage_above',
    );
    expect((await run(cadre, 'rename-staff', { accountId: id, name: '赵敏' })).status).toBe(200);
    expect((await run(cadre, 'edit-staff', { accountId: id, phone: '13800000002', note: null })).status).toBe(
      200,
    );
    expect((await admin.get(url)).body).toMatchObject({ name: '赵敏', phone: '13800000002', note: null });
    expect((await run(cadre, 'edit-staff', { accountId: id, phone: null, note: null })).status).toBe(200);
    expect((await admin.get(url)).body.phone).toBeNull();
  });

  test('changes are in the street’s audit with who, whom and why', async () => {
    const rows = await office.rows(sql<{ action: string; reason: string | null }>`
      select action, reason from audit where street_id = ${office.places.street} and action like 'accounts.%'`);
    const actions = new Set(rows.map((row) => row.action));
    for (const verb of [
      'add-staff',
      'grant-role',
      'revoke-role',
      'suspend',
      'restore',
      'reset-password',
      'rename-staff',
    ]) {
      expect(actions).toContain(`accounts.${verb}`);
    }
    expect(rows.find((row) => row.action === 'accounts.suspend')?.reason).toBe('离职');
  });
});

test('of two first accounts at once the database keeps one', async () => {
  const fresh = await testOffice();
  try {
    const make = (login: string) =>
      inTransaction(fresh.house.pool, 'write', { streets: [] }, (tx) =>
        createFirstAccount(tx, fresh.house, { login, name: '管理员', password }),
      );
    const made = await Promise.allSettled([make('one1'), make('two2')]);
    expect(made.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await fresh.rows(sql`select from account`)).toHaveLength(1);
    await expect(make('zh')).rejects.toThrow();
  } finally {
    await fresh.close();
  }
});

test('without a street and without a role nobody’s roles are seen', async () => {
  const accountId = newId();
  const seen = await inTransaction(office.house.pool, 'read', { streets: [], accountId }, (tx) =>
    sql`select from role_grant`.execute(tx),
  );
  expect(seen.rows).toEqual([]);
});
