import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testFrame } from '../../../testing/house.ts';
import { newId } from '../../../testing/ids.ts';

let frame: Awaited<ReturnType<typeof testFrame>>;
beforeAll(async () => {
  frame = await testFrame();
});
afterAll(() => frame.close());

async function rename(
  streetId: string,
  cookie: string | undefined,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const answer = await frame.app.inject({
    method: 'POST',
    url: `/api/streets/${streetId}/commands/test.rename-street`,
    headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}), ...headers },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.statusCode, body: answer.json() };
}

async function asOwner(statement: string, values: unknown[] = []) {
  const client = new pg.Client({
    connectionString: frame.database.ownerUrl,
    options: '-c search_path=linli',
  });
  await client.connect();
  // The owner is held by the policies too: it must name the streets it wants to see.
  const streets = await client.query<{ ids: string }>("select string_agg(id::text, ',') as ids from street");
  await client.query(`set linli.streets = '${streets.rows[0]?.ids ?? ''}'`);
  const found = await client.query(statement, values);
  await client.end();
  return found.rows;
}

test('refused before anything is looked at: no session, no role, another street', async () => {
  const streetId = await frame.street();
  const other = await frame.street();
  expect(await rename(streetId, undefined, {})).toMatchObject({
    status: 401,
    body: { code: 'session.missing' },
  });
  const volunteer = frame.person(streetId, 'volunteer');
  expect(await rename(streetId, volunteer.cookie, {})).toMatchObject({
    status: 403,
    body: { code: 'permission.missing' },
  });
  const elsewhere = frame.person(other);
  expect(await rename(streetId, elsewhere.cookie, {})).toMatchObject({
    status: 403,
    body: { code: 'permission.missing' },
  });
});

test('an unknown field is refused by its name, and every wrong field is told', async () => {
  const streetId = await frame.street();
  const { cookie } = frame.person(streetId);
  const answer = await rename(streetId, cookie, { commandId: 'no', name: '', colour: 'red' });
  expect(answer.status).toBe(400);
  expect(answer.body.code).toBe('request.invalid');
  expect(answer.body.fields.map((field: { path: string }) => field.path).sort()).toEqual([
    'colour',
    'commandId',
    'name',
  ]);
});

test.each([
  ['broken JSON', '{"commandId":', 400, 'request.unreadable'],
  ['a prototype key', '{"__proto__": {"admin": true}}', 400, 'request.unreadable'],
  ['nesting without end', '['.repeat(5_000), 400, 'request.too_deep'],
  ['more than a megabyte', JSON.stringify({ name: 'x'.repeat(1_100_000) }), 413, 'request.too_large'],
  ['nothing', '', 400, 'request.unreadable'],
])('%s is refused', async (_what, body, status, code) => {
  const streetId = await frame.street();
  const { cookie } = frame.person(streetId);
  expect(await rename(streetId, cookie, body)).toMatchObject({ status, body: { code } });
});

test('bytes that are not UTF-8 and bodies that are not JSON are refused', async () => {
  const streetId = await frame.street();
  const { cookie } = frame.person(streetId);
  const url = `/api/streets/${streetId}/commands/test.rename-street`;
  const broken = await frame.app.inject({
    method: 'POST',
    url,
    headers: { cookie, 'content-type': 'application/json' },
    payload: Buffer.from([0x22, 0xc3, 0x28, 0x22]),
  });
  expect(broken.json()).toMatchObject({ status: 400, code: 'request.unreadable' });
  const form = await frame.app.inject({
    method: 'POST',
    url,
    headers: { cookie, 'content-type': 'text/plain' },
    payload: 'name=x',
  });
  expect(form.json()).toMatchObject({ status: 415, code: 'request.media_type' });
});

test('a write caused by another site is refused', async () => {
  const streetId = await frame.street();
  const { cookie } = frame.person(streetId);
  const input = { commandId: newId(), name: '新名' };
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]) {
    expect(await rename(streetId, cookie, input, headers)).toMatchObject({
      status: 403,
      body: { code: 'request.cross_site' },
    });
  }
  expect(
    await rename(streetId, cookie, input, { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:80' }),
  ).toMatchObject({ status: 200 });
});

test('a command leaves its write, one audit row with its reason, and one change', async () => {
  const streetId = await frame.street();
  const admin = frame.person(streetId);
  const commandId = newId();
  expect(await rename(streetId, admin.cookie, { commandId, name: '新名街道' })).toEqual({
    status: 200,
    body: { name: '新名街道' },
  });
  const audit = await asOwner(
    'select account_id, session_id, action, command_id, details from audit where street_id = $1',
    [streetId],
  );
  expect(audit).toEqual([
    {
      account_id: admin.accountId,
      session_id: admin.sessionId,
      action: 'test.rename-street',
      command_id: commandId,
      details: { name: '新名街道' },
    },
  ]);
  expect(await asOwner('select kind, operation from change where street_id = $1', [streetId])).toEqual([
    { kind: 'street', operation: 'changed' },
  ]);
});

test('a command that comes again is answered with its first reply and done once', async () => {
  const streetId = await frame.street();
  const { cookie } = frame.person(streetId);
  const first = { commandId: newId(), name: '甲街道' };
  const answers = [await rename(streetId, cookie, first)];
  await rename(streetId, cookie, { commandId: newId(), name: '乙街道' });
  answers.push(await rename(streetId, cookie, first));
  expect(answers).toEqual([
    { status: 200, body: { name: '甲街道' } },
    { status: 200, body: { name: '甲街道' } },
  ]);
  expect(await asOwner('select name from street where id = $1', [streetId])).toEqual([{ name: '乙街道' }]);
});

test('forty copies of one command at the same time are one command', async () => {
  const streetId = await frame.street();
  const { cookie } = frame.person(streetId);
  const body = { commandId: newId(), name: '同时街道' };
  const answers = await Promise.all(Array.from({ length: 40 }, () => rename(streetId, cookie, body)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ status: 200, body: { name: '同时街道' } })]),
  );
  expect(await asOwner('select count(*)::int as n from audit where street_id = $1', [streetId])).toEqual([
    { n: 1 },
  ]);
});

test('the same id with other content, or from someone else, is refused', async () => {
  const streetId = await frame.street();
  const first = frame.person(streetId);
  const second = frame.person(streetId);
  const body = { commandId: newId(), name: '甲街道' };
  await rename(streetId, first.cookie, body);
  expect(await rename(streetId, first.cookie, { ...body, name: '乙街道' })).toMatchObject({
    status: 409,
    body: { code: 'command.reused' },
  });
  expect(await rename(streetId, second.cookie, body)).toMatchObject({
    status: 409,
    body: { code: 'command.reused' },
  });
});

test('a fault leaves nothing behind and says nothing of its content', async () => {
  const streetId = await frame.street();
  const { cookie } = frame.person(streetId);
  const commandId = newId();
  const answer = await rename(streetId, cookie, { commandId, name: '半途街道', fail: true });
  expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } });
  expect(JSON.stringify(answer.body)).not.toMatch(/13800000000|fault|\.ts/);
  expect(await asOwner('select name from street where id = $1', [streetId])).toEqual([{ name: '测试街道' }]);
  expect(await asOwner('select count(*)::int as n from audit where street_id = $1', [streetId])).toEqual([
    { n: 0 },
  ]);
  expect(await rename(streetId, cookie, { commandId, name: '半途街道', fail: true })).toMatchObject({
    status: 500,
  });
});

test('the application role sees and writes nothing of a street it did not name', async () => {
  const streetId = await frame.street();
  const { cookie } = frame.person(streetId);
  await rename(streetId, cookie, { commandId: newId(), name: '别看街道' });
  const client = new pg.Client({ connectionString: frame.database.appUrl, options: '-c search_path=linli' });
  await client.connect();
  expect((await client.query('select * from audit')).rows).toEqual([]);
  await client.query(`set linli.streets = '${newId()}'`);
  expect(
    (await client.query('select * from audit union all select * from audit where street_id = $1', [streetId]))
      .rows,
  ).toEqual([]);
  const forged = client.query(
    "insert into change (street_id, kind, target_id, operation) values ($1, 'x', $1, 'added')",
    [streetId],
  );
  await expect(forged).rejects.toMatchObject({ code: '42501' });
  await client.query(`set linli.streets = '${streetId}'`);
  await expect(client.query("update audit set action = 'nothing'")).rejects.toMatchObject({ code: '42501' });
  await expect(client.query('delete from audit')).rejects.toMatchObject({ code: '42501' });
  await expect(client.query('alter table audit disable row level security')).rejects.toMatchObject({
    code: '42501',
  });
  await client.end();
});
