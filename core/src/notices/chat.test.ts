import { expect, test } from 'vitest';
import { utf8 } from './bytes.ts';
import { publicationText, type ToldNotice, withdrawalText } from './chat.ts';
import { personalProblems } from './personal.ts';

const told = (no: number, more: Partial<ToldNotice> = {}): ToldNotice => ({
  level: 'cell',
  name: `${no}号楼`,
  trail: ['职工新街街道', '迎春社区', '机车宿舍'],
  status: 'clear',
  title: '今日无疫',
  serial: `ZGXJ-20261123-${String(no).padStart(4, '0')}`,
  ...more,
});
const whole = told(1, {
  level: 'community',
  name: '迎春社区',
  trail: ['职工新街街道'],
  status: 'pending',
  title: '待核',
});
const given = { asOf: '11月23日 16:00', helpline: '12345', link: 'https://street.example/n/zgxjabcdefgh' };

test('a publication names what is not clear and counts the rest', () => {
  const notices = [whole, told(2), told(3, { status: 'pending', title: '待核' })];
  expect(publicationText(whole, notices, given)).toBe(
    [
      '【公示】迎春社区 ◇待核',
      '截至 11月23日 16:00：○今日无疫 1 处，◇待核 2 处。',
      '◇机车宿舍3号楼 待核',
      '编号 ZGXJ-20261123-0001',
      'https://street.example/n/zgxjabcdefgh',
      '求助热线 12345',
    ].join('\n'),
  );
});

test('a withdrawal says what to take down, and gives no reason', () => {
  expect(withdrawalText([told(3)], '12345')).toContain('机车宿舍3号楼（ZGXJ-20261123-0003）');
});

test('however many places, a message stays within what the vendors take and holds nothing personal', () => {
  const many = Array.from({ length: 900 }, (_none, index) =>
    told(index, { status: 'attention', title: '有情况', name: '第一生活区二十三号楼五单元' }),
  );
  for (const text of [publicationText(whole, many, given), withdrawalText(many, '12345')]) {
    expect(utf8(text).length).toBeLessThan(2_000);
    expect(personalProblems('text', text)).toEqual([]);
  }
});
