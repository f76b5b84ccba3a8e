import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    name: 'browser',
    include: ['harness/**/*.test.ts', 'journeys/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // A browser, a server and a database share the machine with each worker.
    maxWorkers: 2,
  },
});
