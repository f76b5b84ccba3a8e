import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { App } from '../app.ts';
import { type Config, readConfig } from '../platform/config/config.ts';
import { openLog } from '../platform/log/log.ts';
import type { Command } from './command.ts';
import { openDatabase, prepare } from './database.ts';
import { portProblem, refuseTakenPort } from './port.ts';

/** How long requests under way may take to end before the server goes without them. */
const patience = 10_000;

export const serve: Command = {
  name: 'serve',
  about: { zh: '运行邻里，直到 Ctrl-C。', en: 'Runs Linli until Ctrl-C.' },
  notes: {
    zh: '设置：PORT(8080)、HOST(127.0.0.1)、LINLI_DATA(./data)、LINLI_KEYS、LINLI_PUBLIC_URL、DATABASE_URL。详见 docs/OPERATIONS.md。',
    en: 'Settings: PORT (8080), HOST (127.0.0.1), LINLI_DATA (./data), LINLI_KEYS, LINLI_PUBLIC_URL, DATABASE_URL. See docs/OPERATIONS.md.',
  },
  async run() {
    const config = readConfig(process.env);
    const stopped = untilStopped();
    const log = openLog(config.logLevel);
    // The program loads while the database starts.
    const program = Promise.all([import('../app.ts'), import('../slices/setup/index.ts')]);
    program.catch(() => undefined);
    const database = await openDatabase(config, {
      create: true,
      alone: true,
      log: (line) => log.warn(line),
    });
    try {
      await refuseTakenPort(config);
      const appUrl = await prepare(config, database);
      const [{ buildApp }, { isFirstRun, newSetupToken, withSetupToken }] = await program;
      const webFolder = fileURLToPath(new URL('../../../web/dist', import.meta.url));
      const setupToken = newSetupToken(config, randomBytes);
      const app = await buildApp({ config, appUrl, keys: database.keys, log, webFolder, setupToken });
      await open(app, config);
      const address = addressOf(app, config);
      const shown = (await isFirstRun(app.house)) ? withSetupToken(address, setupToken) : address;
      process.stdout.write(`邻里 Linli  ${shown}\n`);
      await stopped;
      await close(app);
    } finally {
      await database.close();
    }
    return 0;
  },
};

async function open(app: App, config: Config): Promise<void> {
  await app.http.listen({ port: config.port, host: config.host }).catch((error) => {
    throw portProblem(config, error);
  });
  await app.start();
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
