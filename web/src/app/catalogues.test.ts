import { describe, expect, it } from 'vitest';

interface Catalogue {
  readonly name: string;
  readonly zh: Readonly<Record<string, string>>;
  readonly en: Readonly<Record<string, string>>;
}

const modules = import.meta.glob<Record<string, Catalogue>>('../**/*words.ts', { eager: true });
const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

const catalogues = Object.entries(modules)
  .flatMap(([path, exports]) => Object.values(exports).map((words) => ({ path, ...words })))
  .filter((words) => typeof words.zh === 'object' && typeof words.name === 'string');
const code = Object.entries(sources)
  .filter(([path]) => !path.endsWith('words.ts'))
  .map(([path, text]) => ({ path, text: text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '') }));

/** The places of a template: `{name}`. */
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([place]) => place).sort();
const han = /\p{Script=Han}/u;

describe('the catalogues', () => {
  it('are all found', () => {
    expect(catalogues.length).toBeGreaterThan(8);
    expect(new Set(catalogues.map(({ name }) => name)).size).toBe(catalogues.length);
  });

  for (const { path, name, zh, en } of catalogues) {
    it(`${name} says everything in both languages, with the same places to fill`, () => {
      const plain = Object.keys(en).filter((key) => !(key.endsWith('_one') && !(key in zh)));
      expect(plain.sort(), path).toEqual(Object.keys(zh).sort());
      for (const [key, text] of Object.entries(zh)) {
        expect(text.trim(), key).not.toBe('');
        expect(en[key]?.trim(), key).not.toBe('');
        expect(places(en[key] ?? ''), key).toEqual(places(text));
        const one = en[`${key}_one`];
        if (one !== undefined) expect(places(one), key).toEqual(places(text));
      }
    });

    it(`${name} is typeset as Chinese is: full-width marks after a Chinese character`, () => {
      for (const [key, text] of Object.entries(zh)) expect(text, key).not.toMatch(/\p{Script=Han}[,:;?!()]/u);
    });

    it(`${name} holds no word that nobody says`, () => {
      const all = code.map(({ text }) => text).join('\n');
      const unsaid = Object.keys(zh).filter((key) => {
        const stem = key.slice(0, key.indexOf('_') + 1);
        return !all.includes(`'${key}'`) && !(stem && all.includes(`\`${stem}$`));
      });
      expect(unsaid).toEqual([]);
    });
  }
});

describe('the pages', () => {
  it('hold no Chinese of their own beside the catalogues and texts in both languages', () => {
    const own = code.flatMap(({ path, text }) => {
      // The name of the product and of the language are the same in every language.
      const rest = text.replace(/zh:\s*'[^']*'/g, '').replace(/邻里|中文/g, '');
      return han.test(rest) ? [`${path}: ${rest.match(/.*\p{Script=Han}.*/u)?.[0]}`] : [];
    });
    expect(own).toEqual([]);
  });
});
