import { kernelProblem } from '@linli/core/kernel';
import { z } from 'zod';
import type { Endpoints } from './endpoints.ts';

const Alive = z.object({ status: z.literal('ok') });
const fine = { description: 'OK', content: { 'application/json': { schema: Alive } } };

/** `/healthz`: the process answers. `/readyz`: it can also reach its database. */
export function health({ app, house }: Endpoints): void {
  app.get(
    '/healthz',
    {
      schema: {
        summary: 'The process is alive',
        operationId: 'getHealth',
        tags: ['platform'],
        security: [],
        response: { 200: fine },
      },
    },
    async () => ({ status: 'ok' as const }),
  );
  app.get(
    '/readyz',
    {
      schema: {
        summary: 'The database can be reached',
        operationId: 'getReady',
        tags: ['platform'],
        security: [],
        response: { 200: fine },
      },
    },
    async () => {
      await house.pool.query('select 1').catch(() => {
        throw kernelProblem('database.away');
      });
      return { status: 'ok' as const };
    },
  );
  app.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json').serializer(JSON.stringify).send(app.swagger()),
  );
}
