import { expect, test } from 'vitest';
import { readConfig } from '../../../platform/config/config.ts';
import type { Office } from '../office/store.ts';
import type { NoticeRecord } from '../reads/store.ts';
import { posterOf } from './facts.ts';

const office: Office = {
  ...{ version: 0, helpline: '12345', sealName: '职工新街街道应急公示' },
  ...{ streetName: '职工新街街道', prefix: 'zgxj', timeZone: 'Asia/Shanghai' },
};
const notice: NoticeRecord = {
  ...{ id: 'notice', eventId: 'event', targetId: 'cell', prefix: 'zgxj', code: 'abcdefgh' },
  ...{ serial: 'ZGXJ-20261123-0331', day: '2026-11-23', level: 'cell', name: '8号楼2单元' },
  trail: ['职工新街街道', '迎春社区', '机车宿舍'],
  wholes: [],
  place: '职工新街街道·迎春社区·机车宿舍·8号楼2单元',
  ...{ status: 'clear', title: '今日无疫', sentence: '机车宿舍8号楼2单元今日无疫' },
  ...{ lasting: '机车宿舍8号楼2单元已连续14天无疫', lastingDays: 14 },
  ...{
    asOf: Date.parse('2026-11-23T08:00:00Z'),
    publishedAt: 0,
    kid: '0a1b2c3d',
    signature: Buffer.alloc(64),
  },
  ...{
    rehearsal: false,
    state: 'current',
    endedAt: null,
    endedReason: null,
    postedAt: null,
    takenDownAt: null,
  },
};
const config = readConfig({ LINLI_PUBLIC_URL: 'https://linli.street.example' });

test('a poster says each thing once, in the time of its street', () => {
  expect(posterOf(notice, office, config)).toMatchObject({
    head: '职工新街街道 · 迎春社区',
    trail: '迎春社区 › 机车宿舍',
    name: '8号楼2单元',
    lasting: '已连续14天无疫',
    asOf: '11月23日 16:00',
    dayLong: '2026年11月23日 星期一',
    link: 'linli.street.example/n/zgxjabcdefgh',
  });
});

test('a community’s poster stands under its street', () => {
  const community = {
    ...notice,
    ...{
      level: 'community' as const,
      name: '迎春社区',
      trail: ['职工新街街道'],
      lasting: '迎春社区已连续14天无疫',
    },
  };
  expect(posterOf(community, office, config)).toMatchObject({
    ...{ head: '职工新街街道', trail: '职工新街街道', name: '迎春社区', lasting: '已连续14天无疫' },
  });
});
