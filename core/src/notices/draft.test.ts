import { describe, expect, test } from 'vitest';
import type { Status } from '../kernel/index.ts';
import { type DraftDay, draftNotices, exceptionsOf, type PastDraft, type StatusPlace } from './draft.ts';

const place = (
  id: string,
  level: StatusPlace['level'],
  wholes: string[],
  status: Status = 'clear',
): StatusPlace => ({ id, level, name: `${id}名`, wholes, status });

const places = [
  place('街', 'street', []),
  place('社', 'community', ['街']),
  place('片', 'sector', ['街']),
  place('网', 'grid', ['社']),
  place('院', 'compound', ['社', '片']),
  place('楼', 'cell', ['院', '网'], 'pending'),
];
const day: DraftDay = {
  day: '2026-11-23',
  time: '16:00',
  needed: 3,
  past: new Map(),
  withdrawn: new Set(),
  wording: {
    clear: { title: '今日无疫', sentence: '{place}今日无疫' },
    attention: { title: '有情况', sentence: '{place}有情况' },
    pending: { title: '待核', sentence: '{place}待核' },
    lasting: '{place}已连续{days}天无疫',
  },
};
const past = (entries: Record<string, PastDraft>) => new Map(Object.entries(entries));
const of = (id: string, given: Partial<DraftDay> = {}) =>
  draftNotices(places, { ...day, ...given }).find((draft) => draft.targetId === id);

describe('drafts', () => {
  test('a grid gets no notice; the five levels do, wholes before their parts', () => {
    expect(draftNotices(places, day).map(({ level }) => level)).toEqual([
      'street',
      'community',
      'sector',
      'compound',
      'cell',
    ]);
  });

  test('a cell is part of everything above it, through its compound and through its grid', () => {
    expect(of('楼')).toMatchObject({ trail: ['街名', '社名', '院名'], sentence: '院名楼名待核' });
    expect([...(of('楼')?.wholes ?? [])].sort()).toEqual(['院', '网', '社', '片', '街'].sort());
  });

  test('a day without a day before it starts the count of clear days', () => {
    expect(of('院')).toMatchObject({ clearDays: 1, was: null, lastingDays: 0 });
  });

  test('the count goes on from the day before and earns the lasting title', () => {
    const before = past({ 院: { status: 'clear', clearDays: 2 } });
    expect(of('院', { past: before })).toMatchObject({
      clearDays: 3,
      lastingDays: 3,
      lasting: '院名已连续3天无疫',
    });
  });

  test('pending, a break in the days, and a withdrawal on the same day end the count', () => {
    expect(of('楼', { past: past({ 楼: { status: 'clear', clearDays: 9 } }) })?.clearDays).toBe(0);
    expect(of('院', { past: past({ 院: { status: 'clear', clearDays: 0 } }) })?.clearDays).toBe(1);
    const before = past({ 院: { status: 'clear', clearDays: 9 } });
    expect(of('院', { past: before, withdrawn: new Set(['院']) })).toMatchObject({
      status: 'clear',
      clearDays: 0,
    });
  });
});

describe('the review list', () => {
  const draft = { status: 'clear' as Status, was: 'clear' as Status | null, withdrawn: false };
  test('leaves out what is clear as it was yesterday', () => {
    expect(exceptionsOf(draft, true)).toEqual([]);
  });
  test('names what is not clear, changed, new or withdrawn', () => {
    expect(exceptionsOf({ ...draft, status: 'pending', was: 'pending' }, true)).toEqual(['not_clear']);
    expect(exceptionsOf({ ...draft, was: 'attention' }, true)).toEqual(['changed']);
    expect(exceptionsOf({ ...draft, was: null }, true)).toEqual(['first']);
    expect(exceptionsOf({ ...draft, withdrawn: true }, true)).toEqual(['withdrawn']);
  });
  test('does not call every place new on the first day', () => {
    expect(exceptionsOf({ ...draft, was: null }, false)).toEqual([]);
  });
});
