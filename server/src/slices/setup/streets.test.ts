import { describe, expect, it } from 'vitest';
import { everydayName } from './streets.ts';

describe('what people call a community', () => {
  it.each([
    ['迎春社区居委会', '迎春社区'],
    ['金玉社区居民委员会', '金玉社区'],
    ['五大龙沟村委会', '五大龙沟村'],
    ['东村村委会', '东村'],
    ['东村村民委员会', '东村'],
    ['迎春社区', '迎春社区'],
    ['居委会', '居委会'],
    ['村委会', '村委会'],
  ])('%s is %s', (official, everyday) => {
    expect(everydayName(official)).toBe(everyday);
  });
});
