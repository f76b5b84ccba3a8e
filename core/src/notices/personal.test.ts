import { describe, expect, test } from 'vitest';
import { type PersonalKind, personalProblems, scanPersonal } from './personal.ts';

const held: readonly (readonly [PersonalKind, string])[] = [
  ['phone', '有事请打15400138000'],
  ['phone', '有事请打 154 0013 8000'],
  ['phone', '154-0013-8000'],
  ['phone', '+86 15400138000'],
  ['phone', '8615400138000'],
  ['phone', '\uff11\uff15\uff14\uff10\uff10\uff11\uff13\uff18\uff10\uff10\uff10'],
  ['phone', '1 5 4 0 0 1 3 8 0 0 0'],
  ['phone', '一五四零零一三八零零零'],
  ['phone', '微信同号15412345678王'],
  ['phone', '0351-4000000'],
  ['phone', '(0351)4000000'],
  ['phone', '010 6000 0000'],
  ['phone', '联系电话:4000000'],
  ['phone', '物业座机 8700 0000'],
  ['identity', '149901199003071234'],
  ['identity', '14990119900307123X'],
  ['identity', '14990119900307123x的住户'],
  ['identity', '149901 19900307 1234'],
  ['identity', '149901900307123'],
  ['identity', '149901199003071234'],
  ['plate', '晋A12345占用消防通道'],
  ['plate', '晋A·12345'],
  ['plate', '晋AD12345'],
  ['plate', '粤Z1234港'],
  ['person', '王先生已经回家'],
  ['person', '请李建国先生下楼'],
  ['person', '欧阳女士'],
  ['person', '一位姓张的阿姨说张阿姨好'],
  ['person', '张某今日确诊'],
  ['person', '李某某'],
  ['person', '赵××'],
  ['person', '王*'],
  ['person', '刘建军确诊'],
  ['person', '名单:郭小红 密接'],
  ['person', '某某某确诊'],
  ['household', '3-502 王小明'],
  ['household', '8号楼2单元502室王小明'],
  ['household', '2单元301:赵丽'],
  ['household', '王小明 3-502'],
  ['household', '8号楼2单元502室确诊'],
  ['household', '3-502 有人发热'],
];

const free = [
  '8号楼',
  '8号楼2单元',
  '3-502',
  '3-502室',
  '12号院东区',
  '2栋',
  '1001号地块',
  '职工新街街道迎春社区机车宿舍8号楼2单元今日无疫(截至11月23日16:00)',
  '机车宿舍已连续14天无疫',
  '有情况,请关注街道通知',
  '待核',
  '求助请拨 12345',
  '便民热线12345,急救120,火警119,报警110',
  '全国热线 400-820-8820',
  '95598 供电服务',
  '2026-11-23 16:00',
  '2026年11月23日16时30分',
  '20261123',
  'ZGXJ-20261123-0001',
  '编号 ZGXJ-20261123-0615 截至 2026-11-23 16:00',
  '王家庄小区',
  '李村三号院',
  '张自忠路社区',
  '孙家沟 3号楼',
  '太行路社区',
  '和平里',
  '高层住宅全部居家隔离已解除',
  '于今日转运完毕',
  '安全隔离',
  '新A座',
  '云顶2期',
  '全体同志辛苦了',
  '第1网格',
  '140106001001',
  '小区共1280户3542人',
  '8号楼 201室 领取',
  '黄陵街道',
  '一二三四',
  '三四五号楼',
  '川A区12号',
];

describe('a text that would become public', () => {
  test.each(held)('holds %s: %s', (kind, text) => {
    expect(scanPersonal(text).map((hit) => hit.kind)).toContain(kind);
  });

  test.each(free)('holds nothing personal: %s', (text) => {
    expect(scanPersonal(text)).toEqual([]);
  });

  test('is refused with what and where, and the refusal does not repeat it', () => {
    const problems = personalProblems('sentence', '迎春社区 15400138000 王先生');
    expect(problems.map((problem) => problem.path)).toEqual(['sentence', 'sentence']);
    expect(problems[0]?.text.zh).toBe('第 6 个字起像是电话号码');
    expect(JSON.stringify(problems)).not.toMatch(/154|王/);
  });

  test('full-width digits do not shift the place', () => {
    expect(
      scanPersonal('电话\u3000\uff11\uff15\uff14\uff10\uff10\uff11\uff13\uff18\uff10\uff10\uff10')[0],
    ).toEqual({ kind: 'phone', at: 3, length: 11 });
  });
});
