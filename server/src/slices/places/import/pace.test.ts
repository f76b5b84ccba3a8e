import type { Steps } from '@linli/core/places';
import { expect, it } from 'vitest';
import { paced } from './pace.ts';

/** Work that keeps the processor busy for some milliseconds a step. */
function* busy(steps: number, milliseconds: number, done: { steps: number }): Steps<string> {
  for (; done.steps < steps; done.steps += 1) {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
    yield;
  }
  return 'done';
}

it('stops between two stretches when whoever asked has left, and says why', async () => {
  const controller = new AbortController();
  const done = { steps: 0 };
  setTimeout(() => controller.abort(new Error('left')), 5);
  await expect(paced(busy(1_000, 4, done), controller.signal)).rejects.toThrow('left');
  expect(done.steps).toBeLessThan(1_000);
});

it('lets others in while it works', async () => {
  let others = 0;
  const timer = setInterval(() => {
    others += 1;
  }, 1);
  expect(await paced(busy(30, 4, { steps: 0 }))).toBe('done');
  clearInterval(timer);
  expect(others).toBeGreaterThan(2);
});
