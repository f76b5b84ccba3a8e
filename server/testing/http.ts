import type { Actor, Grant } from '@linli/core/kernel';
import type { InjectOptions } from 'fastify';
import { type App, type AppParts, buildApp } from '../src/app.ts';
import { readConfig } from '../src/platform/config/config.ts';
import { inTransaction } from '../src/platform/db/tx.ts';
import { openLog } from '../src/platform/log/log.ts';
import { createStreet } from '../src/slices/places/index.ts';
import { testDatabase } from './database.ts';
import { newId } from './ids.ts';

export { newId } from './ids.ts';

/** Someone who asks: undefined is a person without a session. */
export type Someone = Actor | undefined;

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface TestApp {
  readonly app: App;
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** A person with these grants, without going through sign-in. */
  person(grants: readonly Grant[], name?: string): Actor;
  /** An empty street with its root place; `admin` holds all of it. */
  street(name?: string): Promise<{ streetId: string; admin: Actor }>;
  get(as: Someone, url: string): Promise<Answer>;
  post(as: Someone, url: string, body: unknown): Promise<Answer>;
  /** Runs a command with a fresh commandId, unless the input brings one. */
  command(as: Someone, streetId: string, name: string, input: Record<string, unknown>): Promise<Answer>;
  raw(options: InjectOptions): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * The whole product on a database of its own, without a network. People are made up per test: their cookie is
 * `test=<account>`; every other cookie goes the product's own way.
 */
export async function testApp(
  options: Pick<AppParts, 'setupToken' | 'clock'> & { readonly env?: Record<string, string> } = {},
): Promise<TestApp> {
  const { env, ...parts } = options;
  const database = await testDatabase();
  const people = new Map<string, Actor>();
  const app = await buildApp({
    config: { ...readConfig({ LINLI_LOG: 'silent', ...env }), connections: 6 },
    appUrl: database.appUrl,
    keys: database.keys,
    log: openLog('silent'),
    ...parts,
    stranger: (cookie) => people.get(/^test=(.+)$/.exec(cookie ?? '')?.[1] ?? '') ?? null,
  });

  const raw = async (options: InjectOptions): Promise<Answer> => {
    const answer = await app.http.inject(options);
    const json = String(answer.headers['content-type'] ?? '').includes('json');
    return {
      status: answer.statusCode,
      body: json && answer.body ? answer.json() : answer.body,
      headers: answer.headers,
    };
  };
  const as = (someone: Someone) => (someone ? { cookie: `test=${someone.accountId}` } : {});
  const person = (grants: readonly Grant[], name = '测试员'): Actor => {
    const actor: Actor = { accountId: newId(), name, sessionId: newId(), twoFactor: true, grants };
    people.set(actor.accountId, actor);
    return actor;
  };
  const post = (someone: Someone, url: string, body: unknown) =>
    raw({
      method: 'POST',
      url,
      headers: { ...as(someone), 'content-type': 'application/json' },
      payload: JSON.stringify(body),
    });

  return {
    app,
    ownerUrl: database.ownerUrl,
    appUrl: database.appUrl,
    person,
    street: async (name = '测试街道') => {
      const streetId = newId();
      await inTransaction(app.house.pool, 'write', { streets: [streetId] }, (tx) =>
        createStreet(tx, app.house, { streetId, name, code: null, sample: false }),
      );
      return {
        streetId,
        admin: person([{ streetId, role: 'admin', scopeKind: 'place', scopeId: streetId }]),
      };
    },
    get: (someone, url) => raw({ method: 'GET', url, headers: as(someone) }),
    post,
    command: (someone, streetId, name, input) =>
      post(someone, `/api/streets/${streetId}/commands/${name}`, { commandId: newId(), ...input }),
    raw,
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}
