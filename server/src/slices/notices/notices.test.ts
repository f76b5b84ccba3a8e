import { addDays } from '@linli/core/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emergency, emergency } from '../../../testing/emergency.ts';
import { newId, type TestApp, testApp } from '../../../testing/http.ts';

const dayMs = 86_400_000;
let app: TestApp;
let late = 0;
let at: Emergency;
beforeAll(async () => {
  app = await testApp({ clock: () => Date.now() + late });
});
afterAll(() => app.close());
beforeEach(async () => {
  late = 0;
  at = await emergency(app);
});

const read = async (path: string, as = at.admin) =>
  (await app.get(as, `/api/streets/${at.streetId}/notices${path}`)).body;
const review = (day = at.day) => read(`/review?event=${at.eventId}&day=${day}`);
const compute = (day = at.day) => at.does('notices.compute', { eventId: at.eventId, day });
const publishing = async (day = at.day) => ({
  eventId: at.eventId,
  day,
  computedAt: (await review(day)).computedAt as string,
});
/** Reported, confirmed, computed and published: 7 notices (street, two communities, a compound, three cells). */
const publishDay = async (day = at.day) => {
  await at.settle(day);
  await compute(day);
  return at.does('notices.publish', await publishing(day));
};
const list = async (day = at.day) => (await read(`?event=${at.eventId}&day=${day}`)).rows;
const noticeOf = async (targetId: string, day = at.day) =>
  (await list(day)).findLast((row: { targetId: string }) => row.targetId === targetId);
const open = (kind: string, targetId = at.low, level = 'cell') =>
  at.run('reports.open-finding', { eventId: at.eventId, findingId: newId(), level, targetId, kind });
const withdraw = (targets: { level: string; targetId: string }[], as = at.admin) =>
  at.run('notices.withdraw', { eventId: at.eventId, targets, reason: '打印有误' }, as);

describe('computing', () => {
  test('a day before the event, a day to come and an event that is over are refused', async () => {
    const on = (day: string) => at.run('notices.compute', { eventId: at.eventId, day });
    expect((await on(addDays(at.day, -1))).body.code).toBe('notices.day_not_open');
    expect((await on(addDays(at.day, 1))).body.code).toBe('notices.day_not_open');
    expect((await at.run('notices.compute', { eventId: newId(), day: at.day })).status).toBe(404);
  });

  test('drafts five levels, and lists only what needs a look', async () => {
    await at.settle();
    expect(await compute()).toMatchObject({ drafts: 7, exceptions: 1 });
    const found = await review();
    expect(found.exceptions.map((row: { name: string; kinds: string[] }) => [row.name, row.kinds])).toEqual([
      ['太行路社区', ['not_clear']],
    ]);
    expect(found).toMatchObject({ toPublish: 7, publishedAt: null });
  });

  test('done twice, it changes nothing but its moment', async () => {
    await at.settle();
    await compute();
    const first = await review();
    await compute();
    const { computedAt: _one, asOf: _two, ...second } = await review();
    expect(first).toMatchObject(second);
  });
});

describe('publishing', () => {
  test('what was not computed, or computed again since, is refused', async () => {
    const now = new Date().toISOString();
    const early = { eventId: at.eventId, day: at.day, computedAt: now };
    expect((await at.run('notices.publish', early)).body.code).toBe('notices.not_computed');
    await compute();
    const seen = await publishing();
    late += 1000;
    await compute();
    expect((await at.run('notices.publish', seen)).body.code).toBe('notices.reviewed_other');
    expect(await list()).toEqual([]);
  });

  test('a name that gives a person away is refused, saying which and where but not what', async () => {
    await at.does('places.rename', {
      placeId: at.compound,
      version: await at.versionOf(at.compound),
      name: '王先生住宅',
    });
    await at.settle();
    await compute();
    const answer = await at.run('notices.publish', await publishing());
    expect(answer.body.code).toBe('notices.personal_data');
    expect(answer.body.fields[0].path).toBe(`compound/${at.compound}/name`);
    expect(JSON.stringify(answer.body)).not.toContain('王');
    expect(await list()).toEqual([]);
  });

  test('puts out all levels at once, numbered in order; a second time there is nothing to do', async () => {
    const reply = await publishDay();
    const digits = at.day.replaceAll('-', '');
    expect(reply).toEqual({
      published: 7,
      unchanged: 0,
      held: [],
      serials: { first: `CS-${digits}-0001`, last: `CS-${digits}-0007` },
    });
    expect((await list()).map((row: { level: string }) => row.level)).toEqual([
      ...['street', 'community', 'community', 'compound', 'cell', 'cell', 'cell'],
    ]);
    expect(await review()).toMatchObject({ toPublish: 0 });
    expect(await at.does('notices.publish', await publishing())).toMatchObject({
      published: 0,
      unchanged: 7,
    });
  });

  test('a replay answers what the first one did', async () => {
    await at.settle();
    await compute();
    const command = { commandId: newId(), ...(await publishing()) };
    const first = await at.does('notices.publish', command);
    expect(await at.does('notices.publish', command)).toEqual(first);
    expect(await list()).toHaveLength(7);
  });

  test('what got worse since the review is held back and told; the rest goes out', async () => {
    await at.settle();
    await compute();
    const seen = await publishing();
    await open('heat_illness');
    const reply = await at.does('notices.publish', seen);
    expect(reply.published).toBe(3);
    expect(reply.held.map((row: { level: string; status: string }) => [row.level, row.status])).toEqual([
      ['street', 'attention'],
      ['community', 'attention'],
      ['compound', 'attention'],
      ['cell', 'attention'],
    ]);
    expect(await at.does('notices.publish', await publishing())).toMatchObject({
      published: 4,
      unchanged: 3,
      held: [],
    });
    expect(await noticeOf(at.low)).toMatchObject({ status: 'attention', title: '有中暑情况' });
  });

  test('of two offices that publish at once, each notice goes out once', async () => {
    await at.settle();
    await compute();
    const seen = await publishing();
    const replies = await Promise.all([at.does('notices.publish', seen), at.does('notices.publish', seen)]);
    expect(replies.map((reply) => reply.published).sort()).toEqual([0, 7]);
    expect(await list()).toHaveLength(7);
  });

  test('what has got better gets a new notice, which replaces the old one', async () => {
    await compute();
    await at.does('notices.publish', await publishing());
    expect(await noticeOf(at.low)).toMatchObject({ status: 'pending' });
    await publishDay();
    const rows = (await list()).filter((row: { targetId: string }) => row.targetId === at.low);
    expect(rows.map((row: { state: string; status: string }) => [row.status, row.state])).toEqual([
      ['pending', 'replaced'],
      ['clear', 'current'],
    ]);
  });

  test('the lasting title comes after the days the office demands, in a row', async () => {
    for (const back of [0, 1, 2]) {
      late = back * dayMs;
      await publishDay(addDays(at.day, back));
    }
    expect(await noticeOf(at.low, addDays(at.day, 1))).toMatchObject({ lastingDays: 0, state: 'replaced' });
    expect(await noticeOf(at.low, addDays(at.day, 2))).toMatchObject({ lastingDays: 3, state: 'current' });
    // A day nobody computed is no clear day.
    late = 4 * dayMs;
    await publishDay(addDays(at.day, 4));
    expect(await noticeOf(at.low, addDays(at.day, 4))).toMatchObject({ lastingDays: 0 });
  });
});

describe('withdrawing', () => {
  test('what is not published, and another community’s, is refused', async () => {
    expect((await withdraw([{ level: 'cell', targetId: at.low }])).body.code).toBe('notices.not_published');
    await publishDay();
    const elsewhere = at.someone('community_cadre', 'place', at.other);
    expect((await withdraw([{ level: 'cell', targetId: at.low }], elsewhere)).body.code).toBe(
      'permission.missing',
    );
    expect((await withdraw([{ level: 'street', targetId: at.streetId }], at.cadre)).body.code).toBe(
      'permission.missing',
    );
  });

  test('by hand takes the place’s own and every whole that claims all is clear', async () => {
    await publishDay();
    const answer = await withdraw([{ level: 'cell', targetId: at.low }], at.cadre);
    expect(answer.body.withdrawn.map((row: { level: string }) => row.level)).toEqual([
      ...['street', 'community', 'compound', 'cell'],
    ]);
    expect(await noticeOf(at.low)).toMatchObject({ state: 'withdrawn', endedReason: '打印有误' });
    expect(await noticeOf(at.units[0])).toMatchObject({ state: 'current' });
  });

  test('what was withdrawn is not put out again unseen', async () => {
    await publishDay();
    await withdraw([{ level: 'cell', targetId: at.low }]);
    const reply = await at.does('notices.publish', await publishing());
    expect(reply).toMatchObject({ published: 0, unchanged: 3 });
    expect(reply.held).toHaveLength(4);
  });

  test('a finding withdraws its place and all its wholes in its own transaction', async () => {
    await publishDay();
    expect((await open('heat_illness')).status).toBe(200);
    const states = Object.fromEntries(
      (await list()).map((row: { targetId: string; state: string }) => [row.targetId, row.state]),
    );
    expect(states).toEqual({
      [at.streetId]: 'withdrawn',
      [at.community]: 'withdrawn',
      [at.compound]: 'withdrawn',
      [at.low]: 'withdrawn',
      [at.other]: 'current',
      [at.units[0]]: 'current',
      [at.units[1]]: 'current',
    });
  });

  test('one that was told of in a report does too, and a finding without effect does not', async () => {
    await publishDay();
    await open('gate_unmanned', at.compound, 'compound');
    expect((await noticeOf(at.compound)).state).toBe('current');
    const correction = at.item('cell', at.low, { heat_illness: 1 }, 3);
    const answer = await at.file([correction], at.gridWorker, { reason: '新情况' });
    expect(answer.body).toMatchObject({ filed: [{ targetId: at.low }] });
    expect((await noticeOf(at.compound)).state).toBe('withdrawn');
  });

  test('a finding in a grid reaches what the grid is part of', async () => {
    await publishDay();
    await open('missing_answer', at.grid, 'grid');
    expect((await noticeOf(at.community)).state).toBe('withdrawn');
    expect((await noticeOf(at.compound)).state).toBe('current');
  });

  test('what already says worse stays', async () => {
    await publishDay();
    await open('heat_illness');
    await compute();
    await at.does('notices.publish', await publishing());
    await open('missing_answer', at.units[0]);
    expect((await noticeOf(at.compound)).state).toBe('current');
    expect((await noticeOf(at.units[0])).state).toBe('withdrawn');
  });

  test('a withdrawn day is no clear day, even when it is published clear again', async () => {
    for (const back of [0, 1, 2]) {
      late = back * dayMs;
      await publishDay(addDays(at.day, back));
      if (back !== 1) continue;
      await withdraw([{ level: 'cell', targetId: at.low }]);
      await publishDay(addDays(at.day, back));
    }
    const on = (day: number, targetId: string) => noticeOf(targetId, addDays(at.day, day));
    expect(await on(1, at.low)).toMatchObject({ status: 'clear', state: 'replaced' });
    expect(await on(2, at.low)).toMatchObject({ status: 'clear', lastingDays: 0 });
    expect(await on(2, at.units[0])).toMatchObject({ lastingDays: 3 });
  });

  test('findings and a publication at the same moment never leave a clear notice beside an open finding', async () => {
    await at.settle();
    await compute();
    const seen = await publishing();
    await Promise.all([
      at.run('notices.publish', seen),
      open('heat_illness'),
      open('heat_illness', at.units[1]),
    ]);
    const clear = (await list()).filter(
      (row: { status: string; state: string }) => row.status === 'clear' && row.state === 'current',
    );
    expect(clear.map((row: { targetId: string }) => row.targetId)).toEqual([at.units[0]]);
  });
});

describe('posters at the door', () => {
  const scanned = async (targetId: string) => {
    const { code, level } = await noticeOf(targetId);
    return { code, level, targetId };
  };

  test('a code of another place, and someone of another grid, are refused', async () => {
    await publishDay();
    const low = await scanned(at.low);
    const wrong = { ...low, targetId: at.units[0] };
    expect((await at.run('notices.confirm-posted', wrong)).body.code).toBe('thing.unknown');
    const elsewhere = at.someone('grid_member', 'place', at.other);
    expect((await at.run('notices.confirm-posted', low, elsewhere)).body.code).toBe('permission.missing');
    expect((await at.run('notices.confirm-taken-down', low)).body.code).toBe('notices.still_in_force');
  });

  test('posting is confirmed by a scan; a withdrawal asks for it to come down and counts the minutes', async () => {
    await publishDay();
    const low = await scanned(at.low);
    await at.does('notices.confirm-posted', low, at.gridWorker);
    expect(await noticeOf(at.low)).toMatchObject({ postedAt: expect.any(String) });
    expect((await withdraw([{ level: 'cell', targetId: at.low }])).body.takeDowns).toBe(1);
    expect((await at.run('notices.confirm-posted', low)).body.code).toBe('notices.not_in_force');
    late += 7 * 60_000;
    const open = (await read(`/take-downs?event=${at.eventId}`)).rows;
    expect(open).toMatchObject([{ targetId: at.low, doneAt: null, minutes: 7 }]);
    await at.does('notices.confirm-taken-down', low, at.gridWorker);
    late += 60 * 60_000;
    expect((await read(`/take-downs?event=${at.eventId}`)).rows).toMatchObject([{ minutes: 7 }]);
  });
});
