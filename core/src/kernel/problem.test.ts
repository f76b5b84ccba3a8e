import { expect, test } from 'vitest';
import { preferredLanguage } from './language.ts';
import { must, Problem } from './problem.ts';
import { kernelProblem, kernelProblems } from './problems.ts';
import { lineOfText } from './shapes.ts';
import { addDays, dayOf } from './time.ts';

test('every problem of the kernel speaks both languages and has a status of refusal or failure', () => {
  for (const [code, kind] of Object.entries(kernelProblems)) {
    expect(kind.text.zh, code).toMatch(/\p{Script=Han}/u);
    expect(kind.text.en, code).toMatch(/^[\x20-\x7e]+$/);
    expect(kind.status, code).toBeGreaterThanOrEqual(400);
  }
});

test('a problem fills its sentence in the asked language; a missing value stays visible', () => {
  expect(kernelProblem('request.too_many', { seconds: 7 }).sentence('en')).toBe(
    'Too many requests. Try again in 7 seconds.',
  );
  expect(kernelProblem('request.too_many').sentence('zh')).toContain('{seconds}');
});

test('must passes a decision on and throws a problem', () => {
  expect(must(3)).toBe(3);
  expect(() => must(kernelProblem('conflict'))).toThrow(Problem);
});

test('the language asked for first wins; Chinese is the fallback', () => {
  expect(preferredLanguage('fr, en;q=0.8, zh;q=0.5')).toBe('en');
  expect(preferredLanguage(undefined)).toBe('zh');
});

test('a line of text is trimmed and normalised; control and direction letters are refused', () => {
  const line = lineOfText(10);
  expect(line.parse('  8号楼 ')).toBe('8号楼');
  for (const text of ['', '   ', 'a\u0000b', 'a\u202Eb', 'a\nb', 'x'.repeat(11)])
    expect(line.safeParse(text).success, text).toBe(false);
});

test('a day belongs to the time zone of the street', () => {
  const lateEvening = Date.UTC(2026, 10, 23, 16, 30);
  expect(dayOf(lateEvening)).toBe('2026-11-24');
  expect(dayOf(lateEvening, 'UTC')).toBe('2026-11-23');
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
});
