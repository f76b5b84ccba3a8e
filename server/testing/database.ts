import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type KeyKeeper, keyKeeper } from '../src/platform/crypto/master-key.ts';
import { appRoleOf } from '../src/platform/db/roles.ts';
import { withDatabase, withLogin } from '../src/platform/db/url.ts';

/** The server of this test run, published by `global-setup.ts`. */
export interface TestServer {
  /** A role that may create databases and roles, and is no superuser where we could choose. */
  readonly ownerUrl: string;
  /** The migrated database that every test file gets a copy of. */
  readonly template: string;
  readonly appRole: string;
  readonly appPassword: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

export interface TestDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly masterKey: Buffer;
  /** The keeper of `masterKey`. */
  readonly keys: KeyKeeper;
  drop(): Promise<void>;
}

/** A migrated database of the caller's own, in under a tenth of a second. Call `drop` in `afterAll`. */
export function testDatabase(): Promise<TestDatabase> {
  return createDatabase(`template ${pg.escapeIdentifier(inject('testServer').template)}`);
}

/** An empty database, for what migrates or restores one by itself. */
export function emptyDatabase(): Promise<TestDatabase> {
  return createDatabase("encoding 'UTF8' template template0");
}

async function createDatabase(from: string): Promise<TestDatabase> {
  const server = inject('testServer');
  const name = `linli_test_${randomBytes(6).toString('hex')}`;
  await asOwner(server, `create database ${name} ${from}`);
  const ownerUrl = withDatabase(server.ownerUrl, name);
  const masterKey = randomBytes(32);
  return {
    ownerUrl,
    appUrl: withLogin(ownerUrl, server.appRole, server.appPassword),
    masterKey,
    keys: keyKeeper(masterKey),
    drop: async () => {
      await asOwner(server, `drop database if exists ${name} with (force)`);
      await asOwner(server, `drop role if exists ${appRoleOf(name)}`);
    },
  };
}

async function asOwner(server: TestServer, statement: string): Promise<void> {
  const client = new pg.Client(server.ownerUrl);
  await client.connect();
  try {
    await retrying(() => client.query(statement));
  } finally {
    await client.end();
  }
}

/**
 * Copying needs the template to itself: two test files that start together take turns. And the owner may not end the
 * application role's connections, which are just closing (42501): it waits for them.
 */
async function retrying(work: () => Promise<unknown>, tries = 50): Promise<void> {
  try {
    await work();
  } catch (error) {
    const busy = error instanceof pg.DatabaseError && (error.code === '55006' || error.code === '42501');
    if (!busy || tries === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await retrying(work, tries - 1);
  }
}
