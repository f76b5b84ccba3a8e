import { expect } from 'vitest';
import { journey } from '../harness/journey.ts';

journey('the first page sets the office up with the sample street and opens it', async ({ screen }) => {
  const { page } = screen;
  await screen.go('/');
  await page.getByRole('heading', { level: 1, name: '开通这个街道' }).waitFor();
  await screen.look('first-run');

  const submit = page.getByRole('button', { name: '开通', exact: true });
  expect(await submit.isDisabled()).toBe(true);

  await page.getByRole('radio', { name: /样例街道/ }).check();
  await page.getByLabel('姓名').fill('王芳');
  await page.getByLabel('登录名').fill('wangfang');
  await page.getByLabel('新密码').fill('1234567890');
  expect(await submit.isDisabled()).toBe(true);
  await page.getByLabel('新密码').fill('herring lantern granite');
  await screen.look('first-run-filled');
  await submit.click();

  await page.waitForURL(/\/office\/.+\/today/, { timeout: 50_000 });
  await screen.settle();
  await screen.look('first-run-done');
});

journey('an office that is set up is never set up again', async ({ screen, product }) => {
  await screen.go('/');
  await screen.page.getByRole('heading', { level: 1, name: '登录' }).waitFor();
  const answer = await fetch(`${product.url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({}),
  });
  expect(answer.status).toBeGreaterThanOrEqual(400);
});
