import { EventEmitter } from 'node:events';

/**
 * Tells open pages that a street has something new. In this process at once; other processes on the same database are
 * found by the readers' own slow look (`patienceMs`), so a missed wake-up only costs that long.
 *
 * It carries no data: a reader goes to the feed with its own rights.
 */
export class Live {
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  #closed = false;

  wake(streetId: string): void {
    this.#emitter.emit(streetId);
    this.#emitter.emit('wake', streetId);
  }

  /** Also tells `listener` of every street that is woken. */
  onWake(listener: (streetId: string) => void): void {
    this.#emitter.on('wake', listener);
  }

  /** Resolves at the next wake of the street, after `patienceMs`, on close or when `signal` ends the wait. */
  next(streetId: string, patienceMs: number, signal: AbortSignal): Promise<void> {
    if (this.#closed || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#emitter.off(streetId, done);
        this.#emitter.off('close', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, patienceMs);
      this.#emitter.on(streetId, done);
      this.#emitter.on('close', done);
      signal.addEventListener('abort', done);
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.#emitter.emit('close');
  }
}
