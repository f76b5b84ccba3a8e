import process from 'node:process';
import { Problem } from '@linli/core/kernel';
import { z } from 'zod';
import { ConfigError } from '../platform/config/config.ts';
import { type Entry, helpOf, helpOfAll, read, UsageError } from './command.ts';

/** Runs a command line and ends the process with its exit code: 0 done, 1 refused or failed, 2 called wrongly. */
export async function runCommandLine(words: readonly string[], entries: readonly Entry[]): Promise<void> {
  process.exitCode = await answer(words, entries);
  // A library's timer or an open handle must not keep a finished command alive.
  await new Promise((resolve) => process.stdout.write('', resolve));
  process.exit();
}

async function answer(words: readonly string[], entries: readonly Entry[]): Promise<number> {
  try {
    const asked = await read(words, entries);
    if (asked.kind === 'run') return await asked.command.run(asked.input);
    const all = () => Promise.all(entries.map((entry) => entry.load()));
    console.log(asked.kind === 'all' ? helpOfAll(await all()) : helpOf(asked.command));
    return 0;
  } catch (error) {
    return complain(error);
  }
}

function complain(error: unknown): number {
  if (error instanceof UsageError) {
    console.error(`${error.text.zh}\n${error.text.en}`);
    return 2;
  }
  if (error instanceof ConfigError) {
    console.error(error.message);
    return 2;
  }
  if (error instanceof Problem) {
    const fields = error.fields.map(({ path, text }) => `  ${path}: ${text.zh} ${text.en}`);
    console.error([error.text.zh, error.text.en, ...fields].join('\n'));
    return 1;
  }
  if (error instanceof z.ZodError) {
    const fields = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    console.error(`填写不对 · not right: ${fields}`);
    return 2;
  }
  console.error(error);
  return 1;
}
