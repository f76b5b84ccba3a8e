import { describe, expect, it } from 'vitest';
import { buildingKey, communityStem, everydayName, gridKey, orderOfKey, unitKey } from './import-names.ts';

describe('what tells names apart', () => {
  it.each([
    ['8号楼', '9号楼'],
    ['8号楼', '18号楼'],
    ['8-1号楼', '8-2号楼'],
    ['A座', 'B座'],
    ['8号楼', '东8号楼'],
    ['甲楼', '乙楼'],
    ['综合楼', '办公楼'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(buildingKey(one, '小区')).not.toBe(buildingKey(other, '小区'));
  });

  it.each([
    ['8', '8号楼'],
    ['8号楼', '8栋'],
    ['8#', '8号楼'],
    ['8#楼', '第8幢'],
    ['08栋', '8座'],
    ['八号楼', '8 号楼'],
    ['二十一栋', '21号楼'],
    ['10幢', '十号楼'],
    ['a座', 'A 座'],
    ['8-1栋', '8-1号楼'],
    ['机车宿舍8号楼', '8栋'],
  ])('takes %s and %s for the same building', (one, other) => {
    expect(buildingKey(one, '机车宿舍')).toBe(buildingKey(other, '机车宿舍'));
  });

  it.each([
    ['1单元', '一单元'],
    ['1', '1单元'],
    ['第一单元', '1 单元'],
    ['1门', '1单元'],
  ])('takes %s and %s for the same unit', (one, other) => {
    expect(unitKey(one)).toBe(unitKey(other));
  });

  it.each([
    ['第1网格', '1网格'],
    ['第一网格', '1'],
    ['迎春社区第1网格', '第1网格'],
    ['迎春一网格', '第1网格'],
  ])('takes %s and %s for the same grid', (one, other) => {
    expect(gridKey(one, '迎春社区居委会')).toBe(gridKey(other, '迎春社区居委会'));
  });

  it.each([
    ['迎春社区居委会', '迎春'],
    ['中环社区居民委员会', '中环社区'],
    ['五大龙沟村委会', '五大龙沟村'],
  ])('takes %s and %s for the same community', (one, other) => {
    expect(communityStem(one)).toBe(communityStem(other));
  });

  it('leaves a community its name', () => {
    expect(communityStem('社区')).toBe('社区');
  });

  it.each([
    ['迎春社区居委会', '迎春社区'],
    ['金玉社区居民委员会', '金玉社区'],
    ['五大龙沟村委会', '五大龙沟村'],
    ['东村村委会', '东村'],
    ['东村村民委员会', '东村'],
    ['迎春社区', '迎春社区'],
    ['居委会', '居委会'],
    ['村委会', '村委会'],
  ])('knows that people call %s %s', (official, everyday) => {
    expect(everydayName(official)).toBe(everyday);
  });

  it('orders by the number, where there is one', () => {
    expect(orderOfKey(buildingKey('十二号楼', '小区'))).toBe(12);
    expect(orderOfKey(buildingKey('综合楼', '小区'))).toBeNull();
    expect(orderOfKey(buildingKey('8-1号楼', '小区'))).toBeNull();
  });
});
