import { randomBytes } from 'node:crypto';
import { uuidv7 } from '@linli/core/kernel';
import type { Product } from './product.ts';
import type { Screen } from './screen.ts';

/** The first account of an office that was set up for a journey. */
export interface Office {
  readonly login: string;
  readonly name: string;
  readonly password: string;
}

const admin: Office = { login: 'wangfang', name: '王芳', password: 'herring lantern granite' };

/** Sets the running product up with the sample street, as the first-run page does. */
export async function setUpSample(product: Product): Promise<Office> {
  const answer = await fetch(`${product.url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ commandId: uuidv7(Date.now(), randomBytes), admin, street: { kind: 'sample' } }),
  });
  if (!answer.ok) throw new Error(`the set-up answered ${answer.status}: ${await answer.text()}`);
  return admin;
}

/** Signs in through the page and waits for the office. */
export async function signIn({ page }: Screen, { login, password }: Office): Promise<void> {
  await page.goto('/');
  await page.getByLabel('登录名').fill(login);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL(/\/office\/.+\/today/);
  await page.locator('main h1').waitFor();
}
