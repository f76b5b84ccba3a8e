import { expect, test } from 'vitest';
import { policyPacks } from './packs.ts';
import { EventParams } from './params.ts';

test.each(policyPacks.map((pack) => [pack.id, pack] as const))(
  '%s is well formed and its fields open kinds of findings it lists',
  (_id, pack) => {
    expect(EventParams.safeParse(pack.params).error?.issues ?? []).toEqual([]);
  },
);

test('repealed measures ship as rehearsals only', () => {
  expect(policyPacks.filter((pack) => !pack.lawfulNow).map((pack) => pack.id)).toEqual([
    'covid-9th',
    'covid-20',
    'covid-10',
  ]);
});

test('an office cannot put a person into a sentence of a notice', () => {
  const params = policyPacks[0]?.params;
  const wording = { ...params?.wording, clear: { title: '今日无疫', sentence: '{name}今日无疫' } };
  expect(EventParams.safeParse({ ...params, wording }).success).toBe(false);
});

test('a field that opens an unlisted kind of finding is refused', () => {
  const params = policyPacks[0]?.params;
  expect(EventParams.safeParse({ ...params, findings: params?.findings.slice(1) }).success).toBe(false);
});
