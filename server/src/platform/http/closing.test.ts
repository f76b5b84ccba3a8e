import { type AddressInfo, connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { closeWhenAnswered } from './closing.ts';

async function server() {
  const app = Fastify({ forceCloseConnections: 'idle' });
  closeWhenAnswered(app);
  app.get('/slow', async () => {
    await wait(300);
    return { answered: true };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { app, port: (app.server.address() as AddressInfo).port };
}

test('a request under way is answered before the server is gone', async () => {
  const { app, port } = await server();
  const answer = fetch(`http://127.0.0.1:${port}/slow`);
  await wait(100);
  const closed = app.close();
  expect(await (await answer).json()).toEqual({ answered: true });
  await closed;
});

test('a connection that was opened and never used does not keep the server', async () => {
  const { app, port } = await server();
  const unused = connect(port, '127.0.0.1');
  await new Promise((open) => unused.once('connect', open));
  const gone = new Promise((close) => unused.once('close', close));
  const start = Date.now();
  await app.close();
  expect(Date.now() - start).toBeLessThan(2_000);
  await gone;
});
