import process from 'node:process';
import { Problem } from '@linli/core/kernel';
import { ConfigError } from '../platform/config/config.ts';
import { type Command, helpOf, helpOfAll, read, UsageError } from './command.ts';

/** Runs a command line and ends the process with its exit code: 0 done, 1 refused or failed, 2 called wrongly. */
export async function runCommandLine(words: readonly string[], commands: readonly Command[]): Promise<void> {
  process.exitCode = await answer(words, commands);
  // A library's timer or an open handle must not keep a finished command alive.
  await new Promise((resolve) => process.stdout.write('', resolve));
  process.exit();
}

async function answer(words: readonly string[], commands: readonly Command[]): Promise<number> {
  try {
    const asked = read(words, commands);
    if (asked.kind === 'run') return await asked.command.run(asked.input);
    console.log(asked.kind === 'all' ? helpOfAll(commands) : helpOf(asked.command));
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
    console.error(`${error.text.zh}\n${error.text.en}`);
    return 1;
  }
  console.error(error);
  return 1;
}
