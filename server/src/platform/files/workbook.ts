import { posix } from 'node:path';
import type { Archive } from './archive.ts';
import { builtInFormat, formatOf, type NumberFormat } from './formats.ts';
import type { FileLimits } from './limits.ts';
import { Refusal } from './refusal.ts';
import { decodeText, readSharedTexts, type SharedTexts } from './shared-texts.ts';
import type { SheetInfo } from './sheet.ts';
import { prefixed, readXml } from './xml.ts';

export interface WorkbookSheet extends SheetInfo {
  /** The part that holds its cells. */
  readonly part: string;
}

export interface Workbook {
  readonly sheets: readonly WorkbookSheet[];
  readonly date1904: boolean;
  /** By the style number of a cell. */
  readonly formats: readonly NumberFormat[];
  readonly sharedTexts: SharedTexts;
}

interface Relation {
  readonly type: string;
  readonly target: string;
}

/** Refuses by the names of the parts alone, before a byte of them is unpacked. */
export function refuseByParts(archive: Archive): void {
  const names = archive.names();
  if (names.some((name) => /(^|\/)vbaproject\.bin$|\/(intl)?macrosheets\//.test(name))) {
    throw new Refusal('file.macros');
  }
  if (names.some((name) => name.includes('/externallinks/'))) throw new Refusal('file.external_links');
  if (archive.has('xl/workbook.bin')) throw new Refusal('file.binary_excel');
  if (archive.has('encryptedpackage') || archive.has('encryptioninfo')) throw new Refusal('file.password');
  if (archive.has('content.xml') && archive.has('mimetype')) throw new Refusal('file.open_document');
  if (!archive.has('[content_types].xml') || !archive.has('_rels/.rels')) {
    throw new Refusal('file.not_spreadsheet');
  }
}

/** The content type of a part: its own, or its ending's (ECMA-376 part 2, 9.1.2). */
async function contentTypes(archive: Archive, limits: FileLimits): Promise<(part: string) => string> {
  const own = new Map<string, string>();
  const byEnding = new Map<string, string>();
  await readXml(archive.read('[content_types].xml'), limits, {
    open(name, attributes) {
      const type = attributes.ContentType ?? '';
      if (name === 'Override') own.set((attributes.PartName ?? '').slice(1).toLowerCase(), type);
      if (name === 'Default') byEnding.set((attributes.Extension ?? '').toLowerCase(), type);
    },
  });
  return (part) => own.get(part) ?? byEnding.get(part.slice(part.lastIndexOf('.') + 1)) ?? '';
}

/** The relations of a part, targets as part names. Relations that leave the file are refused where cells depend on them. */
async function relationsOf(
  archive: Archive,
  limits: FileLimits,
  part: string,
): Promise<Map<string, Relation>> {
  const folder = posix.dirname(part);
  const name = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relations = new Map<string, Relation>();
  if (!archive.has(name)) return relations;
  await readXml(archive.read(name), limits, {
    open(element, attributes) {
      if (element !== 'Relationship') return;
      const type = attributes.Type ?? '';
      if (attributes.TargetMode === 'External' || type.endsWith('/externalLink')) {
        throw new Refusal('file.external_links');
      }
      if (/Macrosheet$/i.test(type) || type.endsWith('/vbaProject')) throw new Refusal('file.macros');
      const target = (attributes.Target ?? '').replaceAll('\\', '/');
      const whole = target.startsWith('/') ? posix.normalize(target).slice(1) : posix.join(folder, target);
      relations.set(attributes.Id ?? '', { type, target: whole.toLowerCase() });
    },
  });
  return relations;
}

/** The part that is the workbook. @throws Refusal macros, binary_excel, not_spreadsheet */
async function workbookPart(archive: Archive, limits: FileLimits): Promise<string> {
  // The package's own relations hang on its root, whose rels part is `_rels/.rels`.
  const root = await relationsOf(archive, limits, '');
  const part = [...root.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target;
  if (part === undefined) throw new Refusal('file.not_spreadsheet');
  if (!archive.has(part)) throw new Refusal('file.broken');
  const type = (await contentTypes(archive, limits))(part);
  if (/sheet\.binary/i.test(type)) throw new Refusal('file.binary_excel');
  if (/macroEnabled|addin/i.test(type)) throw new Refusal('file.macros');
  if (!/spreadsheetml\.(sheet|template)\.main/i.test(type)) throw new Refusal('file.not_spreadsheet');
  return part;
}

async function readFormats(
  archive: Archive,
  limits: FileLimits,
  part: string | undefined,
): Promise<NumberFormat[]> {
  const formats: NumberFormat[] = [];
  if (part === undefined || !archive.has(part)) return formats;
  const custom = new Map<number, NumberFormat>();
  let inCells = false;
  await readXml(archive.read(part), limits, {
    open(name, attributes) {
      const id = Number(attributes.numFmtId ?? 0);
      if (name === 'numFmt') custom.set(id, formatOf((attributes.formatCode ?? '').slice(0, 255)));
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) formats.push(custom.get(id) ?? builtInFormat(id));
      if (formats.length + custom.size > limits.styles) throw new Refusal('file.too_many_texts');
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats;
}

async function readSheetList(
  archive: Archive,
  limits: FileLimits,
  part: string,
  relations: ReadonlyMap<string, Relation>,
): Promise<{ sheets: WorkbookSheet[]; date1904: boolean }> {
  const sheets: WorkbookSheet[] = [];
  let date1904 = false;
  await readXml(archive.read(part), limits, {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = /^(1|true|on)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const relation = relations.get(prefixed(attributes, 'id') ?? '');
      if (!relation) throw new Refusal('file.broken');
      // Chart and dialog sheets hold no cells.
      if (!relation.type.endsWith('/worksheet')) return;
      if (!archive.has(relation.target)) throw new Refusal('file.broken');
      const state = attributes.state ?? 'visible';
      sheets.push({
        index: sheets.length,
        name: decodeText(attributes.name ?? '').slice(0, 255),
        hidden: state !== 'visible',
        part: relation.target,
      });
      if (sheets.length > limits.sheets) {
        throw new Refusal('file.too_many_parts', { limit: limits.sheets });
      }
    },
  });
  return { sheets, date1904 };
}

/** Everything of a workbook except its cells. @throws Refusal */
export async function readWorkbook(archive: Archive, limits: FileLimits): Promise<Workbook> {
  const part = await workbookPart(archive, limits);
  const relations = await relationsOf(archive, limits, part);
  const targetOf = (kind: string) =>
    [...relations.values()].find(({ type }) => type.endsWith(`/${kind}`))?.target;
  const { sheets, date1904 } = await readSheetList(archive, limits, part, relations);
  if (sheets.length === 0) throw new Refusal('file.no_sheets');
  return {
    sheets,
    date1904,
    formats: await readFormats(archive, limits, targetOf('styles')),
    sharedTexts: await readSharedTexts(archive, limits, targetOf('sharedStrings')),
  };
}
