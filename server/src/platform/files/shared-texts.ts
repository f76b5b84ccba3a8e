import type { Archive } from './archive.ts';
import type { FileLimits } from './limits.ts';
import { Refusal } from './refusal.ts';
import { readXml } from './xml.ts';

const block = 1024 * 1024;

/**
 * The texts that cells refer to by number. Kept as UTF-8 outside the heap and made into strings when asked for: five
 * million short texts take a sixth of the memory that as many strings do.
 */
export class SharedTexts {
  private bytes = Buffer.allocUnsafe(block);
  private used = 0;
  private ends = new Uint32Array(1024);
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(text: string): void {
    const most = this.used + text.length * 3;
    if (most > this.bytes.length) {
      // Grown by half: doubling would hold three times the texts while it copies.
      const grown = Buffer.allocUnsafe(Math.max(most, Math.ceil((this.bytes.length * 3) / 2)));
      this.bytes.copy(grown, 0, 0, this.used);
      this.bytes = grown;
    }
    if (this.count === this.ends.length) {
      const grown = new Uint32Array(this.count * 2);
      grown.set(this.ends);
      this.ends = grown;
    }
    this.used += this.bytes.write(text, this.used, 'utf8');
    this.ends[this.count] = this.used;
    this.count += 1;
  }

  at(index: number): string | undefined {
    const end = index < this.count ? this.ends[index] : undefined;
    if (end === undefined) return undefined;
    return this.bytes.toString('utf8', index === 0 ? 0 : this.ends[index - 1], end);
  }
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19, ST_Xstring). */
export function decodeText(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}

/** Reads the part of shared texts; a workbook without one has none. @throws Refusal too_many_texts, cell_too_long */
export async function readSharedTexts(
  archive: Archive,
  limits: FileLimits,
  part: string | undefined,
): Promise<SharedTexts> {
  const texts = new SharedTexts();
  if (part === undefined || !archive.has(part)) return texts;
  if (archive.size(part) > limits.sharedTextBytes) throw new Refusal('file.too_many_texts');
  let current = '';
  let inText = false;
  let phonetic = false;
  const refuseLength = () => {
    throw new Refusal('file.cell_too_long', { limit: limits.cellText });
  };
  await readXml(archive.read(part), limits, {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') inText = !phonetic;
    },
    text(text) {
      if (!inText) return;
      current += text;
      // An escaped character takes seven (`_x000D_`), so a text within the limit is never longer than this.
      if (current.length > limits.cellText * 7) refuseLength();
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') {
        const text = decodeText(current);
        if (text.length > limits.cellText) refuseLength();
        if (texts.size === limits.sharedTexts) throw new Refusal('file.too_many_texts');
        texts.add(text);
      }
    },
  });
  return texts;
}
