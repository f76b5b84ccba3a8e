import { expect, test } from 'vitest';
import { complaintsAbout } from './files.mjs';

const lines = (count) => 'x\n'.repeat(count);

test('a file of more than 300 lines is refused with its length', () => {
  expect(complaintsAbout('server/src/app.ts', lines(301))).toEqual([expect.stringContaining('301 lines')]);
  expect(complaintsAbout('server/src/app.ts', lines(300))).toEqual([]);
});

test('tests, migrations, generated files and catalogues may be long', () => {
  for (const path of [
    'core/src/a/a.test.ts',
    'server/migrations/0001_platform.sql',
    'web/src/routes.gen.ts',
    'web/src/platform/i18n/catalogue.zh.ts',
    'server/src/platform/files/problems.ts',
  ]) {
    expect(complaintsAbout(path, lines(900)), path).toEqual([]);
  }
});

test('a file named utils is refused', () => {
  expect(complaintsAbout('server/src/platform/utils.ts', 'x')).toHaveLength(1);
});

test('a core rule that reads the clock or rolls dice is refused; the kernel and tests may', () => {
  expect(complaintsAbout('core/src/places/rules.ts', 'const at = new Date();')).toHaveLength(1);
  expect(complaintsAbout('core/src/places/rules.ts', 'const at = Date.now();')).toHaveLength(1);
  expect(complaintsAbout('core/src/places/rules.ts', 'const chance = Math.random();')).toHaveLength(1);
  expect(complaintsAbout('core/src/places/rules.ts', 'const at = new Date(iso);')).toEqual([]);
  expect(complaintsAbout('core/src/kernel/time.ts', 'const at = new Date();')).toEqual([]);
  expect(complaintsAbout('core/src/places/rules.test.ts', 'const at = Date.now();')).toEqual([]);
});

test('an unfinished note is refused at its line', () => {
  const note = ['TO', 'DO'].join('');
  expect(complaintsAbout('server/src/app.ts', `ok\n// ${note}: later`)).toEqual([
    expect.stringMatching(/^server\/src\/app\.ts:2: /),
  ]);
});

test('a Chinese sentence with a Latin comma is refused; English beside it, comments and tests may have them', () => {
  const complaint = [expect.stringContaining('Chinese punctuation')];
  expect(
    complaintsAbout('core/src/places/problems.ts', "zh: '\u6ca1\u6709\u4fdd\u5b58,\u8bf7\u91cd\u8bd5'"),
  ).toEqual(complaint);
  expect(
    complaintsAbout('core/src/places/problems.ts', "zh: '\u6ca1\u6709\u4fdd\u5b58\uff0c\u8bf7\u91cd\u8bd5'"),
  ).toEqual([]);
  expect(complaintsAbout('core/src/places/problems.ts', "en: 'write \u5355\u5143,or \u697c'")).toEqual([]);
  expect(complaintsAbout('core/src/places/rules.ts', '/** \u6709,\u65e0 */')).toEqual([]);
  expect(
    complaintsAbout('core/src/places/rules.ts', "const columns = ['\u540d\u79f0', '\u4ee3\u7801'];"),
  ).toEqual([]);
  expect(complaintsAbout('core/src/places/rules.test.ts', "csv('\u7532,\u4e59')")).toEqual([]);
});
