import { test } from 'vitest';
import { startBrowser } from './browser.ts';
import { startProduct } from './product.ts';
import { Screen } from './screen.ts';

/**
 * A test in a real browser. One product for the tests of a file, one browser for a worker, a fresh window for each
 * test; a fault on the page fails the test that met it.
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
  .extend('screen', async ({ browser, product, onTestFailed }, { onCleanup }) => {
    const screen = await Screen.open(browser, product.url);
    onTestFailed(() => {
      process.stderr.write(`the server said:\n${product.log()}\n`);
    });
    onCleanup(() => screen.close());
    return screen;
  });
