import { afterAll, beforeAll, expect, test } from 'vitest';
import { testFrame } from '../../../testing/house.ts';
import { inTransaction } from '../db/tx.ts';
import { installJobs } from './install.ts';

let frame: Awaited<ReturnType<typeof testFrame>>;
const done: string[] = [];
let failures = 1;

beforeAll(async () => {
  frame = await testFrame();
  await installJobs(frame.database.ownerUrl);
  await installJobs(frame.database.ownerUrl);
  const { jobs } = frame.house;
  jobs.on('test.job', async (data) => {
    if (data.word === 'again' && failures-- > 0) throw new Error('once');
    done.push(String(data.word));
  });
  await jobs.start();
});
afterAll(async () => {
  await frame.house.jobs.stop();
  await frame.close();
});

const enqueue = (word: string, fail = false) =>
  inTransaction(frame.house.pool, 'write', { streets: [] }, async (tx) => {
    await frame.house.jobs.enqueue(tx, 'test.job', { word });
    if (fail) throw new Error('rolled back');
  });

test('a job whose transaction is rolled back never runs; one that commits runs once, also after a failure', async () => {
  await expect(enqueue('never', true)).rejects.toThrow('rolled back');
  await enqueue('first');
  await enqueue('again');
  await expect.poll(() => [...done].sort(), { timeout: 20_000, interval: 100 }).toEqual(['again', 'first']);
}, 30_000);
