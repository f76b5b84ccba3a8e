import { once } from 'node:events';
import { definePermissions, Id, roleNames } from '@linli/core/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inTransaction } from '../db/tx.ts';
import { changesAfter, type FeedPage } from '../feed/feed.ts';
import { authorise, type Endpoints } from './endpoints.ts';

const livePermissions = definePermissions('live', {
  read: { roles: roleNames, reach: 'street' },
});

/** How long a quiet stream waits before it looks by itself and says that it lives. */
const patienceMs = 5_000;

/** Changes are gathered for a moment, so that a burst of commands is one event. */
const gatherMs = 40;

/** A stream ends after this long; the browser comes back with its cursor, and its rights are looked at afresh. */
const longestMs = 10 * 60_000;

/**
 * Server-sent events: what changed in a street, as kinds and ids, each event with the cursor from which a lost
 * connection goes on (`Last-Event-ID`, or `since` at first). `reset` asks the page to load everything afresh.
 */
export function live(endpoints: Endpoints): void {
  endpoints.open({
    method: 'GET',
    url: '/api/streets/:street/live',
    access: livePermissions.read,
    schema: {
      summary: 'Changes of a street as server-sent events',
      operationId: 'getLive',
      tags: ['live'],
      security: [{ session: [] }],
      params: z.strictObject({ street: Id }),
      querystring: z.strictObject({ since: z.string().max(100).optional() }),
    },
    handle: (request, reply) => stream(endpoints, request, reply),
  });
}

async function stream(
  endpoints: Endpoints,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { house } = endpoints;
  const { street: streetId } = request.params as { street: string };
  const { since } = request.query as { since?: string };
  const lastEventId = request.headers['last-event-id'];
  let cursor: string | null = typeof lastEventId === 'string' ? lastEventId : (since ?? null);

  const page = async (): Promise<FeedPage> => {
    // Asked each time: whoever is signed out or loses the role gets nothing more.
    const actor = await endpoints.signedIn(request);
    const scope = { streets: [streetId], accountId: actor.accountId };
    return inTransaction(house.pool, 'read', scope, async (tx) => {
      await authorise(tx, house, actor, streetId, livePermissions.read, [{ kind: 'street' }]);
      return changesAfter(tx, streetId, cursor);
    });
  };

  const first = await page();
  const gone = new AbortController();
  request.raw.on('close', () => gone.abort());
  reply.hijack();
  const out = reply.raw;
  const headers = {
    ...reply.getHeaders(),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    // A stream that has ended must not leave an idle connection that a stopping server would wait for.
    connection: 'close',
  };
  out.writeHead(200, headers as Record<string, string>);
  const send = async (text: string) => {
    if (!out.write(text)) await once(out, 'drain', { signal: gone.signal });
  };
  const tell = async (found: FeedPage, isFirst: boolean) => {
    cursor = found.cursor;
    if (found.reset) await send(`id: ${cursor}\nevent: reset\ndata: {}\n\n`);
    else if (found.changes.length > 0)
      await send(`id: ${cursor}\nevent: changes\ndata: ${JSON.stringify(found.changes)}\n\n`);
    else await send(isFirst ? `id: ${cursor}\nevent: ready\ndata: {}\n\n` : ': still here\n\n');
  };
  const until = house.clock() + longestMs;
  try {
    await send('retry: 2000\n\n');
    await tell(first, true);
    while (!gone.signal.aborted && !house.live.closed && house.clock() < until) {
      await house.live.next(streetId, patienceMs, gone.signal);
      await new Promise((resolve) => setTimeout(resolve, gatherMs));
      if (!gone.signal.aborted) await tell(await page(), false);
    }
  } catch {
    // The reader left, lost its rights, or the database is away: it comes back with its cursor.
  }
  out.end();
  return reply;
}
