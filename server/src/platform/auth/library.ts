import { AsyncLocalStorage } from 'node:async_hooks';
import { uuidv7 } from '@linli/core/kernel';
import type { genericOAuth } from 'better-auth/plugins/generic-oauth';
import {
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { Tx } from '../db/tx.ts';
import type { House } from '../house.ts';
import { hashPassword, verifyPassword } from './password.ts';

const current = new AsyncLocalStorage<Tx>();

/** A database handle that is whatever transaction the caller is in, and nothing outside of one. */
function routed(): Kysely<Record<string, Record<string, unknown>>> {
  const connection: DatabaseConnection = {
    executeQuery: (query) => {
      const tx = current.getStore();
      if (!tx) throw new Error('the sign-in library works inside a transaction only');
      return tx.executeQuery(query) as never;
    },
    // biome-ignore lint/correctness/useYield: Kysely asks for the method; the library never streams
    async *streamQuery() {
      throw new Error('streaming is not offered');
    },
  };
  const refuse = async (): Promise<never> => {
    throw new Error('the transaction belongs to inTransaction');
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => {},
    destroy: async () => {},
  };
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}

async function open(house: Pick<House, 'clock' | 'random' | 'keys'>) {
  // Loaded at the first sign-in: it takes a quarter of a second that the start should not wait for.
  const { betterAuth } = await import('better-auth');
  const auth = betterAuth({
    baseURL: 'http://localhost',
    secret: house.keys.derive('sessions').toString('base64url'),
    database: { db: routed(), type: 'postgres', transaction: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      password: { hash: hashPassword, verify: ({ password, hash }) => verifyPassword(password, hash) },
    },
    // The library's e-mail field is our login: unique, lower case, and no address.
    user: {
      modelName: 'account',
      fields: {
        email: 'login',
        emailVerified: 'email_verified',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      additionalFields: {
        first: { type: 'boolean', required: false },
        mustChangePassword: { type: 'boolean', required: false, fieldName: 'must_change_password' },
        oneTimeUntil: { type: 'date', required: false, fieldName: 'one_time_until' },
      },
    },
    session: {
      modelName: 'session',
      fields: {
        userId: 'account_id',
        ipAddress: 'address',
        userAgent: 'device',
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'seen_at',
      },
      additionalFields: { twoFactor: { type: 'boolean', required: false, fieldName: 'two_factor' } },
    },
    account: {
      modelName: 'credential',
      fields: {
        userId: 'account_id',
        providerId: 'provider',
        accountId: 'subject',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'verification',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    advanced: {
      // The tables are made by our own migrations and are checked by our own tests.
      database: { generateId: () => uuidv7(house.clock(), house.random), validateSchema: false },
    },
  });
  return auth.$context;
}

/** What a plugin of the library is given when it starts. */
type PluginContext = Parameters<ReturnType<typeof genericOAuth>['init']>[0];

export type AuthContext = Awaited<ReturnType<typeof open>>;

/**
 * better-auth as a library: its model of accounts, sessions, credentials and one-time values, and its OpenID Connect
 * client; none of its own routes. Whatever it reads and writes happens in the transaction it is given, beside the audit.
 */
export class AuthLibrary {
  readonly #house: Pick<House, 'clock' | 'random' | 'keys'>;
  #context: Promise<AuthContext> | undefined;

  constructor(house: Pick<House, 'clock' | 'random' | 'keys'>) {
    this.#house = house;
  }

  context(): Promise<AuthContext> {
    this.#context ??= open(this.#house);
    return this.#context;
  }

  /** The same without the fields that our options add: what the library's plugins ask for. */
  async looseContext(): Promise<PluginContext> {
    return (await this.context()) as unknown as PluginContext;
  }

  async within<T>(tx: Tx, work: (auth: AuthContext['internalAdapter']) => Promise<T>): Promise<T> {
    const { internalAdapter } = await this.context();
    return current.run(tx, () => work(internalAdapter));
  }
}
