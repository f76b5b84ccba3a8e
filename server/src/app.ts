import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor, Clock, Random } from '@linli/core/kernel';
import type { FastifyInstance } from 'fastify';
import { Sealer } from './platform/audit/sealer.ts';
import type { Config } from './platform/config/config.ts';
import type { KeyKeeper } from './platform/crypto/master-key.ts';
import { openPool } from './platform/db/pool.ts';
import { Live } from './platform/feed/live.ts';
import type { House } from './platform/house.ts';
import type { Endpoints } from './platform/http/endpoints.ts';
import { health } from './platform/http/health.ts';
import { live } from './platform/http/live.ts';
import { serveOffice } from './platform/http/office.ts';
import { servePublicStyle } from './platform/http/public-page.ts';
import { openHttp } from './platform/http/server.ts';
import { Jobs } from './platform/jobs/jobs.ts';
import type { Log } from './platform/log/log.ts';
import { accounts, findActorWith } from './slices/accounts/index.ts';
import { audit } from './slices/audit/index.ts';
import { events } from './slices/events/index.ts';
import { notices } from './slices/notices/index.ts';
import { locate, places } from './slices/places/index.ts';
import { reports } from './slices/reports/index.ts';
import { setup } from './slices/setup/index.ts';

export interface AppParts {
  readonly config: Config;
  /** Where the application's own role connects to. */
  readonly appUrl: string;
  readonly keys: KeyKeeper;
  readonly log: Log;
  readonly clock?: Clock;
  readonly random?: Random;
  /** The folder of the built office pages; without it only the API and the public pages are served. */
  readonly webFolder?: string;
  /** Demanded by the first-run page when the server can be reached from elsewhere. */
  readonly setupToken?: string | null;
  /** Tests: people who are known without a session of the product. */
  readonly stranger?: (cookie: string | undefined) => Actor | null;
}

export interface App {
  readonly http: FastifyInstance;
  readonly endpoints: Endpoints;
  readonly house: House;
  /** Starts what works in the background. Requests are answered without it too. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Puts the house together: the platform's parts first, then every slice. The only place that knows them all. */
export async function buildApp(parts: AppParts): Promise<App> {
  const pool = openPool(parts.appUrl, parts.config.connections);
  const sealer = new Sealer(pool, parts.log);
  const jobs = new Jobs(pool, parts.log);
  const clock = parts.clock ?? Date.now;
  const changes = new Live();
  const house: House = {
    config: parts.config,
    pool,
    clock,
    random: parts.random ?? randomBytes,
    log: parts.log,
    jobs,
    live: changes,
    keys: parts.keys,
    locate,
    actorOf: async (cookie) => parts.stranger?.(cookie) ?? findActor(cookie),
  };
  const findActor = findActorWith(house);
  changes.onWake((streetId) => sealer.mark(streetId));
  const { app: http, endpoints } = await openHttp(house);
  health(endpoints);
  live(endpoints);
  servePublicStyle(http);
  setup(endpoints, { token: parts.setupToken ?? null });
  accounts(endpoints);
  places(endpoints);
  events(endpoints);
  reports(endpoints);
  notices(endpoints);
  audit(endpoints);
  if (parts.webFolder && existsSync(join(parts.webFolder, 'index.html')))
    await serveOffice(http, parts.webFolder);
  await http.ready();
  return {
    http,
    endpoints,
    house,
    start: async () => {
      await sealer.start();
      await jobs.start();
    },
    close: async () => {
      changes.close();
      await http.close();
      await jobs.stop();
      await sealer.stop();
      await pool.end();
    },
  };
}
