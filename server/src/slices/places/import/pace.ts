import { setImmediate } from 'node:timers/promises';
import type { Steps } from '@linli/core/places';

/** Milliseconds of work at a stretch; other requests wait no longer for this one. */
const stretch = 12;

/**
 * Runs long work without holding up everybody else.
 * @throws the signal's reason when it is aborted between two stretches
 */
export async function paced<Result>(steps: Steps<Result>, signal?: AbortSignal): Promise<Result> {
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - began < stretch) continue;
    await setImmediate();
    signal?.throwIfAborted();
    began = performance.now();
  }
}
