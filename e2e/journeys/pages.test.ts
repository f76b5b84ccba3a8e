import { expect } from 'vitest';
import { journey } from '../harness/journey.ts';
import { signIn } from '../harness/office.ts';
import type { Screen } from '../harness/screen.ts';

const sizes = {
  desk: { width: 1440, height: 900 },
  narrow: { width: 390, height: 844 },
};

/** Where the navigation leads: a page is added to this walk by being added to the office. */
async function pagesOf({ page }: Screen): Promise<string[]> {
  const links = page.getByRole('navigation', { name: '工作导航' }).locator('a');
  return links.evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
}

journey(
  'every page of the office is sound in both languages, light and dark, wide and narrow',
  async ({ open, office }) => {
    const first = await open();
    await signIn(first, office);
    await first.settle();
    const paths = [...(await pagesOf(first)), '/office/account'];
    expect(paths.length).toBeGreaterThan(3);
    // Without the preferences: the second language is asked for by the browser, as on a first visit.
    const { cookies } = await first.page.context().storageState();

    for (const [size, viewport] of Object.entries(sizes)) {
      for (const language of ['zh-CN', 'en'] as const) {
        const screen = await open({ size: viewport, language, storageState: { cookies, origins: [] } });
        for (const path of paths) {
          await screen.go(path);
          await screen.page.locator('main h1').first().waitFor();
          expect(await screen.page.locator('html').getAttribute('lang')).toBe(language);
          expect(await screen.page.title()).toContain('Linli');
          await screen.look(`${path.split('/').at(-1)}-${size}-${language.slice(0, 2)}`);
        }
      }
    }
  },
  240_000,
);

journey('an address that is no page says so and leads back', async ({ screen, office }) => {
  await signIn(screen, office);
  const prefix = new URL(screen.page.url()).pathname.split('/')[2];
  await screen.go(`/office/${prefix}/no-such-page`);
  await screen.page.getByRole('heading', { name: '没有这一页' }).waitFor();
  await screen.look('not-found');
  await screen.page.getByRole('link', { name: '回到今日' }).click();
  await screen.page.waitForURL(/\/today$/);
});
