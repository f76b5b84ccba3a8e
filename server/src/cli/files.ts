import { resolve } from 'node:path';
import process from 'node:process';
import { cliProblem } from './problems.ts';

/** A path as the person who typed it means it: npm runs scripts in the package's folder. */
export function pathOf(operand: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), operand);
}

/** The first line of standard input, for secrets that must not stand on a command line. Throws `cli.no_answer`. */
export async function secretFromInput(what: string): Promise<string> {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const piece of process.stdin) {
    text += piece;
    if (text.includes('\n') || text.length > 10_000) break;
  }
  const [line = ''] = text.split(/\r?\n/);
  if (line === '') throw cliProblem('cli.no_answer', { what });
  return line;
}
