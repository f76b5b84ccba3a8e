import { guardText } from './guard.ts';
import type { TableToWrite, TableValue } from './write-table.ts';

function csvField(value: TableValue): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return String(value);
  const text = guardText(value);
  // Spaces at the ends survive in quotes only with some programs; quoting costs nothing.
  return /[",;\t\r\n|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A CSV as Chinese Excel opens it without asking: UTF-8 with its mark, commas, CRLF (RFC 4180). Texts that begin like
 * a formula are guarded.
 */
export function writeCsv(table: Pick<TableToWrite, 'columns' | 'rows'>): Uint8Array {
  const heading = table.columns.map((column) => column.heading);
  const lines = [heading, ...table.rows].map((row) => row.map(csvField).join(','));
  return new TextEncoder().encode(`\uFEFF${lines.join('\r\n')}\r\n`);
}
