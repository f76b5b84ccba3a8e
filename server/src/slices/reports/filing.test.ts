import { addDays, dayOf } from '@linli/core/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Emergency, emergency } from '../../../testing/emergency.ts';
import { newId, type TestApp, testApp } from '../../../testing/http.ts';
import { authorised } from '../../../testing/world.ts';
import { inTransaction } from '../../platform/db/tx.ts';

/** Noon of the first day in the street's time zone, four hours before the cut-off: tomorrow, the street being of today. */
const noon = Date.parse(`${addDays(dayOf(Date.now()), 1)}T12:00:00+08:00`);
const hour = 3_600_000;
let now = Date.now();
let app: TestApp;
let at: Emergency;
beforeAll(async () => {
  app = await testApp({ clock: () => now });
});
afterAll(() => app.close());
beforeEach(async () => {
  at = await begun();
});

/** A street that is there since before the emergency. */
function begun(): Promise<Emergency> {
  now = Date.now();
  return emergency(app, 'covid-20', () => {
    now = noon;
    return now;
  });
}

const codeOf = (answer: { body: { code?: string } }) => answer.body.code;
const entries = (
  streetId: string,
  query: ReturnType<typeof sql<{ no: number; step: string; late: boolean }>>,
) =>
  inTransaction(
    app.app.house.pool,
    'read',
    { streets: [streetId] },
    async (tx) => (await query.execute(tx)).rows,
  );
const entriesOf = (targetId: string) =>
  entries(
    at.streetId,
    sql`select no, step, late from report_entry where target_id = ${targetId} order by day, no`,
  );
const detail = async (level: string, id: string, day = at.day) =>
  (await at.reports(`/${level}/${id}?event=${at.eventId}&day=${day}`)).body;

describe('filing refuses', () => {
  it('what the form does not ask, by its path, and saves nothing of the command', async () => {
    const good = at.item('cell', at.low, { new_cases: 0 });
    const bad = at.item('cell', at.units[0], { new_cases: true, temperature: 37 });
    const answer = await at.file([good, bad]);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'reports.answers_wrong',
      fields: [{ path: 'items/1/answers/new_cases' }, { path: 'items/1/answers/temperature' }],
    });
    expect((await at.file([at.item('cell', at.low, { new_cases: -1 })])).body.fields).toMatchObject([
      { path: 'items/0/answers/new_cases' },
    ]);
    expect((await at.file([good, { ...good, entryId: newId() }])).status).toBe(400);
    expect((await at.file([{ ...good, temperature: 37 }])).body.fields).toMatchObject([
      { path: 'items/0/temperature' },
    ]);
    expect(await entriesOf(at.low)).toEqual([]);
  });

  it('a place that is no cell, one of another street, and a day on which it was none', async () => {
    const elsewhere = await begun();
    for (const id of [at.high, at.compound, elsewhere.low, newId()]) {
      const answer = await at.file([at.item('cell', at.low), at.item('cell', id)]);
      expect(answer.body).toMatchObject({
        code: 'reports.not_owed',
        fields: [{ path: 'items/1/targetId' }],
      });
    }
    now = noon + 24 * hour;
    const added = newId();
    await at.does('places.add', {
      ...{ placeId: added, parentId: at.compound, kind: 'building', name: '9号楼', floors: 6 },
    });
    const day = addDays(at.day, 1);
    expect(codeOf(await at.file([at.item('cell', added)]))).toBe('reports.not_owed');
    expect((await at.file([at.item('cell', added)], at.admin, { day })).status).toBe(200);
  });

  it('a day before the event and one to come', async () => {
    for (const days of [-1, 1]) {
      const more = { day: addDays(at.day, days) };
      expect(codeOf(await at.file([at.item('cell', at.low)], at.admin, more))).toBe('reports.day_not_open');
    }
  });

  it('places outside one’s scope, also as the second of a list', async () => {
    const stranger = at.someone('grid_member', 'place', at.other);
    expect(codeOf(await at.file([at.item('cell', at.low)], stranger))).toBe('permission.missing');
    const head = at.someone('building_head', 'place', at.low);
    expect((await at.file([at.item('cell', at.low)], head)).status).toBe(200);
    const both = [at.item('cell', at.low, {}, 2), at.item('cell', at.units[0])];
    expect(codeOf(await at.file(both, head))).toBe('permission.missing');
    expect(codeOf(await at.file([at.item('compound', at.compound)], at.gridWorker))).toBe(
      'permission.missing',
    );
    expect(await entriesOf(at.units[0])).toEqual([]);
  });

  it('everything once the event has stood down, and an event of another street', async () => {
    const elsewhere = await begun();
    const foreign = { eventId: elsewhere.eventId };
    expect((await at.file([at.item('cell', at.low)], at.admin, foreign)).status).toBe(404);
    await at.does('events.stand-down', { eventId: at.eventId, document: authorised, reason: '解除' });
    expect(codeOf(await at.file([at.item('cell', at.low)]))).toBe('events.not_active');
    const rest = { eventId: at.eventId, day: at.day, level: 'cell', under: { kind: 'street' } };
    expect(codeOf(await at.run('reports.file-rest', rest))).toBe('events.not_active');
  });

  it('a correction without a reason', async () => {
    await at.file([at.item('cell', at.low)]);
    const correction = at.item('cell', at.low, { unreachable: 2 }, 2);
    const answer = await at.file([correction]);
    expect(answer.body).toMatchObject({ code: 'reports.correction_reason', fields: [{ path: 'items/0' }] });
  });
});

describe('filing', () => {
  it('is done once however often the command arrives', async () => {
    const input = { eventId: at.eventId, day: at.day, items: [at.item('cell', at.low)], commandId: newId() };
    const answers = [
      await at.run('reports.file', input, at.gridWorker),
      ...(await Promise.all([1, 2, 3].map(() => at.run('reports.file', input, at.gridWorker)))),
    ];
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect(answers[0]?.body.filed).toEqual([{ level: 'cell', targetId: at.low, no: 2, state: 'filed' }]);
    expect(await entriesOf(at.low)).toHaveLength(1);
    const other = { ...input, items: [at.item('cell', at.units[0])] };
    expect(codeOf(await at.run('reports.file', other, at.gridWorker))).toBe('command.reused');
  });

  it('opens a finding for each answer that is not normal, and the board says so at once', async () => {
    const { body } = await at.file([
      at.item('cell', at.low, { new_cases: 1, unreachable: 3, people_away: 9 }),
    ]);
    expect(body.findings.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      'missing_answer',
      'new_case',
    ]);
    expect((await at.board()).of).toMatchObject({
      [at.low]: 'attention',
      [at.grid]: 'attention',
      [at.streetId]: 'attention',
      [at.units[0]]: 'pending',
    });
  });

  it('does not open a second finding of a kind while one is open there', async () => {
    await at.file([at.item('cell', at.low, { new_cases: 1 })]);
    const correction = [at.item('cell', at.low, { new_cases: 2 }, 2)];
    const { body } = await at.file(correction, at.admin, { reason: '又一例' });
    expect(body.findings).toEqual([]);
    expect((await detail('cell', at.low)).findings).toHaveLength(1);
  });

  it('marks what comes after the cut-off as late, and a correction stays what its report was', async () => {
    now = noon + 4 * hour;
    await at.file([at.item('cell', at.low)]);
    now += 1;
    await at.file([at.item('cell', at.units[0])]);
    await at.file([at.item('cell', at.low, { people_away: 1 }, 2)], at.admin, { reason: '看错了' });
    expect((await entriesOf(at.low)).map(({ late }) => late)).toEqual([false, false]);
    expect((await entriesOf(at.units[0])).map(({ late }) => late)).toEqual([true]);
  });

  it('takes yesterday’s report from a phone that was offline, late, for the day it speaks of', async () => {
    now = noon + 24 * hour;
    const today = addDays(at.day, 1);
    await at.file([{ ...at.item('cell', at.low, { new_cases: 1 }), deviceAt: '2019-01-01T00:00:00Z' }]);
    expect(await entriesOf(at.low)).toMatchObject([{ no: 1, late: true }]);
    expect(await detail('cell', at.low)).toMatchObject({
      state: 'filed',
      late: true,
      entries: [{ at: new Date(now).toISOString(), deviceAt: '2019-01-01T00:00:00.000Z' }],
    });
    expect((await detail('cell', at.low, today)).state).toBe('due');
    // What it told of is still the matter today.
    expect((await at.board(today)).of[at.low]).toBe('attention');
  });

  it('keeps a correction as a new revision with its reason', async () => {
    await at.file([at.item('cell', at.low, { people_present: 40 })], at.gridWorker);
    const correction = [at.item('cell', at.low, { people_present: 41 }, 2)];
    await at.file(correction, at.cadre, { reason: '漏了一人' });
    expect(await detail('cell', at.low)).toMatchObject({
      ...{ state: 'filed', revision: 2, no: 3, answers: { people_present: 41 } },
      entries: [
        { no: 1, answers: { people_present: 40 }, accountId: at.gridWorker.accountId, reason: null },
        { no: 2, answers: { people_present: 41 }, accountId: at.cadre.accountId, reason: '漏了一人' },
      ],
    });
  });

  it('of twenty phones with twenty answers exactly one is first; the others are shown what stands', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_one, people) =>
        at.file([at.item('cell', at.low, { people_present: people })], at.gridWorker),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    const first = answers.findIndex(({ body }) => body.filed.length === 1);
    for (const [index, { body }] of answers.entries()) {
      if (index === first) expect(body.conflicts).toEqual([]);
      else
        expect(body).toMatchObject({
          filed: [],
          conflicts: [{ targetId: at.low, state: 'filed', no: 2, answers: { people_present: first } }],
        });
    }
    expect(await entriesOf(at.low)).toMatchObject([{ no: 1 }]);
  });

  it('of twenty phones that say the same nobody has a conflict', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_one, index) =>
        at.file([at.item('cell', at.low, index % 2 ? { new_cases: 0 } : {})], at.gridWorker),
      ),
    );
    for (const { body } of answers)
      expect(body).toMatchObject({ filed: [{ targetId: at.low, no: 2 }], conflicts: [] });
    expect(await entriesOf(at.low)).toHaveLength(1);
  });

  it('files the others when one of the list was corrected meanwhile', async () => {
    await at.file([at.item('cell', at.low, { people_away: 3 })], at.cadre);
    const mine = [at.item('cell', at.low, { people_away: 5 }), at.item('cell', at.units[0])];
    const { body } = await at.file(mine, at.gridWorker);
    expect(body).toMatchObject({
      filed: [{ targetId: at.units[0] }],
      conflicts: [{ targetId: at.low, no: 2, answers: { people_away: 3 }, accountId: at.cadre.accountId }],
    });
  });

  it('starts a form with what was last reported and what is still open', async () => {
    await at.file([at.item('cell', at.low, { people_present: 40, new_cases: 1, urgent_needs: 2 })]);
    const open = (await at.reports(`/findings?event=${at.eventId}`)).body.rows;
    const urgent = open.find(({ kind }: { kind: string }) => kind === 'urgent_need');
    await at.does('reports.close-finding', {
      ...{ eventId: at.eventId, findingId: urgent.id, level: 'cell', targetId: at.low },
      ...{ outcome: 'resolved', reason: '已送药' },
    });
    now = noon + 24 * hour;
    const { prefill } = await detail('cell', at.low, addDays(at.day, 1));
    expect(prefill).toEqual({
      ...{ people_present: 40, new_cases: 1, urgent_needs: 0, unreachable: 0, awaiting_transfer: 0 },
    });
  });
});

describe('the rest is normal', () => {
  const rest = (level: string, under: Record<string, unknown>, as = at.gridWorker, day = at.day) =>
    at.run('reports.file-rest', { eventId: at.eventId, day, level, under }, as);

  it('is refused outside one’s grid', async () => {
    expect(codeOf(await rest('cell', { kind: 'street' }))).toBe('permission.missing');
    expect(codeOf(await rest('cell', { kind: 'place', id: at.other }))).toBe('permission.missing');
  });

  it('files what is still due and nothing else, with the figures of the day before', async () => {
    await at.file([at.item('cell', at.low, { people_present: 40 })]);
    const under = { kind: 'grid', id: at.grid };
    expect((await rest('cell', under)).body).toEqual({ filed: 2, left: [] });
    expect((await rest('cell', under)).body).toEqual({ filed: 0, left: [] });
    now = noon + 24 * hour;
    const day = addDays(at.day, 1);
    expect((await rest('cell', { kind: 'place', id: at.low }, at.gridWorker, day)).body.filed).toBe(1);
    expect((await detail('cell', at.low, day)).answers).toMatchObject({ people_present: 40, new_cases: 0 });
    expect((await detail('cell', at.units[0], day)).state).toBe('due');
  });

  it('leaves a place where something is open to be reported by hand', async () => {
    await at.file([at.item('cell', at.low, { new_cases: 1 })]);
    now = noon + 24 * hour;
    const day = addDays(at.day, 1);
    expect((await rest('cell', { kind: 'grid', id: at.grid }, at.gridWorker, day)).body).toEqual({
      filed: 2,
      left: [{ level: 'cell', targetId: at.low }],
    });
  });

  it('and twenty taps at once file each cell once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => rest('cell', { kind: 'grid', id: at.grid })),
    );
    expect(answers.reduce((sum, { body }) => sum + body.filed, 0)).toBe(3);
    for (const id of at.cells) expect(await entriesOf(id)).toHaveLength(1);
  });
});
