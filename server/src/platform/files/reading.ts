import { basename, extname } from 'node:path';
import { type Archive, openArchive } from './archive.ts';
import { guessEncoding, readCsv } from './csv.ts';
import type { ReaderMessage, ReadTask } from './messages.ts';
import { Refusal } from './refusal.ts';
import { RowSink } from './rows.ts';
import type { ReadProgress, SheetInfo } from './sheet.ts';
import { sniff } from './sniff.ts';
import { type ByteSource, openSource } from './source.ts';
import { readWorkbook, refuseByParts } from './workbook.ts';
import { type CellCount, readCells, readMerges } from './worksheet.ts';

export interface ReaderPort {
  say(message: ReaderMessage): void;
  ready(): Promise<void> | undefined;
}

const MiB = 1024 * 1024;

/** Counts what was read and makes the sinks that send it. */
class Reading {
  private readonly port: ReaderPort;
  private bytes = 0;
  private rows = 0;
  totalBytes = 0;

  constructor(port: ReaderPort) {
    this.port = port;
  }

  sinkFor(sheet: SheetInfo): RowSink {
    return new RowSink({
      send: (batch) => {
        this.rows += batch.numbers.length;
        this.port.say({ type: 'rows', sheet, batch, progress: this.progress('reading', this.bytes) });
      },
      ready: () => this.port.ready(),
      onBytes: (bytes) => {
        this.bytes += bytes;
      },
    });
  }

  /** Says how far the check is, once for every MiB. */
  checking(): (bytes: number) => void {
    let next = MiB;
    return (bytes) => {
      if (bytes < next) return;
      next = bytes + MiB;
      this.port.say({ type: 'progress', progress: this.progress('checking', bytes) });
    };
  }

  finish(): void {
    this.port.say({ type: 'progress', progress: this.progress('reading', this.totalBytes) });
    this.port.say({ type: 'done' });
  }

  private progress(stage: ReadProgress['stage'], bytes: number): ReadProgress {
    return { stage, bytes, totalBytes: this.totalBytes, rows: this.rows };
  }
}

async function readExcel(source: ByteSource, task: ReadTask, port: ReaderPort): Promise<void> {
  const { limits } = task;
  const reading = new Reading(port);
  const archive: Archive = await openArchive(source, limits);
  refuseByParts(archive);
  reading.totalBytes = archive.names().reduce((sum, name) => sum + archive.size(name), 0);
  await archive.verify(reading.checking());
  const book = await readWorkbook(archive, limits);
  const chosen = book.sheets.filter((sheet) => task.hiddenSheets || !sheet.hidden);
  if (chosen.length === 0) throw new Refusal('file.no_sheets');
  reading.totalBytes = chosen.reduce((sum, { part }) => sum + archive.size(part), 0);
  const info = ({ index, name, hidden }: SheetInfo): SheetInfo => ({ index, name, hidden });
  port.say({ type: 'workbook', format: 'xlsx', encoding: null, sheets: book.sheets.map(info) });
  const count: CellCount = { cells: 0 };
  for (const part of chosen) {
    const sheet = info(part);
    port.say({ type: 'sheet', sheet, merges: await readMerges(archive, limits, part) });
    const sink = reading.sinkFor(sheet);
    await readCells(archive, book, part, limits, sink, count);
    sink.flush();
  }
  reading.finish();
}

async function readText(source: ByteSource, task: ReadTask, port: ReaderPort): Promise<void> {
  const encoding = await guessEncoding(source);
  const name = basename(task.fileName, extname(task.fileName));
  const sheet: SheetInfo = { index: 0, name, hidden: false };
  const reading = new Reading(port);
  reading.totalBytes = source.size;
  port.say({ type: 'workbook', format: 'csv', encoding, sheets: [sheet] });
  port.say({ type: 'sheet', sheet, merges: [] });
  const sink = reading.sinkFor(sheet);
  await readCsv(source, encoding, task.limits, sink);
  sink.flush();
  reading.finish();
}

/** Reads one file and says everything through the port; a refusal is said, anything else is thrown. */
export async function readTask(task: ReadTask, port: ReaderPort): Promise<void> {
  let source: ByteSource | null = null;
  try {
    source = openSource(task.file);
    if (source.size > task.limits.fileBytes) {
      throw new Refusal('file.too_large', { limit: Math.floor(task.limits.fileBytes / MiB) });
    }
    const read = sniff(source, task.fileName) === 'zip' ? readExcel : readText;
    await read(source, task, port);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    port.say({ type: 'refused', code: error.code, params: error.params });
  } finally {
    source?.close();
  }
}
