import { Problem } from '@linli/core/kernel';
import { type ReadOptions, readSpreadsheet } from '../read.ts';
import type { Row, SheetInfo, SpreadsheetEvent } from '../sheet.ts';

/** Every event of a file. */
export async function eventsOf(
  file: Uint8Array | string,
  options: Partial<ReadOptions> = {},
): Promise<SpreadsheetEvent[]> {
  const events: SpreadsheetEvent[] = [];
  for await (const event of readSpreadsheet(file, { fileName: '台账.xlsx', ...options })) events.push(event);
  return events;
}

export async function rowsOfFile(
  file: Uint8Array | string,
  options: Partial<ReadOptions> = {},
): Promise<Row[]> {
  const events = await eventsOf(file, options);
  return events.flatMap((event) => (event.type === 'rows' ? event.rows : []));
}

export async function sheetsOfFile(file: Uint8Array | string): Promise<readonly SheetInfo[]> {
  const [first] = await eventsOf(file);
  return first?.type === 'workbook' ? first.sheets : [];
}

export interface Measured<T> {
  readonly value: T;
  readonly milliseconds: number;
  /** Highest resident memory over the level at the start, in MB. */
  readonly megabytes: number;
}

/** Runs something and watches the process's memory, the reading thread included, every 5 ms. */
export async function measured<T>(run: () => Promise<T>): Promise<Measured<T>> {
  const idle = process.memoryUsage.rss();
  let peak = idle;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  const started = performance.now();
  try {
    const value = await run();
    const milliseconds = performance.now() - started;
    peak = Math.max(peak, process.memoryUsage.rss());
    return { value, milliseconds, megabytes: (peak - idle) / 1e6 };
  } finally {
    clearInterval(watch);
  }
}

export interface Refused {
  readonly code: string;
  /** Rows that left before the refusal. */
  readonly rows: number;
}

/** The code a file is refused with; `'read'` when it is not refused. */
export async function refusalOf(
  file: Uint8Array | string,
  options: Partial<ReadOptions> = {},
): Promise<Refused> {
  let rows = 0;
  try {
    for await (const event of readSpreadsheet(file, { fileName: '台账.xlsx', ...options })) {
      if (event.type === 'rows') rows += event.rows.length;
    }
    return { code: 'read', rows };
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, rows };
    throw error;
  }
}
