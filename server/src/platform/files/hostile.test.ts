import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { type ArchivePart, archive } from './testing/archives.ts';
import { measured, refusalOf } from './testing/measure.ts';
import { workbook, workbookParts } from './testing/workbooks.ts';

const MiB = 1024 * 1024;

const cell = (text: string) => `<row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c></row>`;
const sheetPart = 'xl/worksheets/sheet1.xml';

/** An OLE compound file as far as a reader looks: its signature and the names in its directory. */
function compoundFile(...streams: string[]): Buffer {
  const signature = Buffer.from('d0cf11e0a1b11ae1', 'hex');
  const names = streams.map((name) => Buffer.concat([Buffer.alloc(64), Buffer.from(name, 'utf16le')]));
  return Buffer.concat([signature, Buffer.alloc(1024), ...names, Buffer.alloc(512)]);
}

/** A workbook whose first sheet says something false about itself. */
function falseSheet(lie: Partial<ArchivePart>, data = cell('1')): Buffer {
  const parts = workbookParts({ sheets: [{ data }] });
  return archive(parts.map((part) => (part.name === sheetPart ? { ...part, ...lie } : part)));
}

function bombs(): Record<string, [Buffer, string]> {
  const zeros = Buffer.alloc(40 * MiB);
  const dense = { name: sheetPart, content: zeros } satisfies ArchivePart;
  // Every part reuses the packed bytes of the first: 300 × 2 MB out of a few kB.
  const shared = Array.from({ length: 300 }, (_, index) => ({
    name: `xl/part${index}.xml`,
    content: index === 0 ? Buffer.alloc(2 * MiB, 'a') : '',
    stored: index === 0,
    ...(index === 0 ? {} : { sameBytesAs: 6 + 1 }),
  }));
  return {
    'a zip bomb': [workbook({ parts: [dense] }), 'file.bomb'],
    'a zip bomb in a part nobody reads': [
      workbook({ parts: [{ name: 'xl/media/picture.bmp', content: zeros }] }),
      'file.bomb',
    ],
    'a zip bomb that claims to be small': [
      workbook({ parts: [{ ...dense, claimedSize: 4_000 }] }),
      'file.false_size',
    ],
    'a size claimed too large': [falseSheet({ claimedSize: 900_000 }), 'file.false_size'],
    'a claim of four gigabytes': [falseSheet({ claimedSize: 0xfffffffe }), 'file.bomb'],
    'parts that overlap': [workbook({ parts: shared }), 'file.unsafe_archive'],
  };
}

function archives(): Record<string, [Buffer, string]> {
  const good = workbook({ sheets: [{ data: cell('王小明') }] });
  const part = (name: string): ArchivePart => ({ name, content: 'x' });
  const noisy = workbook({ parts: [{ name: 'xl/media/a.jpg', content: randomBytes(50_000) }] });
  return {
    'a file cut off in the middle': [noisy.subarray(0, noisy.length / 2), 'file.truncated'],
    'a file without its last byte': [good.subarray(0, good.length - 1), 'file.truncated'],
    'bytes after the end': [Buffer.concat([good, randomBytes(100)]), 'file.truncated'],
    'a part with a wrong checksum': [falseSheet({ checksum: 1 }), 'file.broken'],
    'a part with a password of its own': [falseSheet({ flags: 1 }), 'file.password'],
    'an unknown compression': [falseSheet({ method: 99 }), 'file.broken'],
    'packed bytes that do not unpack': [
      falseSheet({ content: Buffer.alloc(3_000, 0xff), stored: true, method: 8 }),
      'file.broken',
    ],
    'a part with two names': [falseSheet({ localName: 'xl/worksheets/sheet9.xml' }), 'file.unsafe_archive'],
    'the same part twice': [archive([...workbookParts({}), part('XL/Workbook.xml')]), 'file.unsafe_archive'],
    'a name that climbs': [workbook({ parts: [part('../../etc/cron.d/x')] }), 'file.unsafe_archive'],
    'a name that climbs the Windows way': [workbook({ parts: [part('..\\..\\x')] }), 'file.unsafe_archive'],
    'an absolute name': [workbook({ parts: [part('/etc/passwd')] }), 'file.unsafe_archive'],
    'a drive letter': [workbook({ parts: [part('C:\\x')] }), 'file.unsafe_archive'],
    'too many parts': [
      workbook({ parts: Array.from({ length: 2_001 }, (_, index) => part(`xl/${index}`)) }),
      'file.too_many_parts',
    ],
    'more parts claimed than there are': [
      archive(workbookParts({}), { claimedParts: 60_000 }),
      'file.too_many_parts',
    ],
  };
}

function otherFormats(): Record<string, [Buffer, string]> {
  const type = (name: string) => workbook({ workbookType: name });
  const relation = (kind: string, more = '') =>
    `<Relationship Id="x" Type="http://x/${kind}" Target="x.xml"${more}/>`;
  return {
    'an empty file': [Buffer.alloc(0), 'file.empty'],
    'a workbook with a password': [compoundFile('EncryptionInfo', 'EncryptedPackage'), 'file.password'],
    'an old .xls': [compoundFile('Workbook'), 'file.old_excel'],
    'an older .xls': [compoundFile('Book'), 'file.old_excel'],
    'a Word document of that time': [compoundFile('WordDocument'), 'file.not_spreadsheet'],
    'a web page called Excel': [Buffer.from('<html><table><tr><td>1'), 'file.web_page'],
    'an .xlsb': [type('ms-excel.sheet.binary.macroEnabled.main'), 'file.binary_excel'],
    'a binary workbook part': [
      workbook({ parts: [{ name: 'xl/workbook.bin', content: '' }] }),
      'file.binary_excel',
    ],
    'an .ods': [
      archive([
        { name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet', stored: true },
        { name: 'content.xml', content: '<x/>' },
      ]),
      'file.open_document',
    ],
    'a .docx': [type('wordprocessingml.document.main'), 'file.not_spreadsheet'],
    'a zip of something else': [archive([{ name: 'a.txt', content: 'a' }]), 'file.not_spreadsheet'],
    'an empty zip': [archive([]), 'file.not_spreadsheet'],
    'a picture': [
      Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(99)]),
      'file.not_spreadsheet',
    ],
    'a PDF': [Buffer.from('%PDF-1.7\n'), 'file.not_spreadsheet'],
    'text that calls itself .xlsx': [Buffer.from('a,b\n1,2\n'), 'file.not_spreadsheet'],
    macros: [workbook({ parts: [{ name: 'xl/vbaProject.bin', content: 'x' }] }), 'file.macros'],
    'a macro-enabled type': [type('ms-excel.sheet.macroEnabled.main'), 'file.macros'],
    'an Excel 4 macro sheet': [
      workbook({ parts: [{ name: 'xl/macrosheets/sheet1.xml', content: '<x/>' }] }),
      'file.macros',
    ],
    'external links': [
      workbook({ parts: [{ name: 'xl/externalLinks/externalLink1.xml', content: '<x/>' }] }),
      'file.external_links',
    ],
    'a link to another workbook': [
      workbook({ workbookRelations: relation('anything', ' TargetMode="External"') }),
      'file.external_links',
    ],
  };
}

function sheets(): Record<string, [Buffer, string]> {
  const data = (inside: string, sharedStrings = '') =>
    workbook({ sheets: [{ data: inside }], sharedStrings });
  const xml = (content: string | Buffer) => workbook({ parts: [{ name: sheetPart, content }] });
  // Random digits keep the ratio honest, so that only the length of the token is at fault.
  const long = randomBytes(2 * MiB).toString('hex');
  const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`).join(
    '',
  );
  return {
    'XML that stops': [xml('<worksheet><sheetData><row r="1"><c'), 'file.broken'],
    'XML that does not match': [data('<row r="1"></c></row>'), 'file.broken'],
    'bytes that are not UTF-8': [xml(Buffer.from('<worksheet>\xff</worksheet>', 'latin1')), 'file.broken'],
    'an encoding that OPC does not know': [
      xml('<?xml version="1.0" encoding="GBK"?><worksheet/>'),
      'file.broken',
    ],
    'entities that multiply': [
      xml(`<!DOCTYPE x [<!ENTITY a0 "ha">${entities}]><worksheet><sheetData>&a9;</sheetData></worksheet>`),
      'file.unsafe_xml',
    ],
    'an entity that names a file': [
      xml('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet>&f;</worksheet>'),
      'file.unsafe_xml',
    ],
    'an unknown entity': [data(cell('&f;')), 'file.broken'],
    'XML nested 65 deep': [xml('<a>'.repeat(65)), 'file.unsafe_xml'],
    'a text without end': [data(cell(long)), 'file.unsafe_xml'],
    'an attribute without end': [data(`<row r="1" x="${long}"/>`), 'file.unsafe_xml'],
    'a comment without end': [data(`<!--${long}-->`), 'file.unsafe_xml'],
    'a cell beyond 32,767 characters': [data(cell(long.slice(0, 32_768))), 'file.cell_too_long'],
    '20,000 far columns': [
      data(`<row r="1">${Array.from({ length: 20_000 }, (_, n) => `<c><v>${n}</v></c>`).join('')}</row>`),
      'file.too_many_columns',
    ],
    'a column beyond XFD': [data('<row r="1"><c r="AAAAAAAAAAAA1"/></row>'), 'file.too_many_columns'],
    'a row beyond 1,048,576': [data('<row r="1048577"/>'), 'file.too_many_rows'],
    'a row of number infinity': [data('<row r="1e999"/>'), 'file.broken'],
    'rows that go back': [data('<row r="2"/><row r="1"/>'), 'file.broken'],
    'a shared text that does not exist': [
      data('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', '<si><t>a</t></si>'),
      'file.broken',
    ],
    'a sheet that is missing': [
      workbook({ workbookRelations: '', parts: [{ name: 'xl/_rels/workbook.xml.rels', content: '<x/>' }] }),
      'file.broken',
    ],
    'only hidden sheets': [workbook({ sheets: [{ state: 'hidden', data: '' }] }), 'file.no_sheets'],
  };
}

function texts(): Record<string, [Buffer, string]> {
  return {
    'a quote that is never closed': [Buffer.from('a,b\n1,"2\n3,4\n'), 'file.quote_open'],
    'a quote that swallows the file': [Buffer.from(`a\n"${'x\n'.repeat(40_000)}`), 'file.quote_open'],
    'a field beyond 32,767 characters': [Buffer.from(`a,${'x'.repeat(40_000)}`), 'file.cell_too_long'],
    '513 columns': [Buffer.from(`${','.repeat(512)}x\n`), 'file.too_many_columns'],
    'binary called .csv': [Buffer.from([1, 2, 3, 0, 200]), 'file.not_spreadsheet'],
    'bytes of no encoding': [Buffer.from('a,b\n1,\x80\xff\n', 'latin1'), 'file.encoding'],
  };
}

const slowest = { name: '', milliseconds: 0 };
const heaviest = { name: '', megabytes: 0 };

/** Refused with its sentence, in a second, in 150 MB, before one row left. */
async function expectRefusal(name: string, file: Buffer, code: string, fileName: string): Promise<void> {
  const { value, milliseconds, megabytes } = await measured(() => refusalOf(file, { fileName }));
  if (milliseconds > slowest.milliseconds) Object.assign(slowest, { name, milliseconds });
  if (megabytes > heaviest.megabytes) Object.assign(heaviest, { name, megabytes });
  expect(value).toEqual({ code, rows: 0 });
  expect(milliseconds).toBeLessThan(1_000);
  expect(megabytes).toBeLessThan(150);
}

describe.each([
  ['sizes', bombs(), '台账.xlsx'],
  ['archive', archives(), '台账.xlsx'],
  ['format', otherFormats(), '台账.xlsx'],
  ['content', sheets(), '台账.xlsx'],
  ['text', texts(), '台账.csv'],
] as const)('refused for its %s', (_, cases, fileName) => {
  test.each(Object.entries(cases))('%s', { retry: 2 }, async (name, [file, code]) => {
    await expectRefusal(name, file, code, fileName);
  });
});

test('a file over the limit is refused unread', async () => {
  expect(await refusalOf(Buffer.alloc(2 * MiB), { limits: { fileBytes: MiB } })).toEqual({
    code: 'file.too_large',
    rows: 0,
  });
});

test('a path that leads nowhere, or to a folder, is refused', async () => {
  expect(await refusalOf('/nowhere/at/all.xlsx')).toEqual({ code: 'file.unreadable', rows: 0 });
  expect(await refusalOf(import.meta.dirname)).toEqual({ code: 'file.unreadable', rows: 0 });
});

afterAll(() => {
  process.stdout.write(
    `slowest refusal: ${slowest.name}, ${slowest.milliseconds.toFixed(0)} ms; heaviest: ${heaviest.name}, ${heaviest.megabytes.toFixed(0)} MB\n`,
  );
});
