import { expect } from 'vitest';
import { journey } from '../harness/journey.ts';

journey(
  'one’s own street is found in the official list and brings its communities along',
  async ({ screen }) => {
    const { page } = screen;
    await screen.go('/');
    await page.getByLabel('街道名称或区划代码').fill('职工新街');
    await page
      .getByRole('button', { name: /职工新街/ })
      .first()
      .click();
    await page.getByText('140107007000').first().waitFor();
    await screen.look('first-run-listed');
    await page.getByLabel('姓名').fill('李静');
    await page.getByLabel('登录名').fill('lijing');
    await page.getByLabel('新密码').fill('quiet orchard ladder');
    await page.getByRole('button', { name: '开通', exact: true }).click();
    await page.waitForURL(/\/office\/.+\/today/);
    await page.getByRole('navigation', { name: '工作导航' }).getByRole('link', { name: '地点' }).click();
    const communities = page.getByRole('tree', { name: '地点树' }).getByRole('treeitem');
    await communities.nth(8).waitFor();
    expect(await communities.count()).toBe(9);
  },
);
