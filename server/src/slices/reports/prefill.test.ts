import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Emergency, emergency } from '../../../testing/emergency.ts';
import { type TestApp, testApp } from '../../../testing/http.ts';
import { registerPrefill } from './index.ts';

let app: TestApp;
let at: Emergency;
const asked: { level: string; ids: readonly string[] }[] = [];
beforeAll(async () => {
  app = await testApp();
  at = await emergency(app);
  registerPrefill('ledger.people_present', async (_tx, _day, level, ids) => {
    asked.push({ level, ids });
    return new Map(ids.filter((id) => id === at.low).map((id) => [id, 42]));
  });
});
afterAll(() => app.close());

const duties = async (query = '') =>
  (await at.reports(`/duties?event=${at.eventId}&day=${at.day}&under=street${query}`)).body.rows;

it('a source is asked once for all cells of a list, and fills in what it knows', async () => {
  const rows = await duties('&level=cell&state=due');
  expect(asked).toEqual([{ level: 'cell', ids: at.cells }]);
  const answers = Object.fromEntries(
    rows.map((row: { targetId: string; answers: object }) => [row.targetId, row.answers]),
  );
  expect(answers[at.low]).toMatchObject({ people_present: 42, unreachable: 0 });
  expect(answers[at.units[0]]).not.toHaveProperty('people_present');
});

it('the rest is filed with the figures of the source, and a filed report keeps its own', async () => {
  await at.file([at.item('cell', at.low, { people_present: 40 })]);
  await at.does('reports.file-rest', {
    ...{ eventId: at.eventId, day: at.day, level: 'cell', under: { kind: 'grid', id: at.grid } },
  });
  const [low] = await duties('&level=cell');
  expect(low).toMatchObject({ targetId: at.low, state: 'filed', answers: { people_present: 40 } });
});
