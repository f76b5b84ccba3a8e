import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, newId, type TestApp, testApp } from '../../../testing/http.ts';
import { readConfig } from '../../platform/config/config.ts';
import { importStreet, newSetupToken, prepareStreet } from './index.ts';

const samples = new URL('../../../../samples/streets/', import.meta.url);
const admin = { login: 'wang.xy', name: '王晓燕', password: '槐树底下晒被子2026' };

let office: TestApp;
beforeEach(async () => {
  office = await testApp();
});
afterEach(() => office.close());

function setUp(street: unknown, more: Record<string, unknown> = {}): Promise<Answer> {
  return office.post(undefined, '/api/setup', { commandId: newId(), admin, street, ...more });
}

/** A form as a browser sends it. */
function sendForm(
  parts: readonly { name: string; value: string | Buffer; fileName?: string }[],
): Promise<Answer> {
  const boundary = 'XXlinliXX';
  const chunks = parts.flatMap(({ name, value, fileName }) => [
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${fileName ? `; filename="${fileName}"` : ''}\r\n${
        fileName ? 'content-type: application/octet-stream\r\n' : ''
      }\r\n`,
    ),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
  return office.raw({
    method: 'POST',
    url: '/api/setup',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
  });
}

function setUpByFile(file: Buffer, fileName: string, commandId = newId()): Promise<Answer> {
  const setup = JSON.stringify({ commandId, admin, street: { kind: 'file' } });
  return sendForm([
    { name: 'setup', value: setup },
    { name: 'file', value: file, fileName },
  ]);
}

/** Counted as the owner of the server, behind no policy. */
async function count(table: string): Promise<number> {
  const client = new pg.Client(office.ownerUrl);
  await client.connect();
  try {
    await client.query('set search_path = linli; set row_security = on');
    const streets = await client.query<{ id: string }>('select id from street');
    const ids = ['00000000-0000-0000-0000-000000000000', ...streets.rows.map((row) => row.id)];
    await client.query(`set linli.streets = '${ids.join(',')}'`);
    const found = await client.query<{ rows: number }>(`select count(*)::int as rows from ${table}`);
    return found.rows[0]?.rows ?? -1;
  } finally {
    await client.end();
  }
}

/** The session cookie of an answer, as the browser sends it back. */
const cookieOf = (answer: Answer) =>
  [answer.headers['set-cookie']]
    .flat()
    .map(String)
    .find((cookie) => cookie.startsWith('linli_session='))
    ?.split(';')[0];

describe('POST /api/setup', () => {
  it('refuses unknown fields, choices that are none, and weak passwords, and changes nothing', async () => {
    const division = { kind: 'division', code: '140107007000' };
    const refused: readonly [Answer, string][] = [
      [await setUp(division, { extra: 1 }), 'request.invalid'],
      [await setUp({ kind: 'elsewhere' }), 'request.invalid'],
      [await setUp({ kind: 'division', code: '140107007001' }), 'request.invalid'],
      [await setUp({ kind: 'named', name: ' ' }), 'request.invalid'],
      [await setUp({ kind: 'named', name: '甲街道', code: '140107007000' }), 'request.invalid'],
      [await setUp({ kind: 'division', code: '149901001000' }), 'setup.division_unknown'],
      [await setUp({ kind: 'file' }), 'setup.file_missing'],
      [await setUp(division, { admin: { ...admin, password: '1234567890' } }), 'accounts.password_common'],
      [await setUp(division, { admin: { ...admin, password: 'short' } }), 'accounts.password_short'],
      [await setUp(division, { admin: { ...admin, login: '王' } }), 'request.invalid'],
    ];
    expect(refused.map(([answer]) => answer.body.code)).toEqual(refused.map(([, code]) => code));
    for (const table of ['account', 'street', 'place', 'audit']) expect(await count(table), table).toBe(0);
  });

  it('refuses a form with parts that do not belong, with a broken file, or with bad rows', async () => {
    const setup = JSON.stringify({ commandId: newId(), admin, street: { kind: 'file' } });
    const stray = await sendForm([
      { name: 'setup', value: setup },
      { name: 'more', value: 'x' },
    ]);
    expect(stray.body).toMatchObject({ code: 'request.invalid', fields: [{ path: 'more' }] });
    const unreadable = await sendForm([{ name: 'setup', value: '{"a":' }]);
    expect(unreadable.body.code).toBe('request.unreadable');
    expect((await setUpByFile(Buffer.from('PK\u0003\u0004broken'), 'a.xlsx')).body.code).toMatch(/^file\./);
    const large = await setUpByFile(Buffer.alloc(6 * 1_048_576, 97), 'a.csv');
    expect(large.body.code).toBe('file.too_large');
    const rows = await setUpByFile(Buffer.from('街道名称,社区名称\n甲街道,一社区\n甲街道,一社区'), 'a.csv');
    expect(rows.body).toMatchObject({
      code: 'setup.rows_refused',
      fields: [{ path: 'rows/3/community_name' }],
    });
    expect(await count('account')).toBe(0);
  });

  it('refuses a second office and leaves the first as it is', async () => {
    expect((await setUp({ kind: 'named', name: '甲街道' })).status).toBe(200);
    expect((await setUp({ kind: 'sample' })).body.code).toBe('setup.done');
    expect((await setUpByFile(Buffer.from('街道名称,社区名称\n乙街道,一社区'), 'a.csv')).body.code).toBe(
      'setup.done',
    );
    expect(await count('account')).toBe(1);
    expect(await count('street')).toBe(1);
  });

  it('lets exactly one of four at once win', async () => {
    const all = await Promise.all(
      ['甲', '乙', '丙', '丁'].map((name) => setUp({ kind: 'named', name: `${name}街道` })),
    );
    expect(all.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
    expect(all.filter((answer) => answer.body.code === 'setup.done')).toHaveLength(3);
    expect(await count('account')).toBe(1);
    expect(await count('street')).toBe(1);
  });

  it('answers the same command again with a session, but only to who knows the password', async () => {
    const commandId = newId();
    const street = { kind: 'named', name: '甲街道' };
    const first = await setUp(street, { commandId });
    const again = await setUp(street, { commandId });
    expect(again.status).toBe(200);
    expect(again.body.account.id).toBe(first.body.account.id);
    const stranger = { ...admin, password: '不是这个密码吧2026' };
    const guessed = await setUp(street, { commandId, admin: stranger });
    expect(guessed.body.code).toBe('accounts.sign_in_failed');
    expect(cookieOf(guessed)).toBeUndefined();
    expect(await count('account')).toBe(1);
  });

  it('answers two copies of one command that arrive side by side alike', async () => {
    const commandId = newId();
    const street = { kind: 'named', name: '甲街道' };
    const both = await Promise.all([setUp(street, { commandId }), setUp(street, { commandId })]);
    expect(both.map((answer) => answer.status)).toEqual([200, 200]);
    expect(both[0]?.body.account.id).toBe(both[1]?.body.account.id);
    expect(await count('street')).toBe(1);
  });

  it('opens a street of the official list and signs its administrator in', async () => {
    const answer = await setUp({ kind: 'division', code: '140107007000' });
    expect(answer.body).toMatchObject({
      state: 'signed-in',
      account: { login: admin.login, name: admin.name },
      streets: [{ name: '职工新街街道', sample: false, grants: [{ role: 'admin', scopeKind: 'place' }] }],
    });
    expect(await count("place where kind = 'community'")).toBe(9);
    expect(await count("audit where action = 'setup.opened'")).toBe(1);
    expect(await count("audit where action = 'setup.street'")).toBe(1);
    expect(await count("change where kind = 'street' and operation = 'added'")).toBe(1);
    const session = await office.raw({
      method: 'GET',
      url: '/api/session',
      headers: { cookie: cookieOf(answer) ?? '' },
    });
    expect(session.body).toEqual(answer.body);
  });

  it.each(readdirSync(samples).filter((file) => file.endsWith('.csv')))(
    'opens the street of %s',
    async (file) => {
      const bytes = readFileSync(new URL(file, samples));
      const answer = await setUpByFile(bytes, file);
      expect(answer.status).toBe(200);
      const rows = bytes.toString().trim().split(/\r?\n/).slice(1);
      expect(answer.body.streets[0].name).toBe(rows[0]?.split(',')[1]);
      expect(await count("place where kind = 'community'")).toBe(rows.length);
    },
  );

  it('opens a street that is in no official list by its table', async () => {
    const table = '街道代码,街道名称,社区代码,社区名称\n149901001000,新设街道,149901001001,第一社区居委会';
    expect((await setUpByFile(Buffer.from(table), '社区.csv')).status).toBe(200);
    expect(await count("street where code = '149901001000'")).toBe(1);
  });

  it('opens the sample street with its places, grids and staff', async () => {
    const answer = await setUp({ kind: 'sample' });
    expect(answer.body).toMatchObject({
      state: 'signed-in',
      streets: [{ name: '职工新街街道', sample: true }],
    });
    expect(await count('place where is_cell')).toBe(600);
    expect(await count('place where kind = $$street$$')).toBe(1);
    expect(await count('dwelling')).toBeGreaterThan(23_500);
    expect(await count('staff')).toBeGreaterThan(200);
    expect(await count("credential where provider = 'credential'")).toBe(1);
    expect(await count("place_history where version = 1 and change = 'added'")).toBe(await count('place'));
  });
});

describe('GET /api/setup/divisions', () => {
  it('is for the first run, then for administrators alone', async () => {
    const url = '/api/setup/divisions?q=职工新街';
    expect((await office.get(undefined, encodeURI(url))).body.divisions[0].code).toBe('140107007000');
    expect((await office.get(undefined, '/api/setup/divisions?under=1401')).body.divisions).toHaveLength(11);
    const { streetId, admin: someone } = await office.street();
    await setUp({ kind: 'named', name: '甲街道' });
    expect((await office.get(undefined, encodeURI(url))).body.code).toBe('session.missing');
    const clerk = office.person([{ streetId, role: 'clerk', scopeKind: 'place', scopeId: streetId }]);
    expect((await office.get(clerk, encodeURI(url))).body.code).toBe('permission.missing');
    expect((await office.get(someone, encodeURI(url))).status).toBe(200);
  });

  it('refuses unknown parameters and codes that are none', async () => {
    expect((await office.get(undefined, '/api/setup/divisions?street=1')).body).toMatchObject({
      code: 'request.invalid',
      fields: [{ path: 'street' }],
    });
    expect((await office.get(undefined, '/api/setup/divisions?under=14010')).body.code).toBe(
      'request.invalid',
    );
  });
});

describe('a server that others can reach', () => {
  it('is set up only by who holds the token of its start line', async () => {
    const setupToken = newSetupToken(readConfig({ HOST: '0.0.0.0' }), randomBytes);
    const open = await testApp({ setupToken });
    const payload = { commandId: newId(), admin, street: { kind: 'named', name: '甲街道' } };
    const send = (headers: Record<string, string>) =>
      open.raw({ method: 'POST', url: '/api/setup', headers, payload });
    try {
      for (const wrong of ['', 'x'.repeat(16), `${setupToken}x`]) {
        expect((await send({ 'x-setup-token': wrong })).body).toMatchObject({
          status: 403,
          code: 'setup.token',
        });
      }
      expect((await send({})).body.code).toBe('setup.token');
      expect((await open.get(undefined, '/api/setup/divisions')).body.code).toBe('setup.token');
      expect((await open.get(undefined, '/api/session')).body.state).toBe('first-run');
      expect((await send({ 'x-setup-token': String(setupToken) })).body.state).toBe('signed-in');
    } finally {
      await open.close();
    }
  });
});

describe('adding a street to an office', () => {
  const add = async (choice: Parameters<typeof prepareStreet>[1]) => {
    const { house } = office.app;
    return importStreet(house, { commandId: newId(), street: await prepareStreet(house, choice, null) });
  };

  it('is refused before the office is set up', async () => {
    await expect(add({ kind: 'sample' })).rejects.toMatchObject({ code: 'setup.missing' });
    expect(await count('street')).toBe(0);
  });

  it('adds the sample once, and its administrator works for both streets', async () => {
    await setUp({ kind: 'named', name: '甲街道' });
    await add({ kind: 'sample' });
    await expect(add({ kind: 'sample' })).rejects.toMatchObject({ code: 'setup.street_exists' });
    expect(await count('place where is_cell')).toBe(600);
    const { login, password } = admin;
    const session = await office.post(undefined, '/api/session', { login, password });
    expect(session.body.streets.map((street: { name: string }) => street.name)).toEqual([
      '甲街道',
      '职工新街街道',
    ]);
  });

  it('knows a street by its code, whatever it came from', async () => {
    await setUp({ kind: 'division', code: '140107007000' });
    await expect(add({ kind: 'division', code: '140107007000' })).rejects.toMatchObject({
      code: 'setup.street_exists',
      text: { zh: expect.stringContaining('职工新街街道') },
    });
    await add({ kind: 'division', code: '140109001000' });
    expect(await count('street')).toBe(2);
  });

  it('takes the sample beside the real street of the same code', async () => {
    await setUp({ kind: 'division', code: '140107007000' });
    await add({ kind: 'sample' });
    expect(await count('street')).toBe(2);
  });
});
