import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { contentPolicy } from './security.ts';

const nonceMark = '__NONCE__';

/**
 * Serves the office's built pages. Assets carry their hash in the name and are kept for ever; the page itself is made
 * per answer with the nonce of its styles. Addresses below the office's own paths all open the page.
 */
export async function serveOffice(app: FastifyInstance, folder: string): Promise<void> {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    index: false,
    preCompressed: true,
    decorateReply: false,
    schemaHide: true,
  });
  const open = (url: string) =>
    app.get(url, { schema: { hide: true } }, async (request, reply) =>
      reply
        .header('content-security-policy', contentPolicy(request.styleNonce))
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .serializer(String)
        .send(page.replaceAll(nonceMark, request.styleNonce)),
    );
  open('/');
  open('/office');
  open('/office/*');
}
