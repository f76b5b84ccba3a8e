import type { CommunityColumn } from '@linli/core/places';
import { setupProblem } from '@linli/core/setup';
import { readSpreadsheet } from '../../platform/files/index.ts';
import { readTables } from '../../platform/files/table.ts';
import { communityColumns, type NewStreet, StreetTable } from './table.ts';

/** A file of a street's communities is small; a larger one is a mistake or an attack. */
const limits = { fileBytes: 5 * 1024 * 1024, rows: 20_000, milliseconds: 15_000 };

/**
 * The street of a CSV or Excel file: the first sheet that holds the columns counts.
 * @param file the bytes, or the path of a file
 * @throws Problem `file.*`, `setup.columns_missing`, `setup.rows_refused`, `setup.table_empty`
 */
export async function readStreetFile(file: Uint8Array | string, fileName: string): Promise<NewStreet> {
  const columns = communityColumns.map((column) => ({ ...column, aliases: [column.key, ...column.aliases] }));
  const required = communityColumns.filter((column) => column.required);
  const table = new StreetTable();
  let missing: readonly CommunityColumn[] = required.map((column) => column.key);
  let chosen: number | null = null;
  for await (const event of readTables(readSpreadsheet(file, { fileName, limits }), { columns })) {
    if (event.type === 'table' && event.header && chosen === null) {
      missing = event.header.missing;
      if (missing.length === 0) chosen = event.sheet.index;
    } else if (event.type === 'records' && event.sheet.index === chosen) {
      for (const { row, values } of event.records) table.add({ row, values: textsOf(values) });
    }
  }
  if (chosen === null) throw columnsMissing(missing);
  return table.finish();
}

function textsOf(values: Readonly<Record<CommunityColumn, { readonly text: string }>>) {
  return Object.fromEntries(communityColumns.map(({ key }) => [key, values[key].text]));
}

function columnsMissing(missing: readonly CommunityColumn[]) {
  const names = communityColumns.filter(({ key }) => missing.includes(key)).map(({ aliases }) => aliases[0]);
  return setupProblem('setup.columns_missing', { columns: names.join('、') });
}
