import { test } from 'vitest';
import { startBrowser } from './browser.ts';
import { type Office, setUpSample } from './office.ts';
import { startProduct } from './product.ts';
import { Screen, type ScreenOptions } from './screen.ts';

/**
 * A test in a real browser. One product for the tests of a file, one browser for a worker, fresh windows for each test;
 * a fault on any page fails the test that met it. Whoever asks for `office` gets the product set up with the sample
 * street; without it the product is as after its first start.
 */
export const journey = test
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads what a fixture needs from this pattern
  .extend('browser', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const { browser, stop } = await startBrowser();
    onCleanup(stop);
    return browser;
  })
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads what a fixture needs from this pattern
  .extend('product', { scope: 'file' }, async ({}, { onCleanup }) => {
    const product = await startProduct();
    onCleanup(() => product.stop());
    return product;
  })
  .extend('office', { scope: 'file' }, async ({ product }): Promise<Office> => setUpSample(product))
  .extend('open', async ({ browser, product, task }, { onCleanup }) => {
    const screens: Screen[] = [];
    onCleanup(async () => {
      if (task.result?.state === 'fail') {
        process.stderr.write(`the server said:\n${product.log()}\n`);
        for (const screen of screens) await screen.keep(`failed-${task.name.slice(0, 60)}`);
      }
      const closed = await Promise.allSettled(screens.map((screen) => screen.close()));
      const faults = closed.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.message)] : []));
      if (faults.length > 0) throw new Error(faults.join('\n'));
    });
    return async (options?: ScreenOptions) => {
      const screen = await Screen.open(browser, product.url, options);
      screens.push(screen);
      return screen;
    };
  })
  .extend('screen', async ({ open }) => open());
