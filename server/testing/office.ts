import { randomBytes } from 'node:crypto';
import type { Actor, Role, ScopeKind } from '@linli/core/kernel';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import pino from 'pino';
import { installationStreet } from '../src/platform/audit/entry.ts';
import { hashPassword } from '../src/platform/auth/password.ts';
import { type Config, readConfig } from '../src/platform/config/config.ts';
import { openPool } from '../src/platform/db/pool.ts';
import { inTransaction } from '../src/platform/db/tx.ts';
import { Live } from '../src/platform/feed/live.ts';
import type { House } from '../src/platform/house.ts';
import { openHttp } from '../src/platform/http/server.ts';
import { Jobs } from '../src/platform/jobs/jobs.ts';
import { withoutContent } from '../src/platform/log/log.ts';
import { accounts, findActorWith } from '../src/slices/accounts/index.ts';
import { ensureStaff, insertAccount, insertGrants, putPassword } from '../src/slices/accounts/staff/store.ts';
import { testDatabase } from './database.ts';
import { newId } from './ids.ts';

export interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The `Set-Cookie` lines of this answer. */
  readonly cookies: readonly string[];
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Something with a cookie jar and an address, as a person sits in front of it. */
export class Browser {
  readonly jar = new Map<string, string>();
  readonly #http: FastifyInstance;
  readonly #address: string;

  constructor(http: FastifyInstance, address: string) {
    this.#http = http;
    this.#address = address;
  }

  async ask(
    method: Method,
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.#http.inject({
      method,
      url,
      remoteAddress: this.#address,
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const given = answer.headers['set-cookie'];
    const cookies = given === undefined ? [] : [given].flat();
    for (const line of cookies) this.#keep(line);
    const json = String(answer.headers['content-type'] ?? '').includes('json') && answer.body !== '';
    const { statusCode: status, headers: received, body: text } = answer;
    return { status, text, body: json ? answer.json() : null, headers: received, cookies };
  }

  #keep(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (name === undefined || value === undefined) return;
    if (value === '') this.jar.delete(name);
    else this.jar.set(name, value);
  }

  get(url: string): Promise<Reply> {
    return this.ask('GET', url);
  }
  post(url: string, body: unknown = {}): Promise<Reply> {
    return this.ask('POST', url, body);
  }
  signIn(login: string, password: string): Promise<Reply> {
    return this.post('/api/session', { login, password });
  }
}

export interface NewPerson {
  readonly login: string;
  readonly password?: string;
  readonly name?: string;
  readonly first?: boolean;
  readonly streetId?: string;
  readonly grants?: readonly { role: Role; scopeKind?: ScopeKind; scopeId?: string }[];
}

/**
 * The accounts slice alone, on a database of its own: a street with two communities of one grid each. The clock stands
 * still until a test moves it, and everything that is logged can be read.
 */
export async function testOffice(settings: Partial<Config> = {}) {
  const database = await testDatabase();
  const pool = openPool(database.appUrl, 8);
  const logged: string[] = [];
  const log = pino(
    { level: 'trace', serializers: { err: withoutContent } },
    { write: (line) => void logged.push(line) },
  );
  const clock = { now: Date.now() };
  const [street, north, south, northGrid, southGrid] = [newId(), newId(), newId(), newId(), newId()];
  const lies: Readonly<Record<string, { path: string[]; gridId: string | null }>> = {
    [street]: { path: [street], gridId: null },
    [north]: { path: [street, north], gridId: null },
    [south]: { path: [street, south], gridId: null },
    [northGrid]: { path: [street, north], gridId: northGrid },
    [southGrid]: { path: [street, south], gridId: southGrid },
  };
  const people = new Map<string, Actor>();
  const house: House = {
    config: { ...readConfig({ LINLI_LOG: 'silent' }), ...settings },
    pool,
    clock: () => clock.now,
    random: randomBytes,
    log,
    jobs: new Jobs(pool, log),
    live: new Live(),
    keys: database.keys,
    locate: async (_tx, streetId, ref) => {
      const found = ref.kind === 'street' ? undefined : lies[ref.id];
      return found && streetId === street ? { streetId, ...found, sectorId: null } : null;
    },
    actorOf: async (cookie) => people.get(cookie ?? '') ?? findActor(cookie),
  };
  const findActor = findActorWith(house);
  const { app, endpoints } = await openHttp(house);
  accounts(endpoints);
  await app.ready();
  const inStreet = { streets: [street, installationStreet] };

  await inTransaction(pool, 'write', inStreet, async (tx) => {
    await sql`insert into street (id, prefix, name) values (${street}, 'test', '测试街道')`.execute(tx);
    const place = (id: string, kind: string, name: string, parent: string | null, path: string[]) =>
      sql`insert into place (street_id, id, parent_id, kind, name, short_code, path, opened_on)
        values (${street}, ${id}, ${parent}, ${kind}, ${name}, ${id.slice(-5)}, ${path}::uuid[], current_date)`.execute(
        tx,
      );
    await place(street, 'street', '测试街道', null, [street]);
    await place(north, 'community', '北社区', street, [street, north]);
    await place(south, 'community', '南社区', street, [street, south]);
    await sql`insert into grid (street_id, id, community_id, name, opened_on) values
      (${street}, ${northGrid}, ${north}, '北一网格', current_date),
      (${street}, ${southGrid}, ${south}, '南一网格', current_date)`.execute(tx);
  });

  return {
    http: app,
    house,
    endpoints,
    logged,
    places: { street, north, south, northGrid, southGrid },
    later: (ms: number): void => {
      clock.now += ms;
    },
    browser: (address = '192.0.2.1') => new Browser(app, address),
    /** Another street of the installation, empty. */
    otherStreet: async (prefix = 'atre'): Promise<string> => {
      const id = newId();
      await inTransaction(pool, 'write', { streets: [id] }, (tx) =>
        sql`insert into street (id, prefix, name) values (${id}, ${prefix}, '别的街道')`.execute(tx),
      );
      return id;
    },
    /** Someone with an account, a password unless left out, and roles without asking who gave them. */
    person: async (person: NewPerson): Promise<string> => {
      const accountId = newId();
      const streetId = person.streetId ?? street;
      const hash = person.password ? await hashPassword(person.password) : null;
      await inTransaction(pool, 'write', { streets: [streetId] }, async (tx) => {
        const { login, name = login, first = false } = person;
        await insertAccount(tx, { accountId, login, name, oneTimeUntil: null, first });
        if (hash) await putPassword(tx, accountId, newId(), hash);
        await ensureStaff(tx, streetId, accountId);
        const grants = (person.grants ?? []).map(({ role, scopeKind = 'place', scopeId = streetId }) => ({
          grantId: newId(),
          accountId,
          role,
          scopeKind,
          scopeId,
          endsOn: null,
        }));
        if (grants.length > 0) await insertGrants(tx, streetId, accountId, grants);
      });
      return accountId;
    },
    /** Rows as the application's role sees them, in the test street and the installation's own. */
    rows: async <Row>(
      query: ReturnType<typeof sql<Row>>,
      accountId: string | null = null,
    ): Promise<Row[]> => {
      const found = await inTransaction(pool, 'write', { ...inStreet, accountId }, (tx) => query.execute(tx));
      return found.rows;
    },
    close: async () => {
      await app.close();
      await pool.end();
      await database.drop();
    },
  };
}

export type TestOffice = Awaited<ReturnType<typeof testOffice>>;
