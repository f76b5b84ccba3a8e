import { parentPort, workerData } from 'node:worker_threads';
import { batchesUnderWay, type ReaderMessage, type ReadTask } from './messages.ts';
import { readTask } from './reading.ts';

const port = parentPort;
if (!port) throw new Error('worker.ts runs as a thread only');

let allowed = batchesUnderWay;
let wake: (() => void) | null = null;

port.on('message', () => {
  allowed += 1;
  wake?.();
  wake = null;
});

await readTask(workerData as ReadTask, {
  say(message: ReaderMessage) {
    if (message.type === 'rows') allowed -= 1;
    port.postMessage(message);
  },
  ready() {
    if (allowed > 0) return undefined;
    return new Promise<void>((resolve) => {
      wake = resolve;
    });
  },
});
port.close();
