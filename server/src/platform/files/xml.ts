import { SaxesParser } from 'saxes';
import type { FileLimits } from './limits.ts';
import { Refusal } from './refusal.ts';

export type XmlAttributes = Readonly<Record<string, string>>;

/** Names come without their prefix: office programs differ in which prefix they write, not in the names. */
export interface XmlHandlers {
  open?(name: string, attributes: XmlAttributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

/** The value of the attribute called `name`, whatever its prefix (`r:id`). */
export function prefixed(attributes: XmlAttributes, name: string): string | undefined {
  for (const key in attributes) {
    if (key.endsWith(`:${name}`)) return attributes[key];
  }
  return undefined;
}

/** OPC allows UTF-8 and UTF-16 only (ECMA-376 part 2, 9.1.3). */
function xmlDecoder(first: Uint8Array): TextDecoder {
  const [a, b] = first;
  const encoding =
    (a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)
      ? 'utf-16be'
      : (a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)
        ? 'utf-16le'
        : 'utf-8';
  return new TextDecoder(encoding, { fatal: true });
}

/** A streaming parser that refuses what an honest workbook never holds: a DOCTYPE, deep nesting, endless tokens. */
export class XmlReader {
  private readonly parser = new SaxesParser<{ xmlns: false; position: false }>({
    xmlns: false,
    position: false,
  });
  private readonly limits: FileLimits;
  private depth = 0;
  /** UTF-16 units since the last event. */
  private silent = 0;

  constructor(limits: FileLimits, handlers: XmlHandlers) {
    this.limits = limits;
    const { parser } = this;
    parser.on('error', () => {
      throw new Refusal('file.broken');
    });
    parser.on('doctype', () => {
      throw new Refusal('file.unsafe_xml');
    });
    parser.on('xmldecl', ({ encoding }) => {
      if (encoding && !/^(utf-?8|utf-?16(le|be)?|us-ascii)$/i.test(encoding))
        throw new Refusal('file.broken');
    });
    parser.on('opentag', (tag) => {
      this.silent = 0;
      this.depth += 1;
      if (this.depth > limits.xmlDepth) throw new Refusal('file.unsafe_xml');
      handlers.open?.(localName(tag.name), tag.attributes);
    });
    parser.on('closetag', (tag) => {
      this.silent = 0;
      this.depth -= 1;
      handlers.close?.(localName(tag.name));
    });
    const text = (part: string) => {
      this.silent = 0;
      handlers.text?.(part);
    };
    parser.on('text', text);
    parser.on('cdata', text);
  }

  write(text: string): void {
    this.silent += text.length;
    this.parser.write(text);
    if (this.silent > this.limits.xmlToken) throw new Refusal('file.unsafe_xml');
  }

  end(): void {
    this.parser.close();
  }
}

/** Decoded pieces of a part. @throws Refusal `file.broken` when the bytes are not in the encoding they claim */
export async function* decodeXml(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  try {
    for await (const chunk of chunks) {
      decoder ??= xmlDecoder(chunk);
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder?.decode() ?? '';
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('file.broken');
  }
}

/** Parses a whole part. */
export async function readXml(
  chunks: AsyncIterable<Uint8Array>,
  limits: FileLimits,
  handlers: XmlHandlers,
): Promise<void> {
  const reader = new XmlReader(limits, handlers);
  for await (const text of decodeXml(chunks)) reader.write(text);
  reader.end();
}
