import { type ArchivePart, archive } from './archives.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

export interface TestSheet {
  readonly name?: string;
  readonly state?: 'hidden' | 'veryHidden';
  /** The inside of `sheetData`. */
  readonly data: string;
  /** What follows `sheetData`. */
  readonly tail?: string;
  /** The whole part, instead of the above. */
  readonly xml?: string;
}

export interface TestWorkbook {
  readonly sheets?: readonly TestSheet[];
  /** The inside of `sst`. */
  readonly sharedStrings?: string;
  /** The inside of `styleSheet`. */
  readonly styles?: string;
  readonly date1904?: boolean;
  readonly workbookType?: string;
  readonly workbookRelations?: string;
  /** Parts to add; a part with the name of a regular one replaces it. */
  readonly parts?: readonly ArchivePart[];
}

function sheetXml(sheet: TestSheet): string {
  return (
    sheet.xml ??
    `${xmlHead}<worksheet xmlns="${main}"><sheetData>${sheet.data}</sheetData>${sheet.tail ?? ''}</worksheet>`
  );
}

/** The parts of a minimal workbook, as Excel names them. */
export function workbookParts(book: TestWorkbook): ArchivePart[] {
  const sheets = book.sheets ?? [{ data: '<row r="1"><c r="A1"><v>1</v></c></row>' }];
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${officeRelations}/${type}" Target="${target}"/>`;
  const workbookType = book.workbookType ?? 'spreadsheetml.sheet.main';
  const regular: ArchivePart[] = [
    {
      name: '[Content_Types].xml',
      content: `${xmlHead}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.${workbookType}+xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `${xmlHead}<Relationships xmlns="${packageRelations}">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${xmlHead}<workbook xmlns="${main}" xmlns:r="${officeRelations}"><workbookPr${book.date1904 ? ' date1904="1"' : ''}/><sheets>${sheets
        .map(
          ({ name, state }, index) =>
            `<sheet name="${name ?? `Sheet${index + 1}`}" sheetId="${index + 1}"${state ? ` state="${state}"` : ''} r:id="rId${index + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${xmlHead}<Relationships xmlns="${packageRelations}">${sheets
        .map((_, index) => relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`))
        .join(
          '',
        )}${relation('rIdS', 'styles', 'styles.xml')}${relation('rIdT', 'sharedStrings', '/xl/sharedStrings.xml')}${book.workbookRelations ?? ''}</Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `${xmlHead}<styleSheet xmlns="${main}">${book.styles ?? ''}</styleSheet>`,
    },
    {
      name: 'xl/sharedStrings.xml',
      content: `${xmlHead}<sst xmlns="${main}">${book.sharedStrings ?? ''}</sst>`,
    },
    ...sheets.map((sheet, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      content: sheetXml(sheet),
    })),
  ];
  const extra = book.parts ?? [];
  const replaced = (name: string) => extra.some((part) => part.name === name);
  return [...regular.filter(({ name }) => !replaced(name)), ...extra];
}

/** A workbook as bytes. */
export function workbook(book: TestWorkbook = {}): Buffer {
  return archive(workbookParts(book));
}
