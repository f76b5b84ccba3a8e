import { afterEach, describe, expect, it, vi } from 'vitest';
import { mayPass, newId, runCommand } from './command.ts';
import { onSignedOut } from './http.ts';

vi.mock('../prefs/index.ts', () => ({ currentPrefs: () => ({ language: 'zh' }) }));

const street = '00000000-0000-7000-8000-000000000001';
const quick = { wait: () => Promise.resolve() };

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

function refusal(status: number, code: string): Response {
  return answer(status, { status, code, text: { zh: '不行', en: 'No' }, fields: [] });
}

function network(...answers: (Response | Error)[]) {
  const sent: { url: string; body: Record<string, unknown> }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({ url, body: JSON.parse(String(init.body)) as Record<string, unknown> });
    const next = answers.shift();
    if (next === undefined || next instanceof Error) throw next ?? new TypeError('no more answers');
    return next;
  });
  return sent;
}

afterEach(() => vi.unstubAllGlobals());

describe('a command', () => {
  it('is not sent again when its content is refused', async () => {
    const sent = network(refusal(409, 'version.stale'));
    await expect(runCommand(street, 'places.rename', {}, quick)).rejects.toMatchObject({
      code: 'version.stale',
      text: { zh: '不行', en: 'No' },
    });
    expect(sent).toHaveLength(1);
  });

  it('gives up in words after the last try, having used one id for all', async () => {
    const sent = network(...Array.from({ length: 9 }, () => new TypeError('failed to fetch')));
    const failure = await runCommand(street, 'places.rename', {}, quick).catch((error: unknown) => error);
    expect(mayPass(failure)).toBe(true);
    expect(sent).toHaveLength(5);
    expect(new Set(sent.map(({ body }) => body.commandId)).size).toBe(1);
  });

  it('survives a lost line and a database that was away', async () => {
    const sent = network(new TypeError(), refusal(503, 'database.unsure'), answer(200, { version: 2 }));
    await expect(runCommand(street, 'places.rename', { name: '迎春' }, quick)).resolves.toEqual({
      version: 2,
    });
    expect(sent.map(({ url }) => url)).toEqual(
      Array.from({ length: 3 }, () => `/api/streets/${street}/commands/places.rename`),
    );
    expect(sent[2]?.body.name).toBe('迎春');
  });

  it('goes out again under the same id after signing in over the page', async () => {
    const sent = network(refusal(401, 'session.missing'), answer(200, {}));
    const off = onSignedOut(() => Promise.resolve(true));
    await runCommand(street, 'places.rename', {}, quick);
    off();
    expect(sent[0]?.body).toEqual(sent[1]?.body);
  });

  it('is refused as signed out when the person does not sign in again', async () => {
    network(refusal(401, 'session.missing'));
    const off = onSignedOut(() => Promise.resolve(false));
    await expect(runCommand(street, 'places.rename', {}, quick)).rejects.toMatchObject({
      code: 'session.missing',
    });
    off();
  });
});

describe('an id', () => {
  it('is a UUIDv7, and sorts by the moment it was made', () => {
    const first = newId();
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(newId().slice(0, 13) >= first.slice(0, 13)).toBe(true);
  });
});
