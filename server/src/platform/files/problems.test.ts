import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileProblems } from './problems.ts';
import { messagesOf } from './testing/in-process.ts';
import { workbook } from './testing/workbooks.ts';

describe('every sentence', () => {
  test.each(Object.entries(fileProblems))(
    '%s says that nothing was imported, and asks for the same facts in both languages',
    (_, { text }) => {
      expect(text.zh).toContain('没有导入任何内容');
      expect(text.en).toMatch(/nothing was imported/);
      const facts = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();
      expect(facts(text.zh)).toEqual(facts(text.en));
    },
  );
});

describe('a damaged file is read or refused, never a crash', { timeout: 120_000 }, () => {
  /** The last message ends the reading one way or the other; anything thrown would be a crash of the thread. */
  async function expectEnd(file: Uint8Array, fileName = '台账.xlsx'): Promise<void> {
    expect((await messagesOf(file, fileName)).at(-1)?.type).toMatch(/^(done|refused)$/);
  }
  const good = workbook({
    sharedStrings: '<si><t>王小明</t></si>',
    styles: '<cellXfs><xf numFmtId="14"/></cellXfs>',
    sheets: [
      {
        data: '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="0"><v>44892</v></c></row>',
        tail: '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
      },
    ],
  });
  const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });

  test('bytes changed', async () => {
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const file = Buffer.from(good);
        for (const [at, byte] of changes) file[at] = byte;
        await expectEnd(file);
      }),
      { numRuns: 4000 },
    );
  });

  test('XML changed, its archive whole', async () => {
    const pieces = [
      '<',
      '>',
      '/',
      '"',
      '&',
      '<c>',
      '</c>',
      '<row>',
      '</row>',
      'r="',
      '-1',
      'NaN',
      '99999999',
      '\u0000',
      ']]>',
      '<!--',
      '<![CDATA[',
    ];
    const xml =
      '<worksheet><sheetData><row r="1"><c r="A1" t="s" s="0"><v>0</v></c></row></sheetData></worksheet>';
    const edit = fc.tuple(fc.nat(xml.length), fc.nat(9), fc.constantFrom(...pieces));
    await fc.assert(
      fc.asyncProperty(edit, async ([at, cut, piece]) => {
        const content = xml.slice(0, at) + piece + xml.slice(at + cut);
        const file = workbook({
          sharedStrings: '<si><t>甲</t></si>',
          parts: [{ name: 'xl/worksheets/sheet1.xml', content }],
        });
        await expectEnd(file);
      }),
      { numRuns: 800 },
    );
  });

  test('any bytes at all, under any name', async () => {
    const name = fc.constantFrom('a.csv', 'a.xlsx', 'a.xls', 'a');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), name, async (bytes, fileName) => {
        await expectEnd(bytes, fileName);
      }),
      { numRuns: 400 },
    );
  });
});
