import type { PlaceChildren, PlaceDetail, PlaceRow } from '@linli/core/places';
import { expect } from 'vitest';
import { Client } from '../harness/client.ts';
import { journey } from '../harness/journey.ts';
import type { Office } from '../harness/office.ts';
import type { Product } from '../harness/product.ts';

/** What a page may cost a phone, bytes, with everything it loads. */
const mostBytes = 50_000;

/** The street, its first community, and so on down to the first place without parts: `/p/…` for each. */
async function pathsDown(product: Product, office: Office): Promise<{ row: PlaceRow; path: string }[]> {
  const client = await Client.signIn(product, office);
  const found: { row: PlaceRow; path: string }[] = [];
  for (let parent: string = client.streetId; ; ) {
    const detail = await client.get<PlaceDetail>(`/places/${parent}`);
    found.push({ row: detail, path: detail.publicPath });
    const { rows } = await client.get<PlaceChildren>(`/places/children?parent=${parent}`);
    const next = rows[0];
    if (!next) return found;
    parent = next.id;
  }
}

journey(
  'every level has a page that needs no script, in both languages and in large type',
  async ({ open, product, office }) => {
    const levels = await pathsDown(product, office);
    expect(levels.map(({ row }) => row.kind)).toEqual(
      expect.arrayContaining(['street', 'community', 'building']),
    );
    const phone = await open({ script: false, size: { width: 360, height: 740 } });
    for (const { row, path } of levels) {
      await phone.go(path);
      expect(await phone.page.locator('script').count(), path).toBe(0);
      expect(await phone.page.locator('h1').textContent(), path).not.toBe('');
      await phone.look(`public-${row.kind}`);
    }
    const street = levels[0]?.path ?? '';
    await phone.go(street);
    await phone.page.getByRole('link', { name: '大字' }).click();
    await phone.look('public-street-large');
    await phone.page.getByRole('link', { name: 'English' }).click();
    expect(await phone.page.locator('html').getAttribute('lang')).toBe('en');
    await phone.page.getByRole('link', { name: 'Normal type' }).waitFor();
    await phone.look('public-street-large-en');
  },
);

journey('a page and all it loads stay below 50 kB', async ({ open, product, office }) => {
  const levels = await pathsDown(product, office);
  for (const { path } of levels) {
    const screen = await open();
    const sizes: Promise<number>[] = [];
    screen.page.on('requestfinished', (request) => {
      sizes.push(request.sizes().then((size) => size.responseBodySize + size.responseHeadersSize));
    });
    await screen.go(path);
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(bytes, path).toBeGreaterThan(0);
    expect(bytes, path).toBeLessThan(mostBytes);
  }
});

journey('a code that leads nowhere helps on', async ({ open, office }) => {
  expect(office.login).not.toBe('');
  const screen = await open({ script: false });
  screen.allow(/404/);
  await screen.go('/p/22222aaaa');
  await screen.page.getByRole('heading', { name: '没有找到这个地点' }).waitFor();
  expect(await screen.page.getByRole('link', { name: '12345' }).getAttribute('href')).toBe('tel:12345');
  await screen.look('public-unknown');
});
