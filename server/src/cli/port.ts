import { createServer } from 'node:net';
import type { Config } from '../platform/config/config.ts';
import { cliProblem } from './problems.ts';

/** Refuses a taken port early, before the program is built around it. */
export async function refuseTakenPort(config: Config): Promise<void> {
  if (config.port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(portProblem(config, error)));
    probe.listen({ port: config.port, host: config.host, exclusive: true }, () =>
      probe.close(() => resolve()),
    );
  });
}

/** The Problem behind a port that does not open. */
export function portProblem({ port, host }: Config, error: Error): Error {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return cliProblem('cli.port_taken', { port, host });
  return cliProblem('cli.port_refused', { port, host, why: code });
}
