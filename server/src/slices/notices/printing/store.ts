import { kernelProblem } from '@linli/core/kernel';
import type { Paper, PosterJobState } from '@linli/core/notices';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { instant, milliseconds } from '../compute/store.ts';

/** An order of posters; moments in milliseconds. */
export interface JobRow {
  readonly id: string;
  readonly eventId: string;
  readonly underId: string;
  readonly paper: Paper;
  readonly state: PosterJobState;
  readonly total: number;
  readonly done: number;
  readonly bytes: number | null;
  readonly at: number;
}

const columns = sql`id, event_id as "eventId", under_id as "underId", paper, state, total, done,
  bytes::double precision as bytes, ${milliseconds('at')} as at`;

export async function insertJob(
  tx: Tx,
  streetId: string,
  job: Pick<JobRow, 'id' | 'eventId' | 'underId' | 'paper' | 'total' | 'at'> & { readonly accountId: string },
): Promise<void> {
  await sql`
    insert into poster_job (street_id, id, event_id, under_id, paper, total, at, account_id)
    values (${streetId}, ${job.id}, ${job.eventId}, ${job.underId}, ${job.paper}, ${job.total}, ${instant(job.at)},
      ${job.accountId})`.execute(tx);
}

/** Throws `thing.unknown`. */
export async function getJob(tx: Tx, streetId: string, id: string): Promise<JobRow> {
  const found = await sql<JobRow>`
    select ${columns} from poster_job where street_id = ${streetId} and id = ${id}`.execute(tx);
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

/** Newest first. */
export async function findJobs(tx: Tx, streetId: string, since: number): Promise<JobRow[]> {
  const found = await sql<JobRow>`
    select ${columns} from poster_job where street_id = ${streetId} and at > ${instant(since)}
    order by at desc, id limit 200`.execute(tx);
  return found.rows;
}

/** Takes a job that nobody works on, for a while; null: someone does, or it is over. */
export async function holdJob(
  tx: Tx,
  streetId: string,
  id: string,
  now: number,
  until: number,
): Promise<JobRow | null> {
  const found = await sql<JobRow>`
    update poster_job set state = 'running', held_until = ${instant(until)}
    where street_id = ${streetId} and id = ${id} and state in ('queued', 'running')
      and (held_until is null or held_until < ${instant(now)})
    returning ${columns}`.execute(tx);
  return found.rows[0] ?? null;
}

/** Says how far it has come. False when it was cancelled meanwhile. */
export async function advanceJob(
  tx: Tx,
  streetId: string,
  id: string,
  done: number,
  until: number,
): Promise<boolean> {
  const saved = await sql`
    update poster_job set done = ${done}, held_until = ${instant(until)}
    where street_id = ${streetId} and id = ${id} and state = 'running'`.execute(tx);
  return saved.numAffectedRows === 1n;
}

/** Its last word; a job that is over already keeps its own. Answers whether it was open. */
export async function endJob(
  tx: Tx,
  streetId: string,
  id: string,
  end: { readonly state: 'done' | 'cancelled' | 'failed'; readonly bytes?: number },
): Promise<boolean> {
  const saved = await sql`
    update poster_job set state = ${end.state}, bytes = ${end.bytes ?? null}, held_until = null
    where street_id = ${streetId} and id = ${id} and state in ('queued', 'running')`.execute(tx);
  return saved.numAffectedRows === 1n;
}

/** Jobs whose worker died, and the age from which files are cleared; of all streets the transaction sees. */
export async function findLeftJobs(tx: Tx, now: number): Promise<{ streetId: string; id: string }[]> {
  const found = await sql<{ streetId: string; id: string }>`
    select street_id as "streetId", id from poster_job
    where state in ('queued', 'running') and coalesce(held_until, at + interval '1 minute') < ${instant(now)}`.execute(
    tx,
  );
  return found.rows;
}
