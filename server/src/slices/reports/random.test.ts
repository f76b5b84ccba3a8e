import { addDays, dayOf } from '@linli/core/kernel';
import {
  computeStatuses,
  type FindingFact,
  type ReportEntry,
  type ReportState,
  reportAt,
  type StatusNode,
} from '@linli/core/reports';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Emergency, emergency } from '../../../testing/emergency.ts';
import { newId, type TestApp, testApp } from '../../../testing/http.ts';

let now = Date.now();
let app: TestApp;
let at: Emergency;
beforeAll(async () => {
  app = await testApp({ clock: () => now });
  at = await emergency(app, 'covid-20');
});
afterAll(() => app.close());

/** What a model in memory remembers, in the terms of the pure functions alone. */
const entries = new Map<string, ReportEntry[]>();
const findings: { day: string; targetId: string; kind: string; opened: number; closed: number }[] = [];
const effects: Readonly<Record<string, FindingFact['effect']>> = {
  new_case: 'attention',
  missing_answer: 'pending',
  urgent_need: 'none',
};

const step = fc.record({
  verb: fc.nat({ max: 6 }),
  who: fc.nat({ max: 4 }),
  kind: fc.constantFrom('new_cases', 'unreachable', 'urgent_needs'),
  odd: fc.boolean(),
  yesterday: fc.boolean(),
  /** Sometimes an answer from an old screen. */
  behind: fc.nat({ max: 5 }).map((chance) => (chance === 0 ? 1 : 0)),
});
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

const findingOf: Readonly<Record<string, string>> = {
  new_cases: 'new_case',
  unreachable: 'missing_answer',
  urgent_needs: 'urgent_need',
};

const targets = () => [
  ...at.cells.map((targetId) => ({ level: 'cell' as const, targetId })),
  { level: 'compound' as const, targetId: at.compound },
  { level: 'grid' as const, targetId: at.grid },
];
const keyOf = (day: string, targetId: string) => `${day} ${targetId}`;
const factOf = (day: string, targetId: string, moment = now) =>
  reportAt(entries.get(keyOf(day, targetId)) ?? [], moment);

function remember(day: string, targetId: string, entry: Pick<ReportEntry, 'step' | 'answers'>): void {
  const list = entries.get(keyOf(day, targetId)) ?? [];
  entries.set(keyOf(day, targetId), [...list, { ...entry, no: list.length + 1, at: now, late: false }]);
}

function open(day: string, targetId: string, kind: string): void {
  if (findings.some((one) => one.targetId === targetId && one.kind === kind && one.closed === Infinity))
    return;
  findings.push({ day, targetId, kind, opened: now, closed: Infinity });
}

async function file(one: Step, day: string): Promise<void> {
  const target = targets()[one.who];
  if (!target) return;
  const { level, targetId } = target;
  const fact = factOf(day, targetId);
  const answers: Record<string, number> = one.odd && level === 'cell' ? { [one.kind]: 1 } : {};
  const item = at.item(level, targetId, answers, Math.max(1, fact.nextNo - one.behind));
  const { status, body } = await at.file([item], at.admin, { day, reason: '试' });
  expect(status, JSON.stringify(body)).toBe(200);
  if (body.filed[0]?.no !== fact.nextNo + 1) return;
  remember(day, targetId, { step: 'filed', answers });
  for (const key of Object.keys(answers)) open(day, targetId, findingOf[key] ?? '');
}

async function fileRest(one: Step, day: string): Promise<void> {
  const level = (['cell', 'cell', 'compound', 'grid'] as const)[one.who] ?? 'cell';
  await at.does('reports.file-rest', { eventId: at.eventId, day, level, under: { kind: 'street' } });
  for (const target of targets().filter((each) => each.level === level)) {
    const told = findings.some(({ targetId, closed }) => targetId === target.targetId && closed === Infinity);
    if (!told && factOf(day, target.targetId).state === 'due')
      remember(day, target.targetId, { step: 'filed', answers: {} });
  }
}

async function confirm(one: Step, day: string): Promise<void> {
  const except = targets()[one.who]?.targetId ?? '';
  const seenAt = new Date(now).toISOString();
  const under = { kind: 'place', id: at.community };
  await at.does('reports.confirm', { eventId: at.eventId, day, under, except: [except], seenAt });
  for (const { targetId } of targets()) {
    if (targetId !== except && factOf(day, targetId).state === 'filed')
      remember(day, targetId, { step: 'confirmed', answers: {} });
  }
}

async function giveBack(one: Step, day: string): Promise<void> {
  const target = targets()[one.who];
  if (!target) return;
  const { state, nextNo: no } = factOf(day, target.targetId);
  const input = { eventId: at.eventId, day, reason: '试', items: [{ ...target, no }] };
  const { status } = await at.run('reports.return', input);
  expect(status).toBe(state === 'due' ? 409 : 200);
  if (state === 'filed' || state === 'confirmed')
    remember(day, target.targetId, { step: 'returned', answers: {} });
}

async function openByHand(one: Step): Promise<void> {
  const target = targets()[one.who];
  if (!target) return;
  const kind = findingOf[one.kind] ?? '';
  await at.does('reports.open-finding', { eventId: at.eventId, findingId: newId(), ...target, kind });
  open(today(), target.targetId, kind);
}

async function close(): Promise<void> {
  const { rows } = (await at.reports(`/findings?event=${at.eventId}`)).body;
  const [row] = rows;
  if (!row) return;
  const { id: findingId, level, targetId, kind } = row;
  const how = { outcome: 'resolved', reason: '试' };
  await at.does('reports.close-finding', { eventId: at.eventId, findingId, level, targetId, ...how });
  const found = findings.find(
    (one) => one.targetId === targetId && one.kind === kind && one.closed === Infinity,
  );
  if (found) found.closed = now;
}

const dayMs = 86_400_000;
const today = () => dayOf(now);

/** The statuses as the pure function sees them from what the model remembers. */
function expected(day: string, moment: number): Record<string, string> {
  const wholes: Readonly<Record<string, string[]>> = { compound: [at.community], grid: [at.community] };
  const nodes: StatusNode[] = [
    { id: at.streetId, level: 'street', wholes: [], owes: false },
    { id: at.community, level: 'community', wholes: [at.streetId], owes: false },
    { id: at.other, level: 'community', wholes: [at.streetId], owes: false },
    ...targets().map(({ level, targetId: id }) => ({
      ...{ id, level, owes: true },
      wholes: wholes[level] ?? [at.compound, at.grid],
    })),
  ];
  const states = new Map<string, ReportState>(
    targets().map(({ targetId }) => [targetId, factOf(day, targetId, moment).state]),
  );
  const weighing = findings
    .filter((one) => one.day <= day && one.opened <= moment)
    .filter((one) => one.closed > moment || dayNo(one.closed) > dayNo(day))
    .map(({ targetId, kind }) => ({ targetId, effect: effects[kind] ?? 'none' }));
  return Object.fromEntries(
    [...computeStatuses(nodes, states, weighing)].map(([id, { status }]) => [id, status]),
  );
}

/** The number of the day a moment lies on, or of a day. */
function dayNo(of: number | string): number {
  if (of === Infinity) return Infinity;
  const day =
    typeof of === 'string' ? of : new Date((of as number) + 8 * 3_600_000).toISOString().slice(0, 10);
  return Date.parse(day) / dayMs;
}

it('after any sequence of commands the stored board is what the pure functions say, now and for the past', async () => {
  const steps = fc.sample(step, { numRuns: 240, seed: 20_263 });
  const seen: { day: string; at: number; of: Record<string, string> }[] = [];
  const found = new Set<string>();
  for (const [index, one] of steps.entries()) {
    // Four days go by; a step now and then is about the day before.
    now += index % 60 === 59 ? dayMs : 1_000;
    const day = one.yesterday && today() > at.day ? addDays(today(), -1) : today();
    const doing = [file, file, fileRest, confirm, giveBack, openByHand, close][one.verb];
    await doing?.(one, day);
    now += 1_000;
    const { of } = await at.board(day);
    expect(of, `after step ${index}`).toEqual(expected(day, now));
    for (const status of Object.values(of)) found.add(status);
    if (index % 20 === 0) seen.push({ day, at: now, of });
  }
  expect([...found].sort()).toEqual(['attention', 'clear', 'pending']);
  for (const { day, at: moment, of } of seen)
    expect((await at.board(day, new Date(moment).toISOString())).of).toEqual(of);
});
