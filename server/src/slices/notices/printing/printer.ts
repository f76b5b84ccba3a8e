import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inTransaction } from '../../../platform/db/tx.ts';
import type { House } from '../../../platform/house.ts';
import { findStreetIds } from '../keys/store.ts';
import { getOffice, type Office } from '../office/store.ts';
import { Binder } from '../posters/binder.ts';
import type { PosterOffice } from '../posters/sheets.ts';
import { Typesetter } from '../posters/typesetter.ts';
import { posterWords } from '../posters/words.ts';
import { findByIds, findPrintable } from '../reads/store.ts';
import { posterOf } from './facts.ts';
import { inPiles } from './order.ts';
import { advanceJob, endJob, findLeftJobs, holdJob, type JobRow } from './store.ts';

/** Pages typeset at a time: some 0.2 s of work, so that progress moves and a cancelled job ends soon. */
const pagesAtOnce = 100;
const holdMs = 60_000;
/** A file is kept for a week; it can be made again. */
const keepMs = 7 * 86_400_000;

/** Typesets what was ordered, into files that outlive a restart. */
export class Printer {
  readonly #house: House;
  readonly #typesetter = new Typesetter();
  readonly #folder: string;
  readonly #expected = new Map<string, string>();
  #closed = false;

  constructor(house: House) {
    this.#house = house;
    this.#folder = join(house.config.dataDir, 'files', 'posters');
  }

  /** Where the PDF of a job is, once it is done. */
  pathOf(jobId: string): string {
    return join(this.#folder, `${jobId}.pdf`);
  }

  /** Remembers where a job belongs whose order is being written. */
  expect(streetId: string, jobId: string): void {
    this.#expected.set(jobId, streetId);
  }

  /** Begins with an expected job now; without this it would wait for the next minute. */
  start(jobId: string): void {
    const streetId = this.#expected.get(jobId);
    this.#expected.delete(jobId);
    if (streetId && !this.#closed) void this.run(streetId, jobId);
  }

  /** Works on a job unless another does. Never throws: how it went is in the job. */
  async run(streetId: string, jobId: string): Promise<void> {
    const house = this.#house;
    try {
      const job = await this.#write(streetId, (tx) =>
        holdJob(tx, streetId, jobId, house.clock(), house.clock() + holdMs),
      );
      if (job) await this.#print(streetId, job);
    } catch (error) {
      if (this.#closed) return;
      house.log.error({ err: error, job: jobId }, 'posters');
      await this.#write(streetId, (tx) => endJob(tx, streetId, jobId, { state: 'failed' })).catch(
        () => undefined,
      );
    }
    house.live.wake(streetId);
  }

  /** Jobs whose process died are taken up again; old files are cleared. Asked every minute. */
  async tidy(): Promise<void> {
    const house = this.#house;
    const streets = await inTransaction(house.pool, 'read', { streets: [] }, findStreetIds);
    const left = await inTransaction(house.pool, 'read', { streets }, (tx) =>
      findLeftJobs(tx, house.clock()),
    );
    for (const { streetId, id } of left) await this.run(streetId, id);
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const path = join(this.#folder, name);
      const { mtimeMs } = await stat(path);
      if (mtimeMs < Date.now() - keepMs) await rm(path, { force: true });
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#typesetter.close();
  }

  #write<T>(streetId: string, work: Parameters<typeof inTransaction<T>>[3]): Promise<T> {
    return inTransaction(this.#house.pool, 'write', { streets: [streetId] }, work);
  }

  async #print(streetId: string, job: JobRow): Promise<void> {
    const { office, ids } = await inTransaction(
      this.#house.pool,
      'read',
      { streets: [streetId] },
      async (tx) => ({
        office: await getOffice(tx, streetId),
        ids: inPiles(await findPrintable(tx, streetId, job.eventId, job.underId)).map(({ id }) => id),
      }),
    );
    await mkdir(this.#folder, { recursive: true });
    const partial = `${this.pathOf(job.id)}.part`;
    const file = await open(partial, 'w');
    try {
      const binder = new Binder(file);
      for (let from = 0; from < ids.length; from += pagesAtOnce) {
        const going = await this.#part(streetId, job, office, ids.slice(from, from + pagesAtOnce), binder);
        if (!going) return;
      }
      const bytes = await binder.finish();
      await file.sync();
      await rename(partial, this.pathOf(job.id));
      await this.#write(streetId, (tx) => endJob(tx, streetId, job.id, { state: 'done', bytes }));
    } finally {
      await file.close();
      await rm(partial, { force: true });
    }
  }

  async #part(
    streetId: string,
    job: JobRow,
    office: Office,
    ids: readonly string[],
    binder: Binder,
  ): Promise<boolean> {
    const { config, clock, live } = this.#house;
    const notices = await inTransaction(this.#house.pool, 'read', { streets: [streetId] }, (tx) =>
      findByIds(tx, streetId, ids),
    );
    const byId = new Map(notices.map((notice) => [notice.id, notice]));
    const pages = ids.flatMap((id) => {
      const notice = byId.get(id);
      return notice ? [posterOf(notice, office, config)] : [];
    });
    await binder.add(await this.#typesetter.typeset(pages, sheetOf(office, job)));
    const going = await this.#write(streetId, (tx) =>
      advanceJob(tx, streetId, job.id, binder.pages, clock() + holdMs),
    );
    live.wake(streetId);
    return going;
  }
}

function sheetOf(office: Office, { paper }: JobRow): PosterOffice {
  return {
    ...posterWords,
    ...{ paper, name: office.streetName, seal: office.sealName, helpline: office.helpline },
  };
}
