import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../../testing/ids.ts';
import { type Browser, type TestOffice, testOffice } from '../../../../testing/office.ts';
import { codeOfStep, stepAt } from '../../../platform/auth/totp.ts';

const password = '杨树 湖面 灯笼 七月';
const next = '石桥 清晨 自行车 蓝';

let office: TestOffice;
let addresses = 0;
const freshBrowser = () => {
  addresses += 1;
  return office.browser(`198.51.100.${addresses}`);
};
const signedIn = async (login: string, with_ = password): Promise<Browser> => {
  const browser = freshBrowser();
  expect((await browser.signIn(login, with_)).body.state).toBe('signed-in');
  return browser;
};
const codeNow = (secret: string) => codeOfStep(secret, stepAt(office.house.clock()));

/** Turns two-factor on for a new person; the secret, the recovery codes and a browser that is signed in. */
async function withTotp(login: string) {
  const accountId = await office.person({ login, password, grants: [{ role: 'admin' }] });
  const browser = await signedIn(login);
  const { secret } = (await browser.post('/api/account/totp', { password })).body;
  const confirmed = await browser.post('/api/account/totp/confirm', { code: codeNow(secret) });
  expect(confirmed.status).toBe(200);
  // The confirming code is used up.
  office.later(30_000);
  return { accountId, browser, secret: secret as string, recovery: confirmed.body.recoveryCodes as string[] };
}

beforeAll(async () => {
  office = await testOffice();
});
afterAll(() => office.close());

test('everything of one’s own asks for a session first', async () => {
  const browser = freshBrowser();
  const asked = [
    browser.ask('PUT', '/api/account/password', { current: password, next }),
    browser.ask('PUT', '/api/account/language', { language: 'en' }),
    browser.post('/api/account/totp', { password }),
    browser.post('/api/account/totp/confirm', { code: '123456' }),
    browser.ask('DELETE', '/api/account/totp', { password }),
    browser.post('/api/account/passkeys/options'),
    browser.post('/api/account/passkeys', { name: 'x', response: {} }),
    browser.get('/api/account/passkeys'),
    browser.ask('DELETE', `/api/account/passkeys/${newId()}`),
    browser.get('/api/account/sessions'),
    browser.ask('DELETE', `/api/account/sessions/${newId()}`),
  ];
  for (const answer of await Promise.all(asked))
    expect([answer.status, answer.body.code]).toEqual([401, 'session.missing']);
});

describe('the own password', () => {
  test('is not changed without the current one; the tries count as sign-ins', async () => {
    await office.person({ login: 'zhaomin', password });
    const browser = await signedIn('zhaomin');
    for (let round = 0; round < 5; round += 1) {
      const wrong = await browser.ask('PUT', '/api/account/password', { current: 'guess guess', next });
      expect([wrong.status, wrong.body.code]).toEqual([403, 'accounts.password_wrong']);
    }
    expect((await browser.ask('PUT', '/api/account/password', { current: password, next })).status).toBe(429);
  });

  test.each([
    ['accounts.password_short', '九个字符不够用的'],
    ['accounts.password_common', 'Password2026!'],
    ['accounts.password_common', '1234567890'],
    ['accounts.password_login', 'my qianqian word'],
    ['accounts.password_same', password],
  ])('is refused as %s: %s', async (code, chosen) => {
    await office.person({ login: 'qianqian', password }).catch(() => null);
    const browser = await signedIn('qianqian');
    const answer = await browser.ask('PUT', '/api/account/password', { current: password, next: chosen });
    expect(answer.body.code).toBe(code);
    await signedIn('qianqian');
  });

  test('changes, ends every other session, and gives this one a new token', async () => {
    await office.person({ login: 'sunli', password });
    const browser = await signedIn('sunli');
    const other = await signedIn('sunli');
    const before = browser.jar.get('linli_session');
    const answer = await browser.ask('PUT', '/api/account/password', { current: password, next });
    expect(answer.body.state).toBe('signed-in');
    expect(browser.jar.get('linli_session')).not.toBe(before);
    expect((await browser.get('/api/account/sessions')).body.sessions).toHaveLength(1);
    expect((await other.get('/api/account/sessions')).status).toBe(401);
    expect((await freshBrowser().signIn('sunli', password)).status).toBe(401);
    await signedIn('sunli', next);
  });
});

describe('an authenticator app', () => {
  test('is not started without the password and not in force before a code', async () => {
    await office.person({ login: 'zhouhai', password });
    const browser = await signedIn('zhouhai');
    expect((await browser.post('/api/account/totp', { password: 'guess guess' })).body.code).toBe(
      'accounts.password_wrong',
    );
    expect((await browser.post('/api/account/totp/confirm', { code: '123456' })).body.code).toBe(
      'accounts.totp_off',
    );
    const { uri, secret } = (await browser.post('/api/account/totp', { password })).body;
    expect(uri).toContain(secret);
    const wrong = codeOfStep(secret, stepAt(office.house.clock()) + 40);
    expect((await browser.post('/api/account/totp/confirm', { code: wrong })).body.code).toBe(
      'accounts.code_wrong',
    );
    await signedIn('zhouhai');
  });

  test('asks for its code at the next sign-in, and the session then counts as two-factor', async () => {
    const { accountId, browser, secret } = await withTotp('wuting');
    expect((await browser.get('/api/session')).body.account).toMatchObject({
      twoFactor: true,
      askTwoFactor: false,
    });
    const visitor = freshBrowser();
    const half = await visitor.signIn('wuting', password);
    expect(half.body).toEqual({ state: 'second-factor', recovery: true });
    expect(visitor.jar.has('linli_session')).toBe(false);
    expect((await visitor.get('/api/account/sessions')).status).toBe(401);
    expect((await visitor.get('/api/session')).body.state).toBe('second-factor');
    const whole = await visitor.post('/api/session/second-factor', { code: codeNow(secret) });
    expect(whole.body.state).toBe('signed-in');
    expect(visitor.jar.has('linli_factor')).toBe(false);
    const actor = await office.house.actorOf(`linli_session=${visitor.jar.get('linli_session')}`);
    expect(actor).toMatchObject({ accountId, twoFactor: true });
  });

  test('takes a code once, also from another browser', async () => {
    const { secret } = await withTotp('zhengyu');
    const code = codeNow(secret);
    const [first, second] = [freshBrowser(), freshBrowser()];
    await first.signIn('zhengyu', password);
    await second.signIn('zhengyu', password);
    expect((await first.post('/api/session/second-factor', { code })).status).toBe(200);
    const replayed = await second.post('/api/session/second-factor', { code });
    expect([replayed.status, replayed.body.code]).toEqual([401, 'accounts.code_wrong']);
  });

  test('lets nobody by with a ticket alone, a used ticket, or a made-up one', async () => {
    const { secret } = await withTotp('fengjie');
    const visitor = freshBrowser();
    await visitor.signIn('fengjie', password);
    const ticket = visitor.jar.get('linli_factor') ?? '';
    expect((await visitor.post('/api/session/second-factor', { code: codeNow(secret) })).status).toBe(200);
    office.later(30_000);
    const again = freshBrowser();
    again.jar.set('linli_factor', ticket);
    const used = await again.post('/api/session/second-factor', { code: codeNow(secret) });
    expect(used.body.code).toBe('accounts.second_factor_missing');
    again.jar.set('linli_factor', `${'A'.repeat(32)}.${'A'.repeat(43)}`);
    const forged = await again.post('/api/session/second-factor', { code: codeNow(secret) });
    expect(forged.body.code).toBe('accounts.second_factor_missing');
  });

  test('locks after five wrong codes, whatever the browser', async () => {
    const { secret } = await withTotp('chupeng');
    for (let round = 0; round < 5; round += 1) {
      const visitor = freshBrowser();
      await visitor.signIn('chupeng', password);
      expect((await visitor.post('/api/session/second-factor', { code: '000000' })).status).toBe(401);
    }
    const visitor = freshBrowser();
    await visitor.signIn('chupeng', password);
    expect((await visitor.post('/api/session/second-factor', { code: codeNow(secret) })).status).toBe(429);
  });

  test('has ten recovery codes that each work once', async () => {
    const { recovery } = await withTotp('weinan');
    expect(recovery).toHaveLength(10);
    const [code = ''] = recovery;
    const [first, second] = [freshBrowser(), freshBrowser()];
    await first.signIn('weinan', password);
    await second.signIn('weinan', password);
    expect((await first.post('/api/session/second-factor', { code: ` ${code.toUpperCase()} ` })).status).toBe(
      200,
    );
    expect((await second.post('/api/session/second-factor', { code })).body.code).toBe('accounts.code_wrong');
  });

  test('is taken off with the password, and starts over with another secret', async () => {
    const { browser, secret } = await withTotp('jianglan');
    expect((await browser.post('/api/account/totp', { password })).body.code).toBe('accounts.totp_on');
    const wrong = await browser.ask('DELETE', '/api/account/totp', { password: 'guess guess' });
    expect(wrong.body.code).toBe('accounts.password_wrong');
    const off = await browser.ask('DELETE', '/api/account/totp', { password });
    expect(off.body.account.twoFactor).toBe(false);
    await signedIn('jianglan');
    expect((await browser.post('/api/account/totp', { password })).body.secret).not.toBe(secret);
  });

  test('leaves no secret and no code readable in the database', async () => {
    const { secret, recovery } = await withTotp('shenyue');
    const rows = await office.rows(sql<{ row: string }>`
      select t::text || encode(t.secret, 'escape') as row from two_factor t
      union all select r::text || encode(r.hash, 'escape') from recovery_code r`);
    const kept = JSON.stringify(rows);
    for (const plain of [secret, ...recovery, ...recovery.map((one) => one.replace('-', ''))]) {
      expect(kept).not.toContain(plain);
    }
  });
});

describe('the own sessions', () => {
  test('are listed with their device and ended one by one; never another person’s', async () => {
    await office.person({ login: 'hanxue', password });
    await office.person({ login: 'yangguang', password });
    const browser = await signedIn('hanxue');
    const phone = freshBrowser();
    const userAgent =
      'Mozilla/5.0 (Linux; Android 14; 2201123C) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36';
    await phone.ask('POST', '/api/session', { login: 'hanxue', password }, { 'user-agent': userAgent });
    const stranger = await signedIn('yangguang');
    const { sessions } = (await browser.get('/api/account/sessions')).body;
    expect(sessions).toHaveLength(2);
    const other = sessions.find((session: { current: boolean }) => !session.current);
    expect(other.device).toBe('Chrome · Android');
    expect((await stranger.ask('DELETE', `/api/account/sessions/${other.id}`)).body.code).toBe(
      'thing.unknown',
    );
    const left = await browser.ask('DELETE', `/api/account/sessions/${other.id}`);
    expect(left.body.sessions).toHaveLength(1);
    expect((await phone.get('/api/account/sessions')).status).toBe(401);
  });

  test('language is kept and answered', async () => {
    await office.person({ login: 'zhuhong', password });
    const browser = await signedIn('zhuhong');
    expect((await browser.ask('PUT', '/api/account/language', { language: 'fr' })).status).toBe(400);
    expect((await browser.ask('PUT', '/api/account/language', { language: 'en' })).status).toBe(200);
    expect((await browser.get('/api/session')).body.account.language).toBe('en');
  });
});
