import { createHash } from 'node:crypto';
import { z } from 'zod';
import { backupProblem } from './problems.ts';

/** A key of an event: in the backup by name only, so that destroying the key reaches backups too. */
export const EventKey = z.strictObject({
  streetId: z.string(),
  id: z.string(),
  purpose: z.string(),
  eventId: z.string(),
  createdAt: z.string(),
});
export type EventKey = z.infer<typeof EventKey>;

/** What stands first inside a backup. */
export const Contents = z.strictObject({
  createdAt: z.string(),
  migrations: z.array(z.strictObject({ name: z.string(), checksum: z.string() })).min(1),
  eventKeys: z.array(EventKey),
});
export type Contents = z.infer<typeof Contents>;

export const TableStart = z.strictObject({ table: z.string(), columns: z.array(z.string()).min(1) });
export type TableStart = z.infer<typeof TableStart>;

const TableEnd = z.strictObject({ rows: z.number().int(), sha256: z.string() });
type TableEnd = z.infer<typeof TableEnd>;

export const Totals = z.strictObject({ tables: z.number().int(), rows: z.number().int() });
export type Totals = z.infer<typeof Totals>;

/** One piece of a backup: JSON for all but `data`, which is COPY's text form. */
export type Frame =
  | { readonly kind: 'contents'; readonly body: Contents }
  | { readonly kind: 'table'; readonly body: TableStart }
  | { readonly kind: 'data'; readonly body: Buffer }
  | { readonly kind: 'end'; readonly body: TableEnd }
  | { readonly kind: 'totals'; readonly body: Totals };

const marks = { contents: 0x43, table: 0x54, data: 0x44, end: 0x45, totals: 0x5a } as const;

/** Bytes of a frame: one byte of kind, the body's length as a 32-bit number, the body. */
export function encodeFrame(frame: Frame): Buffer {
  const body = frame.kind === 'data' ? frame.body : Buffer.from(JSON.stringify(frame.body), 'utf8');
  const head = Buffer.alloc(5);
  head[0] = marks[frame.kind];
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

/** The frames of a stream of bytes, however it is cut. Throws `backup.damaged`. */
export async function* decodeFrames(bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  let at = 0;
  for await (const chunk of bytes) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE(1)) {
      const end = 5 + rest.readUInt32BE(1);
      at += 1;
      yield decodeFrame(rest[0], rest.subarray(5, end), at);
      rest = rest.subarray(end);
    }
  }
  if (rest.length > 0) throw backupProblem('backup.damaged', { at: at + 1 });
}

function decodeFrame(mark: number | undefined, body: Buffer, at: number): Frame {
  try {
    if (mark === marks.data) return { kind: 'data', body };
    const json: unknown = JSON.parse(body.toString('utf8'));
    if (mark === marks.contents) return { kind: 'contents', body: Contents.parse(json) };
    if (mark === marks.table) return { kind: 'table', body: TableStart.parse(json) };
    if (mark === marks.end) return { kind: 'end', body: TableEnd.parse(json) };
    if (mark === marks.totals) return { kind: 'totals', body: Totals.parse(json) };
  } catch {
    throw backupProblem('backup.damaged', { at });
  }
  throw backupProblem('backup.damaged', { at });
}

/** What a reader of a backup does with each part. */
export interface BackupReader {
  contents(contents: Contents): Promise<void>;
  /** `data` ends with the table; it must be read to its end. */
  table(start: TableStart, data: AsyncIterable<Buffer>): Promise<void>;
}

/**
 * Reads a whole backup in order and checks that every table is as long and as hashed as was written, and that nothing
 * is missing at the end. Throws `backup.damaged`.
 */
export async function readFrames(frames: AsyncGenerator<Frame>, reader: BackupReader): Promise<Totals> {
  let tables = 0;
  let rows = 0;
  const first = await frames.next();
  if (first.done || first.value.kind !== 'contents') throw backupProblem('backup.damaged', { at: 1 });
  await reader.contents(first.value.body);
  for (let next = await frames.next(); !next.done; next = await frames.next()) {
    const frame = next.value;
    if (frame.kind === 'totals') {
      const whole =
        frame.body.tables === tables && frame.body.rows === rows && (await frames.next()).done === true;
      if (!whole) throw backupProblem('backup.damaged', { at: tables });
      return frame.body;
    }
    if (frame.kind !== 'table') throw backupProblem('backup.damaged', { at: tables });
    const data = new TableData(frames);
    await reader.table(frame.body, data.read());
    rows += data.end(tables).rows;
    tables += 1;
  }
  throw backupProblem('backup.damaged', { at: tables });
}

/** The data frames of one table, hashed on their way through. */
class TableData {
  readonly #frames: AsyncGenerator<Frame>;
  readonly #hash = createHash('sha256');
  #rows = 0;
  #end: TableEnd | null = null;

  constructor(frames: AsyncGenerator<Frame>) {
    this.#frames = frames;
  }

  async *read(): AsyncGenerator<Buffer> {
    for (let next = await this.#frames.next(); !next.done; next = await this.#frames.next()) {
      if (next.value.kind === 'end') {
        this.#end = next.value.body;
        return;
      }
      if (next.value.kind !== 'data') return;
      this.#hash.update(next.value.body);
      this.#rows += linesIn(next.value.body);
      yield next.value.body;
    }
  }

  end(at: number): TableEnd {
    const found = this.#end;
    if (!found || found.rows !== this.#rows || found.sha256 !== this.#hash.digest('hex')) {
      throw backupProblem('backup.damaged', { at });
    }
    return found;
  }
}

/** Rows in COPY's text form: it writes a line break inside a value as `\n`, so every one ends a row. */
export function linesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}
