import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Emergency, emergency } from '../../../testing/emergency.ts';
import { newId, type TestApp, testApp } from '../../../testing/http.ts';
import { authorised } from '../../../testing/world.ts';

let app: TestApp;
let at: Emergency;
let now = 0;
const minute = 60_000;
beforeAll(async () => {
  app = await testApp({ clock: () => Date.now() + now });
});
afterAll(() => app.close());
beforeEach(async () => {
  now = 0;
  at = await emergency(app, 'covid-20');
});

const codeOf = (answer: { body: { code?: string } }) => answer.body.code;
const moment = () => new Date(Date.now() + now + 1).toISOString();
const confirm = (as = at.cadre, more: Record<string, unknown> = {}) =>
  at.run(
    'reports.confirm',
    {
      ...{ eventId: at.eventId, day: at.day, under: { kind: 'place', id: at.community }, seenAt: moment() },
      ...more,
    },
    as,
  );
const give = (items: readonly Record<string, unknown>[], as = at.cadre, more: Record<string, unknown> = {}) =>
  at.run('reports.return', { eventId: at.eventId, day: at.day, reason: '户数不对', items, ...more }, as);
const stateOf = async (level: string, id: string) =>
  (await at.reports(`/${level}/${id}?event=${at.eventId}&day=${at.day}`)).body.state;

describe('confirming', () => {
  it('is not for those who file, nor for a neighbouring community', async () => {
    await at.file([at.item('cell', at.low)], at.gridWorker);
    expect(codeOf(await confirm(at.gridWorker))).toBe('permission.missing');
    expect(codeOf(await confirm(at.someone('community_cadre', 'place', at.other)))).toBe(
      'permission.missing',
    );
    expect(codeOf(await confirm(at.cadre, { under: { kind: 'street' } }))).toBe('permission.missing');
    expect(await stateOf('cell', at.low)).toBe('filed');
  });

  it('never takes one’s own filing, and says so; the administrator may, so that an office of one works', async () => {
    await at.file([at.item('cell', at.low)], at.cadre);
    expect((await confirm()).body).toEqual({
      ...{ confirmed: 0, later: [], own: [{ level: 'cell', targetId: at.low }] },
    });
    const colleague = at.someone('community_cadre', 'place', at.community);
    expect((await confirm(colleague)).body.confirmed).toBe(1);
    await at.file([at.item('cell', at.units[0])]);
    expect((await confirm(at.admin)).body).toMatchObject({ confirmed: 1, own: [] });
  });

  it('takes everything filed but what is excepted, what is still due, and what came after one looked', async () => {
    await at.file([at.item('cell', at.low), at.item('cell', at.units[0])], at.gridWorker);
    const seenAt = moment();
    now += minute;
    await at.file([at.item('cell', at.units[1])], at.gridWorker);
    const { body } = await confirm(at.cadre, { seenAt, except: [at.low] });
    expect(body).toEqual({ confirmed: 1, own: [], later: [{ level: 'cell', targetId: at.units[1] }] });
    expect(await stateOf('cell', at.low)).toBe('filed');
    expect(await stateOf('cell', at.units[0])).toBe('confirmed');
    expect(await stateOf('compound', at.compound)).toBe('due');
  });

  it('done by two at once confirms each report once', async () => {
    await at.file(
      at.cells.map((id) => at.item('cell', id)),
      at.gridWorker,
    );
    const answers = await Promise.all(Array.from({ length: 8 }, () => confirm()));
    expect(answers.reduce((sum, { body }) => sum + body.confirmed, 0)).toBe(3);
  });

  it('is undone by a correction, which waits to be confirmed again', async () => {
    await at.file([at.item('cell', at.low)], at.gridWorker);
    await confirm();
    const correction = [at.item('cell', at.low, { people_away: 1 }, 3)];
    await at.file(correction, at.gridWorker, { reason: '晚归' });
    expect(await stateOf('cell', at.low)).toBe('filed');
  });

  it('makes every level clear when all have reported and nothing is open', async () => {
    await at.settle();
    const { of } = await at.board();
    expect(of).toMatchObject({ [at.low]: 'clear', [at.grid]: 'clear', [at.community]: 'clear' });
    // The other community holds nobody who reports: nothing is known of it, and so not of the street.
    expect(of).toMatchObject({ [at.other]: 'pending', [at.streetId]: 'clear' });
  });
});

describe('returning', () => {
  it('is refused without a reason, for what is still due, and outside one’s community', async () => {
    expect(
      (await give([{ level: 'cell', targetId: at.low, no: 1 }], at.cadre, { reason: undefined })).status,
    ).toBe(400);
    expect((await give([{ level: 'cell', targetId: at.low, no: 1 }])).body).toMatchObject({
      code: 'reports.nothing_filed',
      fields: [{ path: 'items/0/targetId' }],
    });
    const stranger = at.someone('community_cadre', 'place', at.other);
    await at.file([at.item('cell', at.low)], at.gridWorker);
    expect(codeOf(await give([{ level: 'cell', targetId: at.low, no: 2 }], stranger))).toBe(
      'permission.missing',
    );
  });

  it('shows what was corrected meanwhile instead of sending it back unseen', async () => {
    await at.file([at.item('cell', at.low)], at.gridWorker);
    const more = { reason: '改一下' };
    await at.file([at.item('cell', at.low, { people_away: 2 }, 2)], at.gridWorker, more);
    const { body } = await give([{ level: 'cell', targetId: at.low, no: 2 }]);
    expect(body).toMatchObject({ returned: [], conflicts: [{ no: 3, answers: { people_away: 2 } }] });
  });

  it('asks for the report again; filing it needs no other reason', async () => {
    await at.file([at.item('cell', at.low)], at.gridWorker);
    expect((await give([{ level: 'cell', targetId: at.low, no: 2 }])).body.returned).toEqual([
      { level: 'cell', targetId: at.low, no: 3, state: 'returned' },
    ]);
    expect((await at.board()).of[at.low]).toBe('pending');
    const again = at.item('cell', at.low, { people_away: 1 }, 3);
    expect((await at.file([again], at.gridWorker)).body.filed).toMatchObject([{ no: 4, state: 'filed' }]);
  });
});

describe('findings', () => {
  const open = (more: Record<string, unknown> = {}, as = at.cadre) =>
    at.run(
      'reports.open-finding',
      {
        ...{ eventId: at.eventId, findingId: newId(), level: 'cell', targetId: at.low, kind: 'new_case' },
        ...more,
      },
      as,
    );
  const close = (findingId: string, more: Record<string, unknown> = {}, as = at.cadre) =>
    at.run(
      'reports.close-finding',
      {
        ...{ eventId: at.eventId, findingId, level: 'cell', targetId: at.low },
        ...{ outcome: 'resolved', reason: '已转运' },
        ...more,
      },
      as,
    );

  it('refuse a kind the event does not have, a place of another level, and one outside', async () => {
    expect(codeOf(await open({ kind: 'rumour' }))).toBe('reports.finding_unknown_kind');
    expect((await open({ level: 'compound' })).status).toBe(404);
    expect((await open({ targetId: newId() })).status).toBe(404);
    expect(codeOf(await open({}, at.someone('medic', 'place', at.other)))).toBe('permission.missing');
    const elsewhere = await emergency(app, 'covid-20');
    expect((await open({ eventId: elsewhere.eventId })).status).toBe(404);
  });

  it('refuse to be closed under another place’s name, twice, or without an outcome', async () => {
    const { id } = (await open()).body;
    expect((await close(id, { targetId: at.units[0] })).status).toBe(404);
    expect((await close(id, { outcome: 'forgotten' })).status).toBe(400);
    expect((await close(id, {}, at.gridWorker)).body.code).toBe('permission.missing');
    expect((await close(id)).status).toBe(200);
    expect(codeOf(await close(id))).toBe('reports.finding_closed');
  });

  it('opened by ten at once are one, and each is told which', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => open()));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('can be closed after the stand-down: that is the closing work', async () => {
    const { id } = (await open()).body;
    await at.does('events.stand-down', { eventId: at.eventId, document: authorised, reason: '解除' });
    expect(codeOf(await open())).toBe('events.not_active');
    expect((await close(id)).status).toBe(200);
  });

  it('tell who opened and closed them and what came of it, inside one’s own area', async () => {
    const { id } = (await open({ reason: '居民来电' })).body;
    const list = async (query: string, as = at.cadre) =>
      (await at.reports(`/findings?event=${at.eventId}${query}`, as)).body;
    expect((await list('&under=street')).code).toBe('permission.missing');
    expect((await list(`&under=place:${at.community}`)).rows).toMatchObject([
      {
        id,
        level: 'cell',
        name: '1号楼',
        within: ['迎春社区', '机车宿舍'],
        effect: 'attention',
        note: '居民来电',
      },
    ]);
    await close(id);
    expect((await list(`&under=grid:${at.grid}`)).rows).toEqual([]);
    expect((await list(`&under=grid:${at.grid}&state=closed`)).rows).toMatchObject([
      { id, outcome: 'resolved', reason: '已转运' },
    ]);
  });
});
