import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../src/platform/db/embedded/index.ts';
import { prepareDatabase } from '../src/platform/db/prepare.ts';
import { withDatabase, withLogin } from '../src/platform/db/url.ts';
import type { TestServer } from './database.ts';

/**
 * One server for the whole run: an embedded one in a temporary folder, or the one of LINLI_TEST_DATABASE_URL, whose
 * role must be a superuser or may create databases and roles.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.LINLI_TEST_DATABASE_URL;
  const { adminUrl, stop } = given
    ? { adminUrl: given, stop: async () => undefined }
    : await throwAwayServer();
  try {
    const run = randomBytes(4).toString('hex');
    const server = await prepareServer(adminUrl, run);
    project.provide('testServer', server);
    return async () => {
      if (given) await leaveClean(adminUrl, run);
      await stop();
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Nothing in it outlives the run, so it need not be durable; where durability is tested, tests start their own. */
async function throwAwayServer() {
  const dataDir = mkdtempSync(join(tmpdir(), 'linli-test-'));
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
    shared_buffers: '128MB',
  };
  const server = await startEmbedded({ dataDir, settings });
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { adminUrl: server.adminUrl, stop };
}

const names = (run: string) => ({
  owner: `linli_test_${run}_owner`,
  app: `linli_test_${run}_app`,
  template: `linli_test_${run}_template`,
});

async function prepareServer(adminUrl: string, run: string): Promise<TestServer> {
  const { owner, app, template } = names(run);
  const passwords = { owner: randomBytes(16).toString('hex'), app: randomBytes(16).toString('hex') };
  await asAdmin(adminUrl, [
    `create role ${owner} login createdb createrole password '${passwords.owner}'`,
    // Roles are shared by the server: whoever runs tests beside us may have made the group.
    `do $$ begin create role linli_app nologin; exception when duplicate_object or unique_violation then null; end $$`,
    `grant linli_app to ${owner} with admin option`,
    `create role ${app} login password '${passwords.app}' in role linli_app`,
  ]);
  const ownerUrl = withDatabase(withLogin(adminUrl, owner, passwords.owner), 'postgres');
  await asAdmin(ownerUrl, [`create database ${template} encoding 'UTF8' template template0`]);
  await prepareDatabase(withDatabase(ownerUrl, template), {
    app: { url: withLogin(withDatabase(ownerUrl, template), app, passwords.app) },
  });
  return { ownerUrl, template, appRole: app, appPassword: passwords.app };
}

async function leaveClean(adminUrl: string, run: string): Promise<void> {
  const { owner, app, template } = names(run);
  await asAdmin(adminUrl, [
    `drop database if exists ${template} with (force)`,
    `drop role if exists ${app}`,
    `drop owned by ${owner} cascade`,
    `drop role if exists ${owner}`,
  ]);
}

async function asAdmin(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
