import fc from 'fast-check';
import { expect, test } from 'vitest';
import { statuses } from '../kernel/index.ts';
import { type ReportEntry, type ReportState, reportAt, reportSteps } from './fold.ts';
import { clearDays, computeStatuses, type FindingFact, type StatusNode } from './status.ts';

const street: StatusNode = { id: 'street', level: 'street', wholes: [], owes: false };
const node = (id: string, level: StatusNode['level'], wholes: string[], owes = true): StatusNode => ({
  id,
  level,
  wholes,
  owes,
});

/** A street of random shape: communities with compounds and grids, cells in one of each, compounds in sectors. */
const anyStreet = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 1 }),
    ),
    { minLength: 1, maxLength: 25 },
  )
  .map((cells) => {
    const nodes = new Map<string, StatusNode>([['street', street]]);
    cells.forEach(([community, compound, grid, sector], index) => {
      const inCommunity = `community-${community}`;
      const inCompound = `compound-${community}-${compound}`;
      const inGrid = `grid-${community}-${grid}`;
      const inSector = `sector-${sector}`;
      nodes.set(inCommunity, node(inCommunity, 'community', ['street'], false));
      nodes.set(inSector, node(inSector, 'sector', ['street'], false));
      if (!nodes.has(inCompound))
        nodes.set(inCompound, node(inCompound, 'compound', [inCommunity, inSector]));
      nodes.set(inGrid, node(inGrid, 'grid', [inCommunity]));
      nodes.set(`cell-${index}`, node(`cell-${index}`, 'cell', [inCompound, inGrid]));
    });
    return [...nodes.values()];
  });

const anyDay = anyStreet.chain((nodes) => {
  const owing = nodes.filter((each) => each.owes).map((each) => each.id);
  const state = fc.constantFrom<ReportState>(
    'due',
    'filed',
    'confirmed',
    'confirmed',
    'confirmed',
    'returned',
  );
  const finding = fc.record({
    targetId: fc.constantFrom(...nodes.map((each) => each.id)),
    effect: fc.constantFrom('attention', 'pending', 'none'),
  });
  return fc.record({
    nodes: fc.constant(nodes),
    states: fc
      .array(state, { minLength: owing.length, maxLength: owing.length })
      .map((all) => new Map(owing.map((id, index) => [id, all[index] as ReportState]))),
    findings: fc.array(finding, { maxLength: 4 }) as fc.Arbitrary<FindingFact[]>,
  });
});

const rank = (status: (typeof statuses)[number] | undefined) =>
  statuses.indexOf(status as (typeof statuses)[number]);

test('a place is clear only when everything owed is confirmed and nothing is found', () => {
  const nodes = [street, node('grid', 'grid', ['street']), node('cell', 'cell', ['grid'])];
  const confirmed = new Map<string, ReportState>([
    ['grid', 'confirmed'],
    ['cell', 'confirmed'],
  ]);
  expect(computeStatuses(nodes, confirmed, []).get('street')?.status).toBe('clear');
  for (const state of ['due', 'filed', 'returned'] as const) {
    expect(computeStatuses(nodes, new Map([...confirmed, ['cell', state]]), []).get('street')?.status).toBe(
      'pending',
    );
  }
  expect(
    computeStatuses(nodes, confirmed, [{ targetId: 'cell', effect: 'attention' }]).get('street')?.status,
  ).toBe('attention');
  expect(
    computeStatuses(nodes, confirmed, [{ targetId: 'cell', effect: 'pending' }]).get('street')?.status,
  ).toBe('pending');
  expect(
    computeStatuses(nodes, confirmed, [{ targetId: 'cell', effect: 'none' }]).get('street')?.status,
  ).toBe('clear');
});

test('where nobody owes a report, nothing is known', () => {
  expect(computeStatuses([street], new Map(), []).get('street')?.status).toBe('pending');
});

test('missing never means clear, on no level', () => {
  fc.assert(
    fc.property(anyDay, ({ nodes, states, findings }) => {
      for (const [, { status, reasons }] of computeStatuses(nodes, states, findings)) {
        if (status === 'clear')
          expect(reasons).toMatchObject({
            missing: [],
            unconfirmed: [],
            returned: [],
            confirmed: reasons.owed,
          });
      }
    }),
  );
});

test('a whole is never better than its worst part', () => {
  fc.assert(
    fc.property(anyDay, ({ nodes, states, findings }) => {
      const found = computeStatuses(nodes, states, findings);
      for (const each of nodes) {
        for (const whole of each.wholes)
          expect(rank(found.get(whole)?.status)).toBeGreaterThanOrEqual(rank(found.get(each.id)?.status));
      }
    }),
  );
});

test('the order in which things arrive never changes the result', () => {
  fc.assert(
    fc.property(
      anyDay,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      ({ nodes, states, findings }, chances) => {
        const shuffled = <T>(list: Iterable<T>): T[] =>
          [...list]
            .map((item) => ({ item, at: chances.next().value as number }))
            .sort((one, other) => one.at - other.at)
            .map(({ item }) => item);
        const before = computeStatuses(nodes, states, findings);
        const after = computeStatuses(shuffled(nodes), new Map(shuffled(states)), shuffled(findings));
        expect(Object.fromEntries(after)).toEqual(Object.fromEntries(before));
      },
    ),
  );
});

test('each reporter is counted once in a whole it reaches by two ways', () => {
  fc.assert(
    fc.property(anyDay, ({ nodes, states }) => {
      const found = computeStatuses(nodes, states, []).get('street');
      expect(found?.reasons.owed).toBe(nodes.filter((each) => each.owes).length);
      expect(new Set(found?.reasons.missing).size).toBe(found?.reasons.missing.length);
    }),
  );
});

const anyEntries = fc
  .array(
    fc.record({
      step: fc.constantFrom(...reportSteps),
      at: fc.integer({ min: 0, max: 100 }),
      late: fc.boolean(),
    }),
    { maxLength: 8 },
  )
  .map((steps) =>
    steps
      .sort((one, other) => one.at - other.at)
      .map((step, index): ReportEntry => ({ ...step, no: index + 1, answers: { new_cases: index } })),
  );

test('a past moment reads the same whatever came after it, and in whatever order it is read', () => {
  fc.assert(
    fc.property(anyEntries, fc.integer({ min: 0, max: 100 }), (entries, moment) => {
      const before = entries.filter((entry) => entry.at <= moment);
      expect(reportAt(entries.toReversed(), moment)).toEqual(reportAt(before, 1_000));
    }),
  );
});

test('a report that was corrected keeps its lateness and counts its revisions', () => {
  const filed: ReportEntry = { no: 1, step: 'filed', at: 1, answers: { new_cases: 0 }, late: true };
  const returned: ReportEntry = { no: 2, step: 'returned', at: 2, answers: {}, late: false };
  const corrected: ReportEntry = { no: 3, step: 'filed', at: 3, answers: { new_cases: 1 }, late: false };
  expect(reportAt([filed, returned, corrected], 9)).toEqual({
    state: 'filed',
    revision: 2,
    nextNo: 4,
    answers: { new_cases: 1 },
    late: true,
  });
  expect(reportAt([], 9).state).toBe('due');
});

test('clear days are counted back from the last day, and one day that was not ends them', () => {
  const days = (text: string) =>
    [...text].map((letter, index) => ({
      day: `2026-11-${index + 10}`,
      status: ({ c: 'clear', p: 'pending', a: 'attention' } as const)[letter as 'c'],
    }));
  expect(clearDays(days('cccc'))).toBe(4);
  expect(clearDays(days('ccacc'))).toBe(2);
  expect(clearDays(days('cccp'))).toBe(0);
  expect(clearDays([])).toBe(0);
});
