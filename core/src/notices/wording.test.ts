import { expect, test } from 'vitest';
import { noticeWords } from './wording.ts';

const wording = {
  clear: { title: '今日无疫', sentence: '{place}今日无疫(截至{day}{time})' },
  attention: { title: '有情况', sentence: '{place}有情况,请关注街道通知' },
  pending: { title: '待核', sentence: '{place}待核' },
  lasting: '{place}已连续{days}天无疫',
};
const given = { place: '1号楼', day: '2026-11-03', time: '16:00', needed: 14 };

test('the lasting title is earned on the day, not before, and only while clear', () => {
  expect(noticeWords(wording, { ...given, status: 'clear', clearDays: 13 })).toEqual({
    title: '今日无疫',
    sentence: '1号楼今日无疫(截至11月3日16:00)',
    lastingDays: 0,
    lasting: null,
  });
  expect(noticeWords(wording, { ...given, status: 'clear', clearDays: 14 })).toMatchObject({
    lastingDays: 14,
    lasting: '1号楼已连续14天无疫',
  });
  expect(noticeWords(wording, { ...given, status: 'pending', clearDays: 20 }).lasting).toBeNull();
});
