import { expect, test } from 'vitest';
import { type Answers, type Form, Problem } from '../kernel/index.ts';
import { decideConfirm, decideReturn } from './confirming.ts';
import { explainStatus } from './explain.ts';
import { decideFiling, decideRest, sameAnswers } from './filing.ts';
import { prefillAnswers, sumsOf } from './prefill.ts';
import { dueReport, type ReportDay, type ReportNow, reportKey } from './standing.ts';
import type { NodeStatus } from './status.ts';

const label = { zh: '项', en: 'Item' };
const form: Form = [
  { kind: 'count', key: 'people', label, normal: null, finding: null, source: 'ledger.people' },
  { kind: 'count', key: 'cases', label, normal: 0, finding: 'case', source: null },
  { kind: 'yesno', key: 'manned', label, normal: true, finding: 'unmanned', source: null },
];
const on: ReportDay = {
  rules: { reporting: ['cell'], forms: { cell: form, compound: [], grid: [] }, findings: [] },
  ...{ day: '2026-11-23', startedOn: '2026-11-20', today: '2026-11-23', cutOffAt: 1_000, now: 1_000 },
};
const target = { level: 'cell', targetId: 'one' } as const;
const item = (answers: Answers = {}, no = 1) => ({ ...target, entryId: 'entry', no, answers });
const stands = (more: Partial<ReportNow> = {}): ReportNow => ({
  ...dueReport(target),
  ...{ state: 'filed', nextNo: 2, at: 5, accountId: 'her', filedAt: 5, filedBy: 'her' },
  ...more,
});
const codeOf = (decided: unknown) => (decided instanceof Problem ? decided.code : null);

test('only the days from the start of the event to today can be filed', () => {
  for (const day of ['2026-11-19', '2026-11-24'])
    expect(codeOf(decideFiling({ ...on, day }, [item()], [dueReport(target)], undefined))).toBe(
      'reports.day_not_open',
    );
  expect(decideFiling({ ...on, day: '2026-11-20' }, [item()], [dueReport(target)], undefined)).toMatchObject({
    entries: [{ no: 1 }],
  });
});

test('a level that does not report, and a place that is none of it, owe nothing', () => {
  const rules = { ...on.rules, reporting: ['grid'] as const };
  expect(codeOf(decideFiling({ ...on, rules }, [item()], [dueReport(target)], undefined))).toBe(
    'reports.not_owed',
  );
  expect(codeOf(decideFiling(on, [item()], [null], undefined))).toBe('reports.not_owed');
});

test('exactly at the cut-off is in time, one millisecond later is late', () => {
  const late = (now: number) => decideFiling({ ...on, now }, [item()], [dueReport(target)], undefined);
  expect(late(1_000)).toMatchObject({ entries: [{ late: false }] });
  expect(late(1_001)).toMatchObject({ entries: [{ late: true }] });
});

test('a standing report is corrected with a reason only, against the newest number, and a returned one needs none', () => {
  const correction = [item({ cases: 1 }, 2)];
  expect(codeOf(decideFiling(on, correction, [stands()], undefined))).toBe('reports.correction_reason');
  expect(decideFiling(on, correction, [stands({ late: true })], '更正')).toMatchObject({
    entries: [{ no: 2, late: true, normal: false }],
    findings: [{ kind: 'case' }],
  });
  expect(decideFiling(on, [item({ cases: 1 }, 1)], [stands()], '更正')).toMatchObject({
    entries: [],
    conflicts: [{ targetId: 'one' }],
  });
  const returned = stands({ state: 'returned', nextNo: 3 });
  expect(decideFiling(on, [item({}, 3)], [returned], undefined)).toMatchObject({ entries: [{ no: 3 }] });
});

test('saying the same again is neither a correction nor a conflict', () => {
  expect(decideFiling(on, [item({ cases: 0 })], [stands()], undefined)).toMatchObject({
    ...{ entries: [], conflicts: [], same: [{ targetId: 'one' }] },
  });
  expect(sameAnswers(form, { cases: 0, manned: true }, {})).toBe(true);
  expect(sameAnswers(form, { people: 0 }, {})).toBe(false);
});

test('the rest is what is due and where nothing is open', () => {
  const reports = [
    dueReport(target),
    stands({ targetId: 'two' }),
    { ...dueReport(target), targetId: 'three' },
  ];
  const { file, left } = decideRest(reports, new Set([reportKey({ level: 'cell', targetId: 'three' })]));
  expect([file.map(({ targetId }) => targetId), left.map(({ targetId }) => targetId)]).toEqual([
    ['one'],
    ['three'],
  ]);
});

test('confirming takes what was filed by others and seen', () => {
  const reports = [
    stands(),
    stands({ targetId: 'mine', filedBy: 'me' }),
    stands({ targetId: 'later', filedAt: 9 }),
    stands({ targetId: 'excepted' }),
    stands({ targetId: 'done', state: 'confirmed' }),
    dueReport({ level: 'cell', targetId: 'due' }),
  ];
  const plan = decideConfirm(reports, { accountId: 'me', mayOwn: false }, new Set(['excepted']), 8);
  expect(plan).toMatchObject({
    entries: [{ targetId: 'one', step: 'confirmed', no: 2 }],
    own: [{ targetId: 'mine' }],
    later: [{ targetId: 'later' }],
  });
  expect(decideConfirm(reports, { accountId: 'me', mayOwn: true }, new Set(), 99).entries).toHaveLength(4);
});

test('only what was filed is returned, as it was seen', () => {
  expect(codeOf(decideReturn([{ no: 1 }], [dueReport(target)]))).toBe('reports.nothing_filed');
  const two = [
    stands(),
    stands({ targetId: 'two', nextNo: 3 }),
    stands({ targetId: 'three', state: 'returned' }),
  ];
  expect(decideReturn([{ no: 2 }, { no: 2 }, { no: 2 }], two)).toMatchObject({
    entries: [{ targetId: 'one', step: 'returned' }],
    conflicts: [{ targetId: 'two' }],
    same: [{ targetId: 'three' }],
  });
});

test('a form starts with what is known, last told, or normal; an exception only while it is open', () => {
  const last = { people: 40, cases: 2, manned: false };
  expect(prefillAnswers(form, {}, null, new Set())).toEqual({ cases: 0, manned: true });
  expect(prefillAnswers(form, { people: 41 }, last, new Set(['case']))).toEqual({
    ...{ people: 41, cases: 2, manned: true },
  });
  // What a field's source or an older form told in another type is not carried over.
  expect(prefillAnswers(form, { people: true }, { people: true }, new Set())).toEqual({
    ...{ cases: 0, manned: true },
  });
  expect(sumsOf(form, [last, { people: 2 }, {}])).toMatchObject([
    { key: 'people', sum: 42 },
    { key: 'cases', sum: 2 },
  ]);
});

test('an explanation says what is missing, by name, and does not drown in names', () => {
  const found = (
    more: Partial<NodeStatus['reasons']>,
    status: NodeStatus['status'] = 'pending',
  ): NodeStatus => ({
    status,
    reasons: {
      ...{ owed: 41, confirmed: 38, missing: [], unconfirmed: [], returned: [], attention: [], unclear: [] },
      ...more,
    },
  });
  const name = (id: string) => `${id}号楼`;
  expect(explainStatus(found({ missing: ['1', '2', '3'] }), name)).toEqual({
    zh: '待核：41 个应报中有 3 个未报：1号楼、2号楼、3号楼。',
    en: 'Pending: of 41 reports owed, 3 not reported (1号楼, 2号楼, 3号楼).',
  });
  expect(explainStatus(found({ attention: ['1'], returned: ['2'] }, 'attention'), name).zh).toBe(
    '有情况：41 个应报中有 1 处有情况未办结：1号楼；1 个退回待重报：2号楼。',
  );
  const many = Array.from({ length: 9 }, (_one, index) => String(index));
  expect(explainStatus(found({ missing: many }), name).zh).toContain('4号楼等 9 个');
  expect(explainStatus(found({ owed: 0 }), name).zh).toContain('没有应报的地点');
  expect(explainStatus(found({ confirmed: 41 }, 'clear'), name).zh).toBe(
    '今日无疫：41 个应报，全部复核，没有未办结的情况。',
  );
});
