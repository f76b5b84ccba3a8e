import { extname } from 'node:path';
import { Refusal } from './refusal.ts';
import type { ByteSource } from './source.ts';

const scanChunk = 1024 * 1024;

/** True when `needle` occurs anywhere in the file; reads it a megabyte at a time. */
function occurs(source: ByteSource, needle: Buffer): boolean {
  for (let at = 0; at < source.size; at += scanChunk) {
    if (source.read(at, scanChunk + needle.length).includes(needle)) return true;
  }
  return false;
}

const streamName = (name: string) => Buffer.from(name, 'utf16le');

/**
 * An OLE compound file is what a workbook with a password becomes (MS-OFFCRYPTO 2.3.4: a stream named
 * EncryptedPackage) and what Excel before 2007 wrote (MS-XLS 2.1: a stream named Workbook or Book).
 */
function refuseCompoundFile(source: ByteSource): never {
  if (occurs(source, streamName('EncryptedPackage'))) throw new Refusal('file.password');
  if (occurs(source, streamName('Workbook')) || occurs(source, streamName('Book'))) {
    throw new Refusal('file.old_excel');
  }
  throw new Refusal('file.not_spreadsheet');
}

const starts = (head: Buffer, ...bytes: number[]) => bytes.every((byte, index) => head[index] === byte);

const otherFormats = ['%PDF', '\x89PNG', 'GIF8', 'Rar!', '7z\xbc\xaf', '{\\rtf', '\xff\xd8\xff', '\x1f\x8b'];

/** Excel before 97 wrote its records without a container: a BOF record first (MS-XLS 2.4.21, BIFF2 to BIFF5). */
const bareBiff = (head: Buffer) =>
  starts(head, 9, 0, 4, 0) ||
  starts(head, 9, 2, 6, 0) ||
  starts(head, 9, 4, 6, 0) ||
  starts(head, 9, 8, 8, 0);

/** Old systems hand out tab-separated text as `.xls`, so the name alone does not decide. */
const textNames = new Set(['.csv', '.txt', '.tsv', '.tab', '.xls']);

function refuseUnlessText(head: Buffer, fileName: string): void {
  const latin = head.toString('latin1');
  if (otherFormats.some((magic) => latin.startsWith(magic))) throw new Refusal('file.not_spreadsheet');
  const utf16 = starts(head, 0xff, 0xfe) || starts(head, 0xfe, 0xff);
  // Ctrl-Z (1A) once ended text files and is left to the CSV reader.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells text from binary.
  if (!utf16 && /[\x00-\x08\x0e-\x19\x1b-\x1f]/.test(latin)) throw new Refusal('file.not_spreadsheet');
  const opening = (
    utf16 ? latin.replaceAll('\0', '').slice(2) : latin.replace(/^\xef\xbb\xbf/, '')
  ).trimStart();
  if (/^<(\?xml|!doctype|html|table|head|meta|body|style|!--)/i.test(opening))
    throw new Refusal('file.web_page');
  if (!textNames.has(extname(fileName).toLowerCase())) throw new Refusal('file.not_spreadsheet');
}

/**
 * Tells what a file is by its content; its name only decides whether text may be a table.
 * @throws Refusal for everything that is neither an xlsx archive nor text
 */
export function sniff(source: ByteSource, fileName: string): 'zip' | 'text' {
  if (source.size === 0) throw new Refusal('file.empty');
  const head = source.read(0, 4096);
  if (starts(head, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return refuseCompoundFile(source);
  if (starts(head, 0x50, 0x4b, 3, 4) || starts(head, 0x50, 0x4b, 5, 6)) return 'zip';
  if (bareBiff(head)) throw new Refusal('file.old_excel');
  refuseUnlessText(head, fileName);
  return 'text';
}
