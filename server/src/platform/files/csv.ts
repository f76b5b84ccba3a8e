import type { FileLimits } from './limits.ts';
import { Refusal } from './refusal.ts';
import type { RowSink } from './rows.ts';
import type { CsvEncoding } from './sheet.ts';
import type { ByteSource } from './source.ts';

async function decodes(source: ByteSource, encoding: CsvEncoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of source.stream()) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/**
 * The encoding of a text file: its byte order mark, else UTF-8 where every byte fits, else GB18030 (which holds GBK and
 * GB2312), the encoding Chinese Excel writes. @throws Refusal `file.encoding`
 */
export async function guessEncoding(source: ByteSource): Promise<CsvEncoding> {
  const [a, b] = source.read(0, 2);
  const marked = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : null;
  const candidates: readonly CsvEncoding[] = marked ? [marked] : ['utf-8', 'gb18030'];
  for (const encoding of candidates) {
    if (await decodes(source, encoding)) return encoding;
  }
  throw new Refusal('file.encoding');
}

const separators = [',', '\t', ';', '|'] as const;

/** The separator that the first lines use most, counted outside quotes; a line `sep=;` decides by itself. */
function guessSeparator(start: string): string {
  const stated = /^sep=(.)\r?\n/i.exec(start);
  if (stated?.[1]) return stated[1];
  const lines = start.replace(/"(?:[^"]|"")*"/g, '').split(/\r\n?|\n/, 20);
  let best = ',';
  let most = 0;
  for (const separator of separators) {
    const count = lines.reduce((sum, line) => sum + line.split(separator).length - 1, 0);
    if (count > most) {
      most = count;
      best = separator;
    }
  }
  return best;
}

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * RFC 4180, read leniently where Excel does: any line end, quotes inside an unquoted field are themselves, text after
 * a closing quote belongs to the field. A record that spans lines is one row, as Excel numbers it.
 */
class CsvReader {
  private readonly limits: FileLimits;
  private readonly sink: RowSink;
  private readonly separator: number;
  private row = 1;
  private column = 0;
  private field = '';
  private quoted = false;
  private quoteRow = 0;
  /** The last character was a quote that closes the field unless another one follows. */
  private closing = false;
  private afterReturn = false;
  private cells = 0;

  constructor(separator: string, limits: FileLimits, sink: RowSink) {
    this.separator = separator.charCodeAt(0);
    this.limits = limits;
    this.sink = sink;
    sink.startRow(1);
  }

  write(text: string): void {
    let at = 0;
    while (at < text.length) at = this.quoted ? this.readQuoted(text, at) : this.readPlain(text, at);
  }

  end(): void {
    if (this.quoted && !this.closing) throw new Refusal('file.quote_open', { row: this.quoteRow });
    this.quoted = false;
    // Ctrl-Z ended text files under DOS, and some old systems still write it.
    if (this.field === '\x1a' && this.column === 0) this.field = '';
    this.endRow();
  }

  private readQuoted(text: string, start: number): number {
    if (this.closing) {
      this.closing = false;
      if (text.charCodeAt(start) === quote) {
        this.append('"');
        return start + 1;
      }
      this.quoted = false;
      return start;
    }
    const end = text.indexOf('"', start);
    this.append(text.slice(start, end === -1 ? text.length : end));
    if (end === -1) return text.length;
    this.closing = true;
    return end + 1;
  }

  /** Reads up to and over the next character that means something. */
  private readPlain(text: string, start: number): number {
    let at = start;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === this.separator || code === lineFeed || code === carriageReturn || code === quote) break;
      at += 1;
    }
    if (at > start) {
      this.append(text.slice(start, at));
      this.afterReturn = false;
    }
    if (at < text.length) this.meaning(text.charCodeAt(at));
    return at + 1;
  }

  private meaning(code: number): void {
    const secondHalf = code === lineFeed && this.afterReturn;
    this.afterReturn = code === carriageReturn;
    if (code === this.separator) this.endField();
    else if (code === quote && this.field === '') this.openQuote();
    else if (code === quote) this.append('"');
    else if (!secondHalf) this.endRow();
  }

  private openQuote(): void {
    this.quoted = true;
    this.quoteRow = this.row;
  }

  private append(text: string): void {
    this.field += text;
    if (this.field.length <= this.limits.cellText) return;
    // Far more often a forgotten quote than a text that long.
    if (this.quoted) throw new Refusal('file.quote_open', { row: this.quoteRow });
    throw new Refusal('file.cell_too_long', { limit: this.limits.cellText });
  }

  private endField(): void {
    this.cells += 1;
    if (this.cells > this.limits.cells) {
      throw new Refusal('file.too_many_cells', { limit: this.limits.cells });
    }
    if (this.field !== '') {
      if (this.column >= this.limits.columns) {
        throw new Refusal('file.too_many_columns', { limit: this.limits.columns, row: this.row });
      }
      this.sink.put(this.column, this.field, 'text');
      this.field = '';
    }
    this.column += 1;
  }

  private endRow(): void {
    if (this.field !== '' || this.column > 0) {
      if (this.row > this.limits.rows) throw new Refusal('file.too_many_rows', { limit: this.limits.rows });
      this.endField();
    }
    this.sink.endRow();
    this.row += 1;
    this.column = 0;
    this.sink.startRow(this.row);
  }
}

/** Streams the rows of a text file into the sink. */
export async function readCsv(
  source: ByteSource,
  encoding: CsvEncoding,
  limits: FileLimits,
  sink: RowSink,
): Promise<void> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let reader: CsvReader | null = null;
  for await (const chunk of sink.counted(source.stream())) {
    const text = decoder.decode(chunk, { stream: true });
    if (reader) reader.write(text);
    else {
      reader = new CsvReader(guessSeparator(text), limits, sink);
      // Excel takes this line for itself, so the rows are numbered without it.
      reader.write(text.replace(/^sep=.\r?\n/i, ''));
    }
    await sink.drained();
  }
  reader?.end();
}
