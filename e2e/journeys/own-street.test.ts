import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { journey } from '../harness/journey.ts';

const list = fileURLToPath(new URL('../../samples/streets/zhigongxinjie.csv', import.meta.url));

journey('the nine communities of a street come from its CSV and show in the tree', async ({ screen }) => {
  const { page } = screen;
  await screen.go('/');
  await page.getByRole('radio', { name: /用表格导入/ }).check();
  await page.getByLabel('选择文件').setInputFiles(list);
  await page.getByLabel('姓名').fill('李静');
  await page.getByLabel('登录名').fill('lijing');
  await page.getByLabel('新密码').fill('quiet orchard ladder');
  await screen.look('first-run-file');
  await page.getByRole('button', { name: '开通', exact: true }).click();
  await page.waitForURL(/\/office\/.+\/today/);

  await page.getByRole('navigation', { name: '工作导航' }).getByRole('link', { name: '地点' }).click();
  const communities = page.getByRole('tree', { name: '地点树' }).getByRole('treeitem');
  await communities.nth(8).waitFor();
  expect(await communities.count()).toBe(9);
  for (const name of [
    '迎春',
    '太行路',
    '新村',
    '赛马场',
    '赛马场西',
    '北沙河',
    '小东关',
    '剪子湾',
    '道场沟',
  ]) {
    expect(await communities.filter({ hasText: name }).count(), name).toBeGreaterThan(0);
  }
  await screen.look('places-from-csv');
});
