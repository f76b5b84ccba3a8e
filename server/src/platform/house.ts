import type { Actor, Clock, Random, ScopeTarget } from '@linli/core/kernel';
import type pg from 'pg';
import type { Config } from './config/config.ts';
import type { KeyKeeper } from './crypto/master-key.ts';
import type { Tx } from './db/tx.ts';
import type { Live } from './feed/live.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Log } from './log/log.ts';

/** What lies where: a place, a grid, a sector, or the street as a whole. */
export type TargetRef =
  | { readonly kind: 'street' }
  | { readonly kind: 'place' | 'grid' | 'sector'; readonly id: string };

/** Finds where a thing lies, or null when it is not in this street. Given by the slice that owns places. */
export type LocateTarget = (tx: Tx, streetId: string, ref: TargetRef) => Promise<ScopeTarget | null>;

/** Who is behind a `Cookie` header, or null. Given by the slice that owns accounts. */
export type FindActor = (cookie: string | undefined) => Promise<Actor | null>;

/** What every slice is given: the edges of the world, in one hand. */
export interface House {
  readonly config: Config;
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly jobs: Jobs;
  readonly live: Live;
  readonly keys: KeyKeeper;
  readonly locate: LocateTarget;
  readonly actorOf: FindActor;
}
