import { expect } from 'vitest';
import { journey } from '../harness/journey.ts';
import { signIn } from '../harness/office.ts';

journey(
  'a wrong password is refused with a sentence, and nothing typed is lost',
  async ({ screen, office }) => {
    const { page } = screen;
    screen.allow(/40[13]/);
    await screen.go('/');
    await screen.look('sign-in');
    await page.getByLabel('登录名').fill(office.login);
    await page.getByLabel('密码', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('登录名').inputValue()).toBe(office.login);
    await screen.look('sign-in-refused');
  },
);

journey('signing in by keyboard alone leads to the page that was asked for', async ({ screen, office }) => {
  const { page } = screen;
  await screen.go('/office/account');
  await page.getByLabel('登录名').focus();
  await page.keyboard.type(office.login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(office.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '修改密码' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/office/account');
  await screen.look('account');
});

journey(
  'the browser’s language is the first language; the page switches without loading',
  async ({ open, office }) => {
    const screen = await open({ language: 'en' });
    await screen.go('/');
    await screen.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    expect(await screen.page.locator('html').getAttribute('lang')).toBe('en');
    await screen.look('sign-in-en');
    await screen.page.getByLabel('Login').fill(office.login);
    await screen.page.getByLabel('Password', { exact: true }).fill(office.password);
    await screen.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await screen.page.waitForURL(/\/today/);
    await screen.settle();
    await screen.look('today-en');
  },
);

journey('signing out ends the session on the server', async ({ screen, office }) => {
  const { page } = screen;
  await signIn(screen, office);
  const cookies = await page.context().cookies();
  await page.getByRole('button', { name: `${office.name} 的账号菜单` }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await page.getByRole('heading', { level: 1, name: '登录' }).waitFor();
  await page.context().addCookies(cookies);
  const answer = await page.request.get('/api/session');
  expect(await answer.json()).toMatchObject({ state: 'signed-out' });
});
