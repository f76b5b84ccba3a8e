import type { FileHandle } from 'node:fs/promises';

const latin = (text: string) => Buffer.from(text, 'latin1');

/**
 * Binds PDFs of the typesetter into one, part after part, so that thousands of pages never lie in memory together.
 * Their objects are renumbered and their page trees hung under one root (ISO 32000, 7.7.3). It reads the plain form the
 * typesetter writes, a classic cross-reference table and whole objects, and refuses any other.
 */
export class Binder {
  readonly #file: FileHandle;
  /** Of each object in the file; 1 and 2 are written last. */
  readonly #offsets: number[] = [0, 0, 0];
  readonly #trees: { readonly id: number; readonly pages: number }[] = [];
  #length = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  get pages(): number {
    return this.#trees.reduce((sum, tree) => sum + tree.pages, 0);
  }

  async add(pdf: Uint8Array): Promise<void> {
    if (this.#length === 0) await this.#write([latin('%PDF-1.7\n%\x80\x80\x80\x80\n')]);
    const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
    const { objects, root } = partsOf(bytes);
    const shift = this.#offsets.length - 1;
    const tree = pageTreeOf(objects, root);
    const written: Buffer[] = [];
    let at = this.#length;
    for (const [id, object] of objects) {
      const lines = renumbered(object, id, shift, id === tree.id);
      this.#offsets[id + shift] = at;
      for (const line of lines) at += line.length;
      written.push(...lines);
    }
    await this.#write(written);
    this.#trees.push({ id: tree.id + shift, pages: tree.pages });
  }

  /** Writes what belongs at the end. Answers the length of the file in bytes. */
  async finish(): Promise<number> {
    const kids = this.#trees.map(({ id }) => `${id} 0 R`).join(' ');
    const catalogue = latin('1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) >>\nendobj\n');
    const tree = latin(`2 0 obj\n<< /Type /Pages /Count ${this.pages} /Kids [${kids}] >>\nendobj\n`);
    this.#offsets[1] = this.#length;
    this.#offsets[2] = this.#length + catalogue.length;
    const table = this.#length + catalogue.length + tree.length;
    const rows = this.#offsets.map((offset, id) =>
      id === 0 || offset === undefined || offset === 0
        ? '0000000000 65535 f \n'
        : `${String(offset).padStart(10, '0')} 00000 n \n`,
    );
    const count = this.#offsets.length;
    const end = `xref\n0 ${count}\n${rows.join('')}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
    await this.#write([catalogue, tree, latin(end)]);
    return this.#length;
  }

  async #write(parts: readonly Buffer[]): Promise<void> {
    const whole = Buffer.concat(parts);
    await this.#file.write(whole);
    this.#length += whole.length;
  }
}

function refuse(why: string): never {
  throw new Error(`a PDF of another form: ${why}`);
}

/** Every object of the file by its number, from its `N 0 obj` to its `endobj`, and the number of the catalogue. */
function partsOf(bytes: Buffer): { objects: Map<number, Buffer>; root: number } {
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - 64));
  const table = Number(/startxref\s+(\d+)/.exec(tail)?.[1] ?? refuse('no cross-reference'));
  const text = bytes.toString('latin1', table);
  const head = /^xref\s+0 (\d+)\s*\n/.exec(text) ?? refuse('no classic cross-reference');
  const offsets = [...text.matchAll(/^(\d{10}) \d{5} n/gm)].map((match) => Number(match[1]));
  if (offsets.length > Number(head[1])) refuse('the cross-reference is damaged');
  const root = Number(/\/Root (\d+) 0 R/.exec(text)?.[1] ?? refuse('no catalogue'));
  const ordered = offsets.toSorted((one, other) => one - other);
  const objects = new Map<number, Buffer>();
  ordered.forEach((from, index) => {
    const object = bytes.subarray(from, ordered[index + 1] ?? table);
    const id = Number(/^(\d+) 0 obj/.exec(object.toString('latin1', 0, 20))?.[1] ?? refuse('no object'));
    objects.set(id, object);
  });
  return { objects, root };
}

function dictionaryOf(objects: ReadonlyMap<number, Buffer>, id: number): string {
  return headOf(objects.get(id) ?? refuse('a missing object')).toString('latin1');
}

function pageTreeOf(objects: ReadonlyMap<number, Buffer>, root: number): { id: number; pages: number } {
  const id = Number(/\/Pages (\d+) 0 R/.exec(dictionaryOf(objects, root))?.[1] ?? refuse('no pages'));
  return { id, pages: Number(/\/Count (\d+)/.exec(dictionaryOf(objects, id))?.[1] ?? refuse('no pages')) };
}

/** What stands before the stream: only there are references. */
function headOf(object: Buffer): Buffer {
  const stream = object.indexOf('\nstream\n');
  return stream === -1 ? object : object.subarray(0, stream);
}

/** The object under its new number; the tree of a part gets the whole one above it. */
function renumbered(object: Buffer, id: number, shift: number, isTree: boolean): Buffer[] {
  const head = headOf(object);
  const text = head
    .toString('latin1')
    .replace(/^\d+ 0 obj/, `${id + shift} 0 obj`)
    .replace(/\b(\d+) 0 R\b/g, (_whole, number: string) => `${Number(number) + shift} 0 R`);
  return [
    latin(isTree ? text.replace(/\/Type\s*\/Pages/, '/Type /Pages /Parent 2 0 R') : text),
    object.subarray(head.length),
  ];
}
