import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, type TestOffice, testOffice } from '../../../../testing/office.ts';
import { fakeProvider, type Visit } from '../../../../testing/provider.ts';
import { codeOfStep, stepAt } from '../../../platform/auth/totp.ts';

const password = '杨树 湖面 灯笼 七月';
let office: TestOffice;
let provider: Awaited<ReturnType<typeof fakeProvider>>;
let addresses = 0;
const freshBrowser = () => {
  addresses += 1;
  return office.browser(`198.51.100.${addresses}`);
};

beforeAll(async () => {
  provider = await fakeProvider();
  office = await testOffice({ oidc: provider.config });
  await office.person({ login: 'first', password, first: true, grants: [{ role: 'admin' }] });
});
afterAll(async () => {
  await office.close();
  await provider.close();
});

const leave = async (browser: Browser, query = '') =>
  String((await browser.get(`/api/session/oidc${query}`)).headers.location);

async function comeBy(browser: Browser, visit: Visit, query = '') {
  return browser.get(provider.authorize(await leave(browser, query), visit));
}

/** Someone added by an administrator: a login and a handed-over password that was never used. */
async function untouched(login: string): Promise<string> {
  const accountId = await office.person({ login, password, grants: [{ role: 'clerk' }] });
  await office.rows(sql`update account set must_change_password = true,
    one_time_until = now() + interval '1 day' where id = ${accountId}`);
  return accountId;
}

const linked = async (login: string, subject: string) => {
  const accountId = await untouched(login);
  expect((await comeBy(freshBrowser(), { subject, login })).status).toBe(200);
  return accountId;
};

test('without a provider there is no single sign-on', async () => {
  const plain = await testOffice();
  try {
    await plain.person({ login: 'first', password, first: true });
    expect((await plain.browser().get('/api/session')).body.oidc).toBeNull();
    expect((await plain.browser().get('/api/session/oidc')).body.code).toBe('accounts.oidc_off');
  } finally {
    await plain.close();
  }
});

test('a provider that is away, or is another, stops nobody else', async () => {
  const away = await testOffice({
    oidc: { ...provider.config, issuer: `${provider.config.issuer}/elsewhere` },
  });
  try {
    await away.person({ login: 'first', password, first: true });
    const answer = await away.browser().get('/api/session/oidc');
    expect([answer.status, answer.body.code]).toEqual([503, 'accounts.oidc_away']);
    expect((await away.browser().signIn('first', password)).status).toBe(200);
  } finally {
    await away.close();
  }
});

describe('the way to the provider', () => {
  test('carries state, nonce and a PKCE challenge, new each time, and the cookie is Lax for this path', async () => {
    const browser = freshBrowser();
    const answer = await browser.get('/api/session/oidc');
    expect(answer.status).toBe(302);
    const query = new URL(String(answer.headers.location)).searchParams;
    expect(query.get('response_type')).toBe('code');
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(query.get('redirect_uri')).toBe('http://localhost/api/session/oidc/callback');
    expect(query.get('scope')).toBe('openid profile');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(query.get(name)).toMatch(/^[\w-]{43}$/);
    expect(answer.cookies[0]).toMatch(
      /^linli_oidc=.+; Path=\/api\/session\/oidc; Max-Age=600; HttpOnly; SameSite=Lax$/,
    );
    const second = new URL(await leave(freshBrowser())).searchParams;
    expect(second.get('state')).not.toBe(query.get('state'));
    expect(second.get('nonce')).not.toBe(query.get('nonce'));
  });

  test('is for linking only with a session', async () => {
    const answer = await freshBrowser().get('/api/session/oidc?link=true');
    expect([answer.status, answer.body.code]).toEqual([401, 'session.missing']);
  });
});

describe('the way back is refused', () => {
  const refused = async (browser: Browser, url: string, text = '单点登录没有完成') => {
    const answer = await browser.get(url);
    expect(answer.text).toContain(text);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(browser.jar.has('linli_session')).toBe(false);
  };

  test('to another browser than the one that left, and without state or code', async () => {
    const left = freshBrowser();
    const url = provider.authorize(await leave(left), { subject: 's-first', login: 'first' });
    await refused(freshBrowser(), url);
    const other = freshBrowser();
    await leave(other);
    await refused(other, url);
    await refused(left, '/api/session/oidc/callback');
    await refused(left, '/api/session/oidc/callback?error=access_denied&state=x');
  });

  test('the second time: a state works once', async () => {
    await untouched('lina');
    const browser = freshBrowser();
    const location = await leave(browser);
    const ticket = browser.jar.get('linli_oidc') ?? '';
    expect(
      (await browser.get(provider.authorize(location, { subject: 's-lina', login: 'lina' }))).status,
    ).toBe(200);
    const again = freshBrowser();
    again.jar.set('linli_oidc', ticket);
    await refused(again, provider.authorize(location, { subject: 's-lina', login: 'lina' }));
  });

  test.each<[string, Partial<Visit>]>([
    ['another nonce', { wrong: { nonce: 'other' } }],
    ['no nonce', { wrong: { nonce: undefined } }],
    ['another audience', { wrong: { aud: 'other' } }],
    ['another issuer', { wrong: { iss: 'https://evil.example' } }],
    ['an expired token', { wrong: { exp: 1_000 } }],
    ['a key that is not published', { strangeKey: true }],
  ])('with %s', async (_what, wrong) => {
    await untouched('wangfang').catch(() => null);
    const browser = freshBrowser();
    await refused(
      browser,
      provider.authorize(await leave(browser), { subject: 's-w', login: 'wangfang', ...wrong }),
    );
  });

  test('and none of that stops the right token of the same person', async () => {
    const browser = freshBrowser();
    expect((await comeBy(browser, { subject: 's-w', login: 'wangfang' })).status).toBe(200);
    expect(browser.jar.has('linli_session')).toBe(true);
  });

  test('with a code of someone else’s flow: the PKCE verifier does not fit', async () => {
    await linked('liuyang', 's-liuyang');
    const given = provider.seen.length;
    const victim = freshBrowser();
    const stolen = new URL(`http://x${provider.authorize(await leave(victim), { subject: 's-liuyang' })}`);
    const thief = freshBrowser();
    const state = new URL(await leave(thief)).searchParams.get('state') ?? '';
    stolen.searchParams.set('state', state);
    await refused(thief, `${stolen.pathname}${stolen.search}`);
    expect(provider.seen.length).toBe(given);
  });

  test('for a stranger, and for a login that is already in use: user names change hands', async () => {
    const browser = freshBrowser();
    await refused(
      browser,
      provider.authorize(await leave(browser), { subject: 's-x', login: 'nobody' }),
      '没有对应的账号',
    );
    await office.person({ login: 'chenjing', password });
    await freshBrowser().signIn('chenjing', password);
    await refused(
      browser,
      provider.authorize(await leave(browser), { subject: 's-x', login: 'chenjing' }),
      '没有对应的账号',
    );
  });

  test('for a suspended account', async () => {
    const accountId = await linked('zhaomin', 's-zhaomin');
    await office.rows(sql`update account set suspended_at = now() where id = ${accountId}`);
    const browser = freshBrowser();
    await refused(browser, provider.authorize(await leave(browser), { subject: 's-zhaomin' }), '已停用');
  });
});

describe('the way back', () => {
  test('lands on a page that needs no cookie and opens the product itself', async () => {
    const accountId = await untouched('sunli');
    const browser = freshBrowser();
    const answer = await comeBy(browser, { subject: 's-sunli', login: 'SunLi' });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<meta http-equiv="refresh" content="0;url=/">');
    expect(answer.text).not.toContain('<script');
    expect(answer.cookies.some((line) => /^linli_session=.+SameSite=Strict/.test(line))).toBe(true);
    const { body } = await browser.get('/api/session');
    expect(body).toMatchObject({
      state: 'signed-in',
      account: { id: accountId, mustChangePassword: false, hasPassword: false },
    });
    expect(body.streets).toHaveLength(1);
    // The password that was handed over is worth nothing any more.
    expect((await freshBrowser().signIn('sunli', password)).status).toBe(401);
  });

  test('knows a linked person again whatever the provider calls them', async () => {
    const accountId = await linked('zhouhai', 's-zhouhai');
    const browser = freshBrowser();
    await comeBy(browser, { subject: 's-zhouhai', login: 'renamed' });
    expect((await browser.get('/api/session')).body.account.id).toBe(accountId);
  });

  test('links an account in use when its owner asks for it, and no second one', async () => {
    await office.person({ login: 'wuting', password });
    const browser = freshBrowser();
    await browser.signIn('wuting', password);
    expect((await comeBy(browser, { subject: 's-wuting' }, '?link=true')).status).toBe(200);
    const visitor = freshBrowser();
    await comeBy(visitor, { subject: 's-wuting' });
    expect((await visitor.get('/api/session')).body.account.login).toBe('wuting');
    await office.person({ login: 'zhengyu', password });
    const other = freshBrowser();
    await other.signIn('zhengyu', password);
    expect((await comeBy(other, { subject: 's-wuting' }, '?link=true')).status).toBe(401);
  });

  test('still asks for the code of an authenticator app, unless the provider asked for more', async () => {
    await office.person({ login: 'fengjie', password });
    const browser = freshBrowser();
    await browser.signIn('fengjie', password);
    const { secret } = (await browser.post('/api/account/totp', { password })).body;
    const code = () => codeOfStep(secret, stepAt(office.house.clock()));
    await browser.post('/api/account/totp/confirm', { code: code() });
    await comeBy(browser, { subject: 's-fengjie' }, '?link=true');
    const visitor = freshBrowser();
    await comeBy(visitor, { subject: 's-fengjie' });
    expect((await visitor.get('/api/session')).body.state).toBe('second-factor');
    office.later(30_000);
    expect((await visitor.post('/api/session/second-factor', { code: code() })).body.state).toBe('signed-in');
    const trusted = freshBrowser();
    await comeBy(trusted, { subject: 's-fengjie', amr: ['pwd', 'mfa'] });
    const actor = await office.house.actorOf(`linli_session=${trusted.jar.get('linli_session')}`);
    expect(actor?.twoFactor).toBe(true);
  });

  test('leaves no secret of the flow in a log or the audit', async () => {
    const audit = await office.rows(sql<{ row: string }>`select a::text as row from audit a`);
    expect(JSON.stringify(audit)).toContain('account.oidc_linked');
    const written = `${office.logged.join('\n')}\n${JSON.stringify(audit)}`;
    expect(written).not.toMatch(/provider-secret|s-sunli|eyJ/);
  });
});
