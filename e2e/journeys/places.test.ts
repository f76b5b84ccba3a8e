import type { PlaceDetail, TreeRow } from '@linli/core/places';
import { expect } from 'vitest';
import { Client } from '../harness/client.ts';
import { journey } from '../harness/journey.ts';
import { signIn } from '../harness/office.ts';
import type { Screen } from '../harness/screen.ts';

const tree = (screen: Screen) => screen.page.getByRole('tree', { name: '地点树' });

async function openPlaces(screen: Screen): Promise<void> {
  await screen.page.getByRole('navigation', { name: '工作导航' }).getByRole('link', { name: '地点' }).click();
  await tree(screen).getByRole('treeitem').first().waitFor();
  await screen.settle();
}

/** Opens a place of the tree by what a person types into its filter. */
async function openPlace(screen: Screen, name: string): Promise<void> {
  await tree(screen).getByRole('treeitem', { name }).first().click();
  await screen.page.getByRole('article', { name }).getByRole('heading', { name }).waitFor();
}

/** Waits until the line that the keyboard is on is of this level. */
async function atLevel(screen: Screen, level: number): Promise<void> {
  await expect
    .poll(async () => {
      const id = await tree(screen).getAttribute('aria-activedescendant');
      return id && screen.page.locator(`[id="${id}"]`).getAttribute('aria-level');
    })
    .toBe(String(level));
}

journey(
  'the tree is walked by keyboard alone, from the street down to a cell',
  async ({ screen, office }) => {
    const { page } = screen;
    await signIn(screen, office);
    await openPlaces(screen);
    expect(await tree(screen).getByRole('treeitem').count()).toBe(9);

    await tree(screen).focus();
    await page.keyboard.press('Home');
    for (const level of [1, 2, 3]) {
      await atLevel(screen, level);
      await page.keyboard.press('ArrowRight');
      await tree(screen)
        .locator(`[aria-level="${level + 1}"]`)
        .first()
        .waitFor();
      await page.keyboard.press('ArrowRight');
    }
    await atLevel(screen, 4);
    await page.keyboard.press('Enter');
    await page.getByRole('article').getByRole('heading', { name: '单元' }).waitFor();
    await screen.look('places-open');
  },
);

journey(
  'a renamed place keeps its old name findable, shows in its history, and can be undone',
  async ({ screen, office }) => {
    const { page } = screen;
    await signIn(screen, office);
    await openPlaces(screen);
    await openPlace(screen, '新村社区居委会');
    await page.getByRole('button', { name: '改名' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: '名称' }).fill('新村花园社区居委会');
    await screen.look('places-rename');
    await dialog.getByRole('button', { name: '改名' }).click();
    await page.getByRole('article', { name: '新村花园社区居委会' }).waitFor();

    await page.getByPlaceholder(/按名称、别名/).fill('新村社区');
    await page.getByText('新村花园社区居委会').first().waitFor();
    await page.getByPlaceholder(/按名称、别名/).fill('');

    await page.getByRole('tab', { name: '历史' }).click();
    await screen.settle();
    await screen.look('places-history');
    await page.getByRole('button', { name: '撤销' }).first().click();
    await page.getByRole('article', { name: '新村社区居委会' }).waitFor();
  },
);

journey(
  'a name that is taken is refused in the form, and what was typed stays',
  async ({ screen, office }) => {
    const { page } = screen;
    screen.allow(/409/);
    await signIn(screen, office);
    await openPlaces(screen);
    await openPlace(screen, '太行路社区居委会');
    await page.getByRole('button', { name: '改名' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: '名称' }).fill('迎春社区居委会');
    await dialog.getByRole('button', { name: '改名' }).click();
    await dialog.getByText(/没有保存/).waitFor();
    expect(await dialog.getByRole('textbox', { name: '名称' }).inputValue()).toBe('迎春社区居委会');
    await screen.look('places-refused');
  },
);

journey('a colleague’s change appears by itself', async ({ screen, product, office }) => {
  await signIn(screen, office);
  await openPlaces(screen);
  await openPlace(screen, '小东关社区居委会');
  await screen.page.getByText('实时', { exact: true }).waitFor();

  const colleague = await Client.signIn(product, office);
  const { rows } = await colleague.get<{ rows: TreeRow[] }>('/places/tree?depth=1');
  const row = rows.find(({ name }) => name === '小东关社区居委会');
  if (!row) throw new Error('the community is missing');
  const name = '小东关西社区居委会';
  await colleague.command('places.rename', { placeId: row.id, version: row.version, name });
  await screen.page.getByRole('article', { name }).waitFor();
  await tree(screen).getByRole('treeitem', { name }).waitFor();
});

journey('the palette finds a place by pinyin initials and opens it', async ({ screen, office }) => {
  const { page } = screen;
  await signIn(screen, office);
  await screen.settle();
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: '查找地点、打开页面、执行操作' });
  await box.fill('bshsq');
  await page.getByRole('option', { name: /北沙河社区居委会/ }).waitFor();
  await screen.look('palette');
  await page.keyboard.press('Enter');
  await page.getByRole('article', { name: '北沙河社区居委会' }).waitFor();
});

journey('the public page of a place opens from its panel', async ({ screen, product, office }) => {
  const { page } = screen;
  await signIn(screen, office);
  await openPlaces(screen);
  await openPlace(screen, '迎春社区居委会');
  await page.getByRole('tab', { name: '公示页' }).click();
  await screen.look('places-public');
  const link = page.getByRole('link', { name: '打开公示页' });
  const client = await Client.signIn(product, office);
  const id = new URL(page.url()).searchParams.get('at') ?? '';
  const place = await client.get<PlaceDetail>(`/places/${id}`);
  expect(await link.getAttribute('href')).toContain(place.publicPath);
});
