import { expect, test } from 'vitest';
import { FreshPages } from './pages.ts';

let clock = 0;
const now = () => clock;

test('readers who come at once wait for one page', async () => {
  const pages = new FreshPages();
  let made = 0;
  const make = async () => `page ${++made}`;
  const read = () => pages.get('street', 'key', now, make);
  expect(await Promise.all([read(), read(), read()])).toEqual(['page 1', 'page 1', 'page 1']);
  expect(await read()).toBe('page 1');
});

test('a page is made again after a tenth of a second', async () => {
  const pages = new FreshPages();
  let made = 0;
  const read = () => pages.get('street', 'key', now, async () => `page ${++made}`);
  await read();
  clock += 99;
  expect(await read()).toBe('page 1');
  clock += 1;
  expect(await read()).toBe('page 2');
});

test('what was being read while something was written is not kept for those who come after', async () => {
  const pages = new FreshPages();
  const made: ((page: string) => void)[] = [];
  const read = () =>
    pages.get('street', 'key', now, () => new Promise<string>((resolve) => made.push(resolve)));
  const before = read();
  pages.drop('street');
  const after = read();
  made[1]?.('withdrawn');
  made[0]?.('clear');
  expect([await before, await after]).toEqual(['clear', 'withdrawn']);
  expect(await read()).toBe('withdrawn');
});

test('another street’s pages stay; what failed or is unknown is not kept', async () => {
  const pages = new FreshPages();
  let made = 0;
  await pages.get('one', 'one', now, async () => `page ${++made}`);
  pages.drop('other');
  expect(await pages.get('one', 'one', now, async () => 'again')).toBe('page 1');
  await expect(pages.get('one', 'two', now, async () => Promise.reject(new Error('away')))).rejects.toThrow(
    'away',
  );
  expect(await pages.get('one', 'two', now, async () => null)).toBeNull();
  expect(await pages.get('one', 'two', now, async () => 'there')).toBe('there');
});
