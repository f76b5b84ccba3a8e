import { parseArgs } from 'node:util';
import type { Text } from '@linli/core/kernel';

/** An option of a command. `value` names what it takes; without it the option is a switch. */
export interface Option {
  readonly about: Text;
  readonly value?: string;
}

export interface Input {
  /** The value of an option, or null. */
  value(name: string): string | null;
  has(name: string): boolean;
  /** What stands after the command, in order; as many as `operands` names. */
  readonly operands: readonly string[];
}

export interface Command {
  /** One or two words: `serve`, `audit verify`. */
  readonly name: string;
  readonly about: Text;
  /** More to know, under `--help`. */
  readonly notes?: Text;
  /** Names of the operands; a trailing `?` marks one that may be left out. */
  readonly operands?: readonly string[];
  readonly options?: Readonly<Record<string, Option>>;
  /** Does the work; answers the exit code. */
  run(input: Input): Promise<number>;
}

/** A mistake in how a command was called. One sentence in each language; the exit code is 2. */
export class UsageError extends Error {
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

/** A command that is loaded when it is asked for: `doctor` need not load the whole product. */
export interface Entry {
  readonly name: string;
  load(): Promise<Command>;
}

export type Asked =
  | { readonly kind: 'all' }
  | { readonly kind: 'help'; readonly command: Command }
  | { readonly kind: 'run'; readonly command: Command; readonly input: Input };

/** What the words of a command line ask for. Throws UsageError. */
export async function read(words: readonly string[], entries: readonly Entry[]): Promise<Asked> {
  const [first = '', second = ''] = words;
  if (['', '--help', '-h', 'help'].includes(first)) return { kind: 'all' };
  const entry =
    entries.find(({ name }) => name === `${first} ${second}`) ?? entries.find(({ name }) => name === first);
  if (!entry) {
    throw new UsageError({
      zh: `没有 ${first} 这个命令；--help 列出全部命令。`,
      en: `There is no command ${first}; --help lists them all.`,
    });
  }
  const command = await entry.load();
  const rest = words.slice(entry.name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', command };
  return { kind: 'run', command, input: readInput(command, rest) };
}

function readInput(command: Command, words: readonly string[]): Input {
  const known = Object.entries(command.options ?? {});
  const options = Object.fromEntries(
    known.map(([name, { value }]) => [name, { type: value ? ('string' as const) : ('boolean' as const) }]),
  );
  const parsed = parse(command, words, options);
  const operands = command.operands ?? [];
  const fewest = operands.filter((operand) => !operand.endsWith('?')).length;
  if (parsed.positionals.length > operands.length || parsed.positionals.length < fewest) {
    throw new UsageError({
      zh: `用法：linli ${usage(command)}`,
      en: `Usage: linli ${usage(command)}`,
    });
  }
  return {
    value: (name) => (typeof parsed.values[name] === 'string' ? parsed.values[name] : null),
    has: (name) => parsed.values[name] !== undefined,
    operands: parsed.positionals,
  };
}

function parse(
  command: Command,
  words: readonly string[],
  options: Record<string, { type: 'string' | 'boolean' }>,
) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    const why = error instanceof Error ? (error.message.split(/[.\n]/)[0] ?? '') : '';
    throw new UsageError({
      zh: `参数不对(${why});linli ${command.name} --help 说明用法。`,
      en: `${why}; linli ${command.name} --help says how.`,
    });
  }
}

function usage(command: Command): string {
  const operands = (command.operands ?? []).map((operand) =>
    operand.endsWith('?') ? `[${operand.slice(0, -1)}]` : operand,
  );
  const options = Object.entries(command.options ?? {}).map(
    ([name, { value }]) => `[--${name}${value ? ` ${value}` : ''}]`,
  );
  return [command.name, ...operands, ...options].join(' ');
}

export function helpOf(command: Command): string {
  const options = Object.entries(command.options ?? {}).map(
    ([name, { about, value }]) =>
      `  --${name}${value ? ` ${value}` : ''}\n      ${about.zh}\n      ${about.en}`,
  );
  const notes = command.notes ? ['', command.notes.zh, '', command.notes.en] : [];
  return [
    `linli ${usage(command)}`,
    '',
    command.about.zh,
    command.about.en,
    ...(options.length > 0 ? ['', ...options] : []),
    ...notes,
  ].join('\n');
}

export function helpOfAll(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, about }) => `  ${name.padEnd(width)}  ${about.zh} ${about.en}`);
  return ['邻里 Linli', '', 'npm run linli -- <command> [--help]', '', ...lines].join('\n');
}
