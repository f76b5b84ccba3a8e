import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestOffice, testOffice } from '../../../../testing/office.ts';

const password = '杨树 湖面 灯笼 七月';
const minute = 60_000;
const hour = 60 * minute;

let office: TestOffice;
let addresses = 0;
/** Every test sits behind an address of its own, so that the tries of one are not counted for another. */
const freshBrowser = () => {
  addresses += 1;
  return office.browser(`198.51.100.${addresses}`);
};

beforeAll(async () => {
  office = await testOffice();
});
afterAll(() => office.close());

test('before the first account the office is asked to set up', async () => {
  const answer = await freshBrowser().get('/api/session');
  expect(answer.body).toEqual({ state: 'first-run', sampleAvailable: true });
});

describe('signing in with a password', () => {
  let zhang: string;
  beforeAll(async () => {
    const grants = [
      { role: 'admin' as const },
      { role: 'grid_head' as const, scopeKind: 'grid' as const, scopeId: office.places.northGrid },
    ];
    zhang = await office.person({ login: 'zhangwei', name: '张伟', password, first: true, grants });
  });

  test('refuses unknown fields by name, missing and oversized input', async () => {
    const browser = freshBrowser();
    const unknown = await browser.post('/api/session', { login: 'zhangwei', password, remember: true });
    expect([unknown.status, unknown.body.fields[0].path]).toEqual([400, 'remember']);
    expect((await browser.post('/api/session', { login: 'zhangwei' })).status).toBe(400);
    expect((await browser.signIn('zhangwei', 'x'.repeat(201))).status).toBe(400);
    expect((await browser.signIn('l'.repeat(129), password)).status).toBe(400);
  });

  test('answers an unknown login like a wrong password, in text, cookies and time', async () => {
    // The quickest of four: what the machine does beside it only ever adds.
    const times = { unknown: Infinity, wrong: Infinity };
    for (let round = 0; round < 4; round += 1) {
      const browser = freshBrowser();
      let begun = performance.now();
      const unknown = await browser.signIn(`nobody${round}`, password);
      times.unknown = Math.min(times.unknown, performance.now() - begun);
      begun = performance.now();
      const wrong = await browser.signIn('zhangwei', 'not the password');
      times.wrong = Math.min(times.wrong, performance.now() - begun);
      expect(unknown.status).toBe(401);
      expect(unknown.body).toEqual(wrong.body);
      expect(unknown.cookies).toEqual([]);
    }
    await freshBrowser().signIn('zhangwei', password);
    expect(times.unknown / times.wrong).toBeGreaterThan(0.5);
    expect(times.unknown / times.wrong).toBeLessThan(2);
  });

  test('refuses a request that another site caused', async () => {
    const body = { login: 'zhangwei', password };
    const forged = await freshBrowser().ask('POST', '/api/session', body, { 'sec-fetch-site': 'cross-site' });
    expect([forged.status, forged.body.code]).toEqual([403, 'request.cross_site']);
    const other = await freshBrowser().ask('POST', '/api/session', body, { origin: 'https://evil.example' });
    expect([other.status, other.cookies]).toEqual([403, []]);
  });

  test('opens a session in a cookie that scripts and other sites cannot use', async () => {
    const answer = await freshBrowser().signIn(' ZhangWei ', password);
    expect(answer.status).toBe(200);
    const line = answer.cookies.find((cookie) => cookie.startsWith('linli_session='));
    expect(line).toMatch(/; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/);
    const { body } = answer;
    expect(body.state).toBe('signed-in');
    expect(body.account).toEqual({
      id: zhang,
      login: 'zhangwei',
      name: '张伟',
      twoFactor: false,
      passkeys: 0,
      mustChangePassword: false,
      askTwoFactor: true,
      hasPassword: true,
      language: null,
    });
    expect(body.streets).toEqual([
      {
        id: office.places.street,
        name: '测试街道',
        prefix: 'test',
        timeZone: 'Asia/Shanghai',
        sample: false,
        grants: [
          { role: 'admin', scopeKind: 'place', scopeId: office.places.street, scopeName: '测试街道' },
          { role: 'grid_head', scopeKind: 'grid', scopeId: office.places.northGrid, scopeName: '北一网格' },
        ],
      },
    ]);
  });

  test('marks the cookie Secure over https', async () => {
    const secure = await testOffice({ trustProxy: true });
    try {
      await secure.person({ login: 'zhangwei', password, first: true });
      const body = { login: 'zhangwei', password };
      const over = (protocol: string) =>
        secure.browser().ask('POST', '/api/session', body, { 'x-forwarded-proto': protocol });
      for (const line of (await over('https')).cookies) expect(line).toMatch(/; Secure$/);
      for (const line of (await over('http')).cookies) expect(line).not.toContain('Secure');
    } finally {
      await secure.close();
    }
  });

  test('gives every sign-in a session of its own, and ends the one the browser brought along', async () => {
    const browser = freshBrowser();
    await browser.signIn('zhangwei', password);
    const planted = browser.jar.get('linli_session') ?? '';
    await browser.signIn('zhangwei', password);
    expect(browser.jar.get('linli_session')).not.toBe(planted);
    const old = freshBrowser();
    old.jar.set('linli_session', planted);
    expect((await old.get('/api/session')).body.state).toBe('signed-out');
  });

  test('takes no cookie that was altered, made up, or sent twice', async () => {
    const browser = freshBrowser();
    await browser.signIn('zhangwei', password);
    const good = browser.jar.get('linli_session') ?? '';
    const state = async (cookie: string) =>
      (await office.http.inject({ url: '/api/session', headers: { cookie } })).json().state;
    expect(await state(`linli_session=${good}`)).toBe('signed-in');
    const flipped = (good[0] === 'A' ? 'B' : 'A') + good.slice(1);
    expect(await state(`linli_session=${flipped}`)).toBe('signed-out');
    expect(await state(`linli_session=${good.split('.')[0]}`)).toBe('signed-out');
    expect(await state(`linli_session=${good}; linli_session=${good}`)).toBe('signed-out');
    // What the database holds opens nothing without the key.
    const [row] = await office.rows(sql<{ token: string }>`select token from session limit 1`);
    expect(await state(`linli_session=${row?.token}.${'A'.repeat(43)}`)).toBe('signed-out');
  });

  test('signing out ends the session at once, also for a copy of the cookie', async () => {
    const browser = freshBrowser();
    await browser.signIn('zhangwei', password);
    const copy = freshBrowser();
    for (const [name, value] of browser.jar) copy.jar.set(name, value);
    expect((await copy.get('/api/account/sessions')).status).toBe(200);
    const out = await browser.ask('DELETE', '/api/session');
    expect(out.body).toEqual({ state: 'signed-out', oidc: null });
    expect(browser.jar.size).toBe(0);
    expect((await copy.get('/api/account/sessions')).status).toBe(401);
  });

  test('a session ends after twelve idle hours, and after seven days of work', async () => {
    const idle = freshBrowser();
    const busy = freshBrowser();
    await idle.signIn('zhangwei', password);
    await busy.signIn('zhangwei', password);
    for (let passed = 0; passed < 7 * 24; passed += 8) {
      expect((await busy.get('/api/session')).body.state).toBe('signed-in');
      // The last request is noted in the background.
      await new Promise((resolve) => setTimeout(resolve, 20));
      office.later(8 * hour);
      if (passed === 8) expect((await idle.get('/api/session')).body.state).toBe('signed-out');
    }
    expect((await busy.get('/api/session')).body.state).toBe('signed-out');
  });
});

describe('wrong passwords', () => {
  test('lock a login after five, longer each time; the same for a login that does not exist', async () => {
    await office.person({ login: 'lina', password });
    for (const login of ['lina', 'ghost']) {
      for (let round = 1; round <= 5; round += 1) {
        expect((await freshBrowser().signIn(login, 'wrong wrong wrong')).status).toBe(401);
      }
    }
    const known = await freshBrowser().signIn('lina', password);
    const ghost = await freshBrowser().signIn('ghost', password);
    expect([known.status, known.body.code]).toEqual([429, 'accounts.locked']);
    expect(ghost.body).toEqual(known.body);

    office.later(15 * minute + 1);
    for (let round = 1; round <= 5; round += 1) {
      expect((await freshBrowser().signIn('lina', 'wrong wrong wrong')).status).toBe(401);
    }
    office.later(16 * minute);
    expect((await freshBrowser().signIn('lina', password)).status).toBe(429);
    office.later(15 * minute);
    expect((await freshBrowser().signIn('lina', password)).status).toBe(200);
  });

  test('are counted before they are tried: twenty at once are not twenty guesses', async () => {
    await office.person({ login: 'wangfang', password });
    const tries = Array.from({ length: 20 }, () => freshBrowser().signIn('wangfang', 'wrong wrong wrong'));
    const statuses = (await Promise.all(tries)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(15);
  });

  test('are forgotten after a right one, and after a quarter of an hour', async () => {
    await office.person({ login: 'liuyang', password });
    for (let round = 0; round < 4; round += 1) await freshBrowser().signIn('liuyang', 'wrong wrong wrong');
    expect((await freshBrowser().signIn('liuyang', password)).status).toBe(200);
    for (let round = 0; round < 4; round += 1) await freshBrowser().signIn('liuyang', 'wrong wrong wrong');
    office.later(15 * minute + 1);
    for (let round = 0; round < 4; round += 1) {
      expect((await freshBrowser().signIn('liuyang', 'wrong wrong wrong')).status).toBe(401);
    }
    expect((await freshBrowser().signIn('liuyang', password)).status).toBe(200);
  });

  test('from one address stop after thirty; another address goes on', async () => {
    await office.person({ login: 'chenjing', password });
    const flood = office.browser('203.0.113.9');
    for (let round = 0; round < 30; round += 1) {
      expect((await flood.signIn(`guess${round}`, 'wrong wrong wrong')).status).toBe(401);
    }
    const stopped = await flood.signIn('chenjing', password);
    expect([stopped.status, stopped.body.code]).toEqual([429, 'accounts.too_many']);
    expect((await freshBrowser().signIn('chenjing', password)).status).toBe(200);
    office.later(15 * minute + 1);
    expect((await flood.signIn('chenjing', password)).status).toBe(200);
  });
});

describe('what is kept', () => {
  test('of sign-ins: who and how in the audit, of strangers nothing', async () => {
    const rows = await office.rows(sql<{ action: string; account: string | null; all: string }>`
      select action, account_id as account, details::text as all from audit where action like 'session.%'`);
    const actions = new Set(rows.map((row) => row.action));
    expect(actions).toEqual(
      new Set(['session.opened', 'session.refused', 'session.locked', 'session.closed']),
    );
    expect(JSON.stringify(rows)).not.toMatch(/ghost|guess|nobody|wrong/);
    const failures = await office.rows(sql<{ row: string }>`select f::text as row from sign_in_failure f`);
    expect(failures.length).toBeGreaterThan(0);
    expect(JSON.stringify(failures)).not.toMatch(/ghost|guess|203\.0/);
  });

  test('no password and no token reaches a log or the audit', async () => {
    const tokens = await office.rows(sql<{ token: string }>`select token from session`);
    expect(tokens.length).toBeGreaterThan(0);
    const audit = await office.rows(sql<{ row: string }>`select a::text as row from audit a`);
    const written = `${office.logged.join('\n')}\n${JSON.stringify(audit)}`;
    for (const secret of [password, 'wrong wrong', ...tokens.map((row) => row.token)]) {
      expect(written).not.toContain(secret);
    }
  });

  test('passwords as argon2id with the parameters OWASP names', async () => {
    const [row] = await office.rows(sql<{ password: string }>`select password from credential limit 1`);
    expect(row?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});
