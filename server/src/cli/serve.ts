import { createServer } from 'node:net';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { App } from '../app.ts';
import { type Config, readConfig } from '../platform/config/config.ts';
import { openLog } from '../platform/log/log.ts';
import type { Command } from './command.ts';
import { openDatabase, prepare } from './database.ts';
import { cliProblem } from './problems.ts';

/** How long requests under way may take to end before the server goes without them. */
const patience = 10_000;

export const serve: Command = {
  name: 'serve',
  about: { zh: '运行邻里,直到 Ctrl-C。', en: 'Runs Linli until Ctrl-C.' },
  notes: {
    zh: '设置:PORT(8080)、HOST(127.0.0.1)、LINLI_DATA(./data)、LINLI_KEYS、LINLI_PUBLIC_URL、DATABASE_URL。详见 docs/OPERATIONS.md。',
    en: 'Settings: PORT (8080), HOST (127.0.0.1), LINLI_DATA (./data), LINLI_KEYS, LINLI_PUBLIC_URL, DATABASE_URL. See docs/OPERATIONS.md.',
  },
  async run() {
    const config = readConfig(process.env);
    const stopped = untilStopped();
    await refuseTakenPort(config);
    const log = openLog(config.logLevel);
    // The program loads while the database starts.
    const program = import('../app.ts');
    program.catch(() => undefined);
    const database = await openDatabase(config, { create: true, log: (line) => log.warn(line) });
    try {
      const appUrl = await prepare(config, database);
      const { buildApp } = await program;
      const webFolder = fileURLToPath(new URL('../../../web/dist', import.meta.url));
      const app = await buildApp({ config, appUrl, keys: database.keys, log, webFolder });
      await open(app, config);
      await stopped;
      await close(app);
    } finally {
      await database.close();
    }
    return 0;
  },
};

/** Refused before anything is started: the database would come up only to go down again. */
async function refuseTakenPort(config: Config): Promise<void> {
  if (config.port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(portProblem(config, error)));
    probe.listen({ port: config.port, host: config.host, exclusive: true }, () =>
      probe.close(() => resolve()),
    );
  });
}

function portProblem({ port, host }: Config, error: Error): Error {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return cliProblem('cli.port_taken', { port, host });
  return cliProblem('cli.port_refused', { port, host, why: code });
}

async function open(app: App, config: Config): Promise<void> {
  await app.http.listen({ port: config.port, host: config.host }).catch((error) => {
    throw portProblem(config, error);
  });
  await app.start();
  process.stdout.write(`邻里 Linli  ${addressOf(app, config)}\n`);
}

/** What a person on this machine types; a server that listens everywhere is still found at its own name. */
function addressOf(app: App, config: Config): string {
  if (config.publicUrl !== null) return config.publicUrl;
  const address = app.http.server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const host = ['0.0.0.0', '::'].includes(config.host) ? 'localhost' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * Resolves when the process is asked to end: by Ctrl-C, by the system, or by the end of the script that started us. A
 * second request after two seconds ends it at once; one Ctrl-C can arrive twice.
 */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = 0;
    const ask = () => {
      if (asked > 0 && Date.now() - asked > 2000) process.exit(130);
      asked ||= Date.now();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
    process.on('disconnect', ask);
    process.channel?.unref();
  });
}

async function close(app: App): Promise<void> {
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, patience).unref();
  });
  await Promise.race([app.close(), late]);
}
