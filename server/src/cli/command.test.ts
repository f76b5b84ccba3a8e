import { describe, expect, test } from 'vitest';
import { type Command, helpOf, read, UsageError } from './command.ts';
import { commands } from './commands.ts';

const say: Command = {
  name: 'say',
  about: { zh: '说', en: 'Says something.' },
  operands: ['WORD', 'MORE?'],
  options: {
    loud: { about: { zh: '大声', en: 'loudly' } },
    to: { value: 'NAME', about: { zh: '对谁', en: 'to whom' } },
  },
  run: async () => 0,
};
const entries = [
  { name: 'say', load: async () => say },
  { name: 'say again', load: async () => ({ ...say, name: 'say again' }) },
];

describe('a wrong call is refused in one sentence', () => {
  test.each([
    ['an unknown command', ['shout'], 'There is no command shout'],
    ['an unknown option', ['say', 'x', '--quiet'], "Unknown option '--quiet'"],
    ['an option without its value', ['say', 'x', '--to'], 'argument missing'],
    ['a switch with a value', ['say', 'x', '--loud=yes'], 'does not take an argument'],
    ['a missing operand', ['say'], 'Usage: linli say WORD [MORE]'],
    ['one operand too many', ['say', 'a', 'b', 'c'], 'Usage: linli say WORD [MORE]'],
  ])('%s', async (_what, words, sentence) => {
    const refused = await read(words, entries).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect((refused as UsageError).text.en).toContain(sentence);
    expect((refused as UsageError).text.en).not.toContain('\n');
  });
});

test('options and operands are read', async () => {
  const asked = await read(['say', '--to', '张三', 'hello'], entries);
  if (asked.kind !== 'run') throw new Error(asked.kind);
  expect(asked.input.operands).toEqual(['hello']);
  expect(asked.input.value('to')).toBe('张三');
  expect(asked.input.has('loud')).toBe(false);
});

test('two words are found before one', async () => {
  expect(await read(['say', 'again', 'x'], entries)).toMatchObject({ command: { name: 'say again' } });
});

test('help is asked for with nothing, and with --help anywhere', async () => {
  expect(await read([], entries)).toEqual({ kind: 'all' });
  expect(await read(['say', 'x', '--help'], entries)).toMatchObject({ kind: 'help' });
});

test.each(commands.map(({ name }) => name))('%s explains itself in both languages', async (name) => {
  const command = await commands.find((entry) => entry.name === name)?.load();
  expect(command?.name).toBe(name);
  const help = helpOf(command ?? say);
  expect(help).toMatch(/[\u4e00-\u9fff]/);
  expect(help).toMatch(/[A-Z][a-z]+ [a-z]+/);
});
