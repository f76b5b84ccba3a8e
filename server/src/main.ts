import { commands } from './cli/commands.ts';
import { runCommandLine } from './cli/run.ts';

await runCommandLine(process.argv.slice(2), commands);
