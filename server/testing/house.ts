import { randomBytes } from 'node:crypto';
import {
  type Actor,
  definePermissions,
  Id,
  lineOfText,
  Reason,
  type Role,
  shortCode,
} from '@linli/core/kernel';
import { sql } from 'kysely';
import { z } from 'zod';
import { readConfig } from '../src/platform/config/config.ts';
import { openPool } from '../src/platform/db/pool.ts';
import { inTransaction } from '../src/platform/db/tx.ts';
import { Live } from '../src/platform/feed/live.ts';
import type { House } from '../src/platform/house.ts';
import type { Endpoints } from '../src/platform/http/endpoints.ts';
import { health } from '../src/platform/http/health.ts';
import { live } from '../src/platform/http/live.ts';
import { openHttp } from '../src/platform/http/server.ts';
import { Jobs } from '../src/platform/jobs/jobs.ts';
import { openLog } from '../src/platform/log/log.ts';
import { testDatabase } from './database.ts';
import { newId } from './ids.ts';

const permissions = definePermissions('test', { write: { roles: ['admin'], reach: 'street' } });

/**
 * The platform without any slice of the product, but one of its own: a street whose name can be changed. For tests of
 * the frame itself; the tests of a slice use `testApp`.
 */
export async function testFrame() {
  const database = await testDatabase();
  const log = openLog('silent');
  const pool = openPool(database.appUrl, 8);
  const people = new Map<string, Actor>();
  const house: House = {
    config: readConfig({ LINLI_LOG: 'silent' }),
    pool,
    clock: Date.now,
    random: randomBytes,
    log,
    jobs: new Jobs(pool, log),
    live: new Live(),
    keys: database.keys,
    locate: async () => null,
    actorOf: async (cookie) => people.get(cookie ?? '') ?? null,
  };
  const { app, endpoints } = await openHttp(house);
  live(endpoints);
  health(endpoints);
  renameStreet(endpoints);
  await app.ready();

  const person = (streetId: string, role: Role = 'admin'): Actor & { cookie: string } => {
    const grants = [{ streetId, role, scopeKind: 'place' as const, scopeId: streetId }];
    const actor = {
      accountId: newId(),
      name: '测试员',
      sessionId: newId(),
      twoFactor: true,
      grants,
      cookie: newId(),
    };
    people.set(actor.cookie, actor);
    return actor;
  };
  const street = async (): Promise<string> => {
    const streetId = newId();
    await inTransaction(pool, 'write', { streets: [streetId] }, (tx) =>
      sql`insert into street (id, prefix, name) values (${streetId}, ${shortCode(4, randomBytes)}, '测试街道')`.execute(
        tx,
      ),
    );
    return streetId;
  };
  return {
    app,
    house,
    endpoints,
    database,
    person,
    street,
    people,
    close: async () => {
      house.live.close();
      await app.close();
      await pool.end();
      await database.drop();
    },
  };
}

const Rename = z.strictObject({
  commandId: Id,
  name: lineOfText(20),
  reason: Reason.optional(),
  /** Makes the command fail after its write, as a fault would. */
  fail: z.boolean().optional(),
});

function renameStreet(endpoints: Endpoints): void {
  endpoints.command({
    name: 'test.rename-street',
    summary: 'Changes the name of a street',
    permission: permissions.write,
    input: Rename,
    reply: z.object({ name: z.string() }),
    run: async ({ tx, streetId }, input) => {
      await sql`update street set name = ${input.name} where id = ${streetId}`.execute(tx);
      if (input.fail) throw new Error('a fault whose text must not leave: 13800000000');
      return {
        reply: { name: input.name },
        audit: [
          {
            action: 'test.rename-street',
            targetKind: 'street',
            targetId: streetId,
            details: { name: input.name },
          },
        ],
        changes: [{ kind: 'street', id: streetId, operation: 'changed' }],
      };
    },
  });
}
