import { expect } from 'vitest';
import { journey } from '../harness/journey.ts';
import { signIn } from '../harness/office.ts';

/** Seconds. A person who pressed Ctrl-C looks at the terminal this long without a second thought. */
const patience = 3;

journey(
  'Ctrl-C ends the server at once, also while a live page is open',
  async ({ screen, product, office }) => {
    await signIn(screen, office);
    await screen.page.getByText('实时', { exact: true }).waitFor();
    screen.tolerate(/Failed to load resource|ERR_/);
    const start = Date.now();
    await product.stop();
    expect((Date.now() - start) / 1_000).toBeLessThan(patience);
    await screen.page.getByText(/离线/).waitFor();
  },
);
