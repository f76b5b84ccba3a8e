import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

const everyMs = 20;

/**
 * Closing waits for the requests that are being answered, then ends every connection. Node alone would wait on for
 * connections that a browser has opened in advance and not used yet: it does not count them as idle.
 */
export function closeWhenAnswered(app: FastifyInstance): void {
  let open = 0;
  app.server.on('request', (_request, response) => {
    open += 1;
    response.once('close', () => {
      open -= 1;
    });
  });
  app.addHook('preClose', async () => {
    while (open > 0) await wait(everyMs);
    app.server.closeAllConnections();
  });
}
