import { addDays, dayOf } from '@linli/core/kernel';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Emergency, emergency } from '../../../testing/emergency.ts';
import { newId, type TestApp, testApp } from '../../../testing/http.ts';

const noon = Date.parse(`${dayOf(Date.now())}T12:00:00+08:00`) + 24 * 3_600_000;
const minute = 60_000;
const day = 24 * 60 * minute;
let now = Date.now();
let app: TestApp;
let at: Emergency;
beforeAll(async () => {
  app = await testApp({ clock: () => now });
});
afterAll(() => app.close());
beforeEach(async () => {
  now = Date.now();
  at = await emergency(app, 'covid-20', () => {
    now = noon;
    return now;
  });
});

const read = async (path: string, as = at.admin) => {
  const joint = path.includes('?') ? '&' : '?';
  return (await at.reports(`${path}${joint}event=${at.eventId}`, as)).body;
};

it('a day before the event, one to come, and an event of another street have no board', async () => {
  for (const days of [-1, 1])
    expect((await read(`/board?day=${addDays(at.day, days)}`)).code).toBe('reports.day_not_open');
  const other = await app.street();
  const url = `/api/streets/${other.streetId}/reports/board?event=${at.eventId}&day=${at.day}`;
  expect((await app.get(other.admin, url)).status).toBe(404);
});

it('shows every level with what it is part of, what it owes and how it stands', async () => {
  await at.file([at.item('cell', at.units[0], { people_away: 1 })], at.gridWorker);
  const { rows } = await at.board();
  const byId = new Map(rows.map((row) => [row.id, row]));
  expect(byId.get(at.units[0])).toMatchObject({
    ...{ level: 'cell', name: '2号楼1单元', state: 'filed', late: false, normal: true, figures: null },
  });
  expect(
    byId
      .get(at.units[0])
      ?.wholes.map((no: number) => rows[no]?.id)
      .sort(),
  ).toEqual([at.compound, at.grid].sort());
  expect(byId.get(at.community)).toMatchObject({
    state: null,
    figures: { owed: 5, confirmed: 0, missing: 4, unconfirmed: 1, returned: 0 },
  });
  expect(rows[0]).toMatchObject({ id: at.streetId, level: 'street', status: 'pending' });
});

it('a past moment reads the same whatever comes after it', async () => {
  // Places are dated by the database's own clock: this test lives in the present.
  now = Date.now();
  const present = await emergency(app, 'covid-20');
  await present.settle();
  now = Date.now() + 5;
  const then = await present.board();
  expect(then.of[present.community]).toBe('clear');
  await new Promise((resolve) => setTimeout(resolve, 20));

  now = Date.now();
  const correction = [present.item('cell', present.low, { new_cases: 1 }, 3)];
  expect((await present.file(correction, present.admin, { reason: '新情况' })).status).toBe(200);
  const place = { parentId: present.compound, kind: 'building', name: '9号楼' };
  await present.does('places.add', { placeId: newId(), ...place });
  const version = await present.versionOf(present.units[1]);
  await present.does('places.close', { placeId: present.units[1], version, reason: '拆除' });
  const url = `/api/streets/${present.streetId}/events/${present.eventId}`;
  const { params } = (await app.get(present.admin, url)).body;
  await present.does('events.change-params', {
    ...{ eventId: present.eventId, version: 1, reason: '只报楼栋' },
    params: { ...params, reporting: ['cell'] },
  });
  const after = await present.board();
  expect(after.of[present.low]).toBe('attention');
  expect(Object.keys(after.of)).not.toContain(present.units[1]);
  expect(await present.board(present.day, then.at)).toEqual(then);
  now += 3 * day;
  expect(await present.board(present.day, then.at)).toEqual(then);
});

it('a change of the parameters counts from its day on, not for the days before', async () => {
  await at.file(at.cells.map((id) => at.item('cell', id)));
  await at.does('reports.confirm', {
    ...{ eventId: at.eventId, day: at.day, under: { kind: 'street' }, seenAt: new Date(now).toISOString() },
  });
  now += day;
  const event = (await app.get(at.admin, `/api/streets/${at.streetId}/events/${at.eventId}`)).body;
  await at.does('events.change-params', {
    ...{ eventId: at.eventId, version: 1, reason: '只报楼栋' },
    params: { ...event.params, reporting: ['cell'] },
  });
  expect((await at.board(at.day)).of[at.community]).toBe('pending');
  const today = addDays(at.day, 1);
  await at.file(
    at.cells.map((id) => at.item('cell', id)),
    at.admin,
    { day: today },
  );
  const seenAt = new Date(now).toISOString();
  await at.does('reports.confirm', { eventId: at.eventId, day: today, under: { kind: 'street' }, seenAt });
  expect((await at.board(today)).of[at.community]).toBe('clear');
});

it('a finding weighs on each day until the one it is closed on', async () => {
  await at.settle();
  await at.does('reports.open-finding', {
    ...{ eventId: at.eventId, findingId: newId(), level: 'cell', targetId: at.low, kind: 'new_case' },
  });
  now += day;
  const today = addDays(at.day, 1);
  await at.settle(today);
  // The rest is normal leaves the cell where something is open; it is reported by hand.
  expect((await at.board(today)).of[at.low]).toBe('attention');
  const [finding] = (await read('/findings')).rows;
  await at.does('reports.close-finding', {
    ...{ eventId: at.eventId, findingId: finding.id, level: 'cell', targetId: at.low },
    ...{ outcome: 'resolved', reason: '已转运' },
  });
  await at.settle(today);
  expect((await at.board(today)).of[at.low]).toBe('clear');
  expect((await at.board(at.day)).of[at.low]).toBe('attention');
});

it('explains itself in a sentence with names, in both languages', async () => {
  await at.file([at.item('cell', at.low)], at.gridWorker);
  const found = await read(`/explain?day=${at.day}&node=${at.community}`);
  expect(found.sentence.zh).toMatch(/^待核：5 个应报中有 4 个未报：/);
  expect(found.sentence.zh).toContain('机车宿舍2号楼1单元');
  expect(found.sentence.zh).toContain('1 个已报待复核：机车宿舍1号楼');
  expect(found.sentence.en).toMatch(/^Pending: of 5 reports owed, 4 not reported \(/);
  expect(found.missing).toHaveLength(4);
  expect((await read(`/explain?day=${at.day}&node=${newId()}`)).code).toBe('thing.unknown');
});

it('tells each past day at its cut-off, and as it is known now', async () => {
  await at.settle();
  now += 6 * 60 * minute;
  await at.file([at.item('cell', at.low, { new_cases: 1 }, 3)], at.admin, { reason: '补报' });
  now += day;
  const status = (list: { rows: { day: string; status: string }[] }) =>
    list.rows.map((row) => [row.day, row.status]);
  const today = addDays(at.day, 1);
  expect(status(await read(`/days?node=${at.community}`))).toEqual([
    [at.day, 'clear'],
    [today, 'attention'],
  ]);
  expect(status(await read(`/days?node=${at.community}&moment=now`))).toEqual([
    [at.day, 'attention'],
    [today, 'attention'],
  ]);
  const [first] = (await read('/days')).rows;
  expect(first).toMatchObject({ owed: 5, confirmed: 5, levels: { cell: { clear: 3, pending: 0 } } });
  expect((await read(`/days?node=${newId()}`)).code).toBe('thing.unknown');
});

it('lists what is due under a grid with what one may do, and a grid’s report with the sums of its cells', async () => {
  const path = `/duties?day=${at.day}&under=grid:${at.grid}`;
  expect((await read(path, at.someone('grid_member', 'place', at.other))).code).toBe('permission.missing');
  await at.file([
    at.item('cell', at.low, { people_present: 40 }),
    at.item('cell', at.units[0], { people_present: 2 }),
  ]);
  const due = await read(`${path}&state=due&level=cell`, at.gridWorker);
  expect(due.rows).toMatchObject([
    { targetId: at.units[1], within: ['迎春社区', '机车宿舍'], no: 1, mayFile: true, mayConfirm: false },
  ]);
  expect((await read(path, at.gridWorker)).rows).toHaveLength(4);
  const { rollUp } = await read(`/grid/${at.grid}?day=${at.day}`);
  expect(rollUp).toMatchObject({ cells: 3, reported: 2 });
  expect(rollUp.sums.find(({ key }: { key: string }) => key === 'people_present').sum).toBe(42);
});

it('tells the clerk who still owes and what changed since they last looked', async () => {
  await at.file([at.item('cell', at.low)], at.gridWorker);
  now += minute;
  const since = new Date(now).toISOString();
  now += 5 * 60 * minute;
  await at.file([at.item('cell', at.units[0])], at.gridWorker);
  const today = await read(`/today?day=${at.day}&since=${encodeURIComponent(since)}`);
  expect(today.levels.cell).toEqual({ owed: 3, due: 1, filed: 2, returned: 0, confirmed: 0, late: 1 });
  expect(today.communities.find(({ id }: { id: string }) => id === at.community)).toMatchObject({
    ...{ owed: 5, due: 3, late: 1, status: 'pending' },
  });
  expect(today.owing).toEqual([{ id: at.grid, name: '第1网格', community: '迎春社区', due: 2, returned: 0 }]);
  expect(today.changes).toMatchObject([
    { targetId: at.units[0], name: '2号楼1单元', step: 'filed', late: true },
  ]);
});
