import { kernelProblem, Problem } from '@linli/core/kernel';

/** What a violated constraint means to a person; given by the slice that owns the table. */
export type ConstraintProblems = Readonly<Record<string, () => Problem>>;

const constraints = new Map<string, () => Problem>();

/** Names the problem of each constraint. Matched as a prefix: a distributed database adds a shard's number. */
export function explainConstraints(problems: ConstraintProblems): void {
  for (const [name, make] of Object.entries(problems)) constraints.set(name, make);
}

const away = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

/** The Problem behind an error of the database, or null when it is none that a person could understand. */
export function problemFromDatabase(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  const { code, constraint, message } = error as { code?: string; constraint?: string; message?: string };
  if (constraint) {
    const name = [...constraints.keys()].find((key) => constraint.startsWith(key));
    const make = name === undefined ? undefined : constraints.get(name);
    if (make) return make();
  }
  if (code === '23503') return kernelProblem('conflict.in_use');
  if (code === '23505' || code === '23P01') return kernelProblem('conflict');
  const lost =
    message?.includes('Connection terminated') ||
    message?.includes('timeout exceeded when trying to connect');
  if ((code && (away.has(code) || code.startsWith('08'))) || lost) return kernelProblem('database.away');
  return null;
}
