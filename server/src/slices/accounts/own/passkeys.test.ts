import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { softwareAuthenticator } from '../../../../testing/authenticator.ts';
import { type Browser, type TestOffice, testOffice } from '../../../../testing/office.ts';

const password = '杨树 湖面 灯笼 七月';
let office: TestOffice;
let addresses = 0;
const freshBrowser = () => {
  addresses += 1;
  return office.browser(`198.51.100.${addresses}`);
};

beforeAll(async () => {
  office = await testOffice();
});
afterAll(() => office.close());

const challengeFor = async (browser: Browser, url: string): Promise<string> =>
  (await browser.post(url)).body.options.challenge;
const toAdd = '/api/account/passkeys/options';
const toSignIn = '/api/session/passkey/options';

async function withPasskey(login: string) {
  const accountId = await office.person({ login, password, grants: [{ role: 'admin' }] });
  const browser = freshBrowser();
  await browser.signIn(login, password);
  const key = softwareAuthenticator();
  const response = key.register({ challenge: await challengeFor(browser, toAdd) });
  const added = await browser.post('/api/account/passkeys', { name: '办公室电脑', response });
  expect(added.status).toBe(200);
  return { accountId, browser, key, passkeys: added.body.passkeys };
}

describe('adding a passkey', () => {
  test('is refused for another site, another challenge, without the person’s proof, or as nonsense', async () => {
    await office.person({ login: 'zhangwei', password });
    await office.person({ login: 'lina', password });
    const browser = freshBrowser();
    await browser.signIn('zhangwei', password);
    const other = freshBrowser();
    await other.signIn('lina', password);
    const fresh = () => challengeFor(browser, toAdd);
    const key = softwareAuthenticator();
    const refused = [
      key.register({ challenge: await fresh(), origin: 'https://evil.example' }),
      key.register({ challenge: await fresh(), host: 'evil.example' }),
      key.register({ challenge: await fresh(), verified: false }),
      key.register({ challenge: 'bm90IG91cnM' }),
      key.register({ challenge: await challengeFor(other, toAdd) }),
      key.register({ challenge: await challengeFor(browser, toSignIn) }),
      {},
      {
        id: 'x',
        rawId: 'x',
        type: 'public-key',
        response: { clientDataJSON: '!!', attestationObject: '!!' },
      },
    ];
    for (const response of refused) {
      const answer = await browser.post('/api/account/passkeys', { name: 'x', response });
      expect([answer.status, answer.body.code]).toEqual([401, 'accounts.passkey_refused']);
    }
    expect((await browser.get('/api/account/passkeys')).body.passkeys).toEqual([]);
  });

  test('takes a challenge once and a key once', async () => {
    const { browser, key } = await withPasskey('wangfang');
    const challenge = await challengeFor(browser, toAdd);
    const response = softwareAuthenticator().register({ challenge });
    expect((await browser.post('/api/account/passkeys', { name: '手机', response })).status).toBe(200);
    const again = await browser.post('/api/account/passkeys', { name: '手机', response });
    expect(again.body.code).toBe('accounts.passkey_refused');
    const same = key.register({ challenge: await challengeFor(browser, toAdd) });
    expect((await browser.post('/api/account/passkeys', { name: '又一次', response: same })).body.code).toBe(
      'accounts.passkey_known',
    );
  });

  test('shows it by name, and removing it is for its owner alone', async () => {
    const { browser, passkeys } = await withPasskey('liuyang');
    expect(passkeys).toMatchObject([{ name: '办公室电脑', usedAt: null }]);
    expect((await browser.get('/api/session')).body.account).toMatchObject({
      passkeys: 1,
      askTwoFactor: false,
    });
    const { browser: stranger } = await withPasskey('chenjing');
    const url = `/api/account/passkeys/${passkeys[0].id}`;
    expect((await stranger.ask('DELETE', url)).body.code).toBe('thing.unknown');
    expect((await browser.ask('DELETE', url)).body.passkeys).toEqual([]);
  });
});

describe('signing in with a passkey', () => {
  test('is refused for another site, a used or foreign challenge, without proof, by an unknown or other key', async () => {
    const { key } = await withPasskey('zhaomin');
    const { browser: other } = await withPasskey('sunli');
    const browser = freshBrowser();
    const fresh = () => challengeFor(browser, toSignIn);
    const used = await fresh();
    expect(
      (await browser.post('/api/session/passkey', { response: key.assert({ challenge: used }) })).status,
    ).toBe(200);
    const stolen = {
      ...softwareAuthenticator().assert({ challenge: await fresh() }),
      id: key.assert({ challenge: '' }).id,
    };
    const refused = [
      key.assert({ challenge: used }),
      key.assert({ challenge: await fresh(), origin: 'https://evil.example' }),
      key.assert({ challenge: await fresh(), host: 'evil.example' }),
      key.assert({ challenge: await fresh(), verified: false }),
      key.assert({ challenge: await challengeFor(other, toAdd) }),
      softwareAuthenticator().assert({ challenge: await fresh() }),
      { ...stolen, rawId: stolen.id },
      {},
    ];
    for (const response of refused) {
      const visitor = freshBrowser();
      const answer = await visitor.post('/api/session/passkey', { response });
      expect([answer.status, answer.body.code]).toEqual([401, 'accounts.passkey_refused']);
      expect(visitor.jar.size).toBe(0);
    }
  });

  test('refuses a key whose counter went back: it was copied', async () => {
    const { key } = await withPasskey('zhouhai');
    const browser = freshBrowser();
    const enter = async (counter: number) => {
      const response = key.assert({ challenge: await challengeFor(browser, toSignIn), counter });
      return (await browser.post('/api/session/passkey', { response })).status;
    };
    expect([await enter(7), await enter(6), await enter(8)]).toEqual([200, 401, 200]);
  });

  test('opens a two-factor session without login or password, also while the password is locked', async () => {
    const { accountId, key } = await withPasskey('wuting');
    for (let round = 0; round < 5; round += 1) await freshBrowser().signIn('wuting', 'wrong wrong wrong');
    expect((await freshBrowser().signIn('wuting', password)).status).toBe(429);
    const browser = freshBrowser();
    const response = key.assert({ challenge: await challengeFor(browser, toSignIn) });
    const answer = await browser.post('/api/session/passkey', { response });
    expect(answer.body).toMatchObject({ state: 'signed-in', account: { id: accountId } });
    const actor = await office.house.actorOf(`linli_session=${browser.jar.get('linli_session')}`);
    expect(actor?.twoFactor).toBe(true);
  });

  test('lets no suspended account in', async () => {
    const { accountId, key } = await withPasskey('zhengyu');
    await office.rows(sql`update account set suspended_at = now() where id = ${accountId}`);
    const browser = freshBrowser();
    const response = key.assert({ challenge: await challengeFor(browser, toSignIn) });
    expect((await browser.post('/api/session/passkey', { response })).body.code).toBe('accounts.suspended');
  });
});
