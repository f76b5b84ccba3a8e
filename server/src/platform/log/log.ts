import pino, { type Logger } from 'pino';

export type Log = Logger;

/**
 * The server's log: what happened, never to whom. Requests are logged by route pattern (no ids, no query), errors by
 * code and class; bodies, headers, names and parameters have no way in.
 */
export function openLog(level: string): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: withoutContent } },
    pino.destination(2),
  );
}

/** An error without its message: messages of databases and parsers quote the content they choke on. */
export function withoutContent(error: Error & { code?: unknown }): Record<string, unknown> {
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 12);
  return { type: error.name, code: error.code, stack: frames.join('\n') };
}
