import {
  type ImportCells,
  type ImportColumn,
  type ImportDetail,
  type ImportKind,
  importColumns,
  importColumnTexts,
  kindOfHeader,
  mostImportMegabytes,
  mostImportRows,
  placesImportProblem,
} from '@linli/core/places';
import {
  type HeaderMapping,
  readSpreadsheet,
  readTables,
  type SheetInfo,
  type TableRecord,
} from '../../../platform/files/index.ts';

/** A table of places as the file has it. */
export interface PlaceTable
  extends Pick<ImportDetail, 'kind' | 'sheet' | 'otherSheets' | 'mapping' | 'unmatched'> {
  readonly rows: readonly ImportCells[];
}

const limits = {
  fileBytes: mostImportMegabytes * 1_048_576,
  rows: mostImportRows,
  milliseconds: 20_000,
};

/** UTF-16 units kept of a cell: more than any value may have, so that a longer one is still refused as too long. */
const keptOfCell = 300;
const keptOfHeading = 60;

/** The database keeps no NUL and no half of a character; what stands in for them is refused as invisible. */
function storable(text: string, kept: number): string {
  const whole = text.slice(0, kept).toWellFormed();
  return whole.replaceAll('\0', '\u0001').replaceAll('\uFFFD', '\u0001');
}

/** The first sheet that holds a table of places, and what other such sheets there are. */
class TableReader {
  readonly otherSheets: string[] = [];
  readonly rows: ImportCells[] = [];
  chosen: { kind: ImportKind; sheet: SheetInfo; header: HeaderMapping<ImportColumn> } | null = null;

  header(sheet: SheetInfo, header: HeaderMapping<ImportColumn> | null): void {
    const kind = header && kindOfHeader(header.columns);
    if (!header || !kind) return;
    if (this.chosen) this.otherSheets.push(storable(sheet.name, keptOfHeading));
    else this.chosen = { kind, sheet, header };
  }

  records(sheet: SheetInfo, records: readonly TableRecord<ImportColumn>[]): void {
    if (sheet.index !== this.chosen?.sheet.index) return;
    const found = Object.keys(this.chosen.header.columns) as ImportColumn[];
    for (const { row, values } of records) {
      const texts = found.flatMap((key) => {
        const { text } = values[key];
        return text === '' ? [] : [[key, storable(text, keptOfCell)] as const];
      });
      // A row with something in other columns only is a note or a sum, not a place.
      if (texts.length > 0) this.rows.push({ row, values: Object.fromEntries(texts) });
    }
  }
}

/**
 * Reads a CSV or Excel file as a table of places; what it lists is found out from its header.
 * @throws Problem `file.*`, `places.import_no_table`, `places.import_no_rows`; the signal's reason when aborted
 */
export async function readPlaceTable(
  file: Uint8Array,
  fileName: string,
  signal: AbortSignal,
): Promise<PlaceTable> {
  const reader = new TableReader();
  const events = readSpreadsheet(file, { fileName, limits, signal });
  for await (const event of readTables(events, { columns: importColumns })) {
    if (event.type === 'table') reader.header(event.sheet, event.header);
    else if (event.type === 'records') reader.records(event.sheet, event.records);
  }
  const { chosen, rows, otherSheets } = reader;
  if (!chosen) throw placesImportProblem('places.import_no_table');
  if (rows.length === 0) throw placesImportProblem('places.import_no_rows');
  const { labels, columns, unmatched } = chosen.header;
  const mapping = importColumns.flatMap(({ key }) => {
    const label = labels.find(({ column }) => column === columns[key])?.label;
    const heading = storable(label ?? '', keptOfHeading);
    return columns[key] === undefined ? [] : [{ column: key, text: importColumnTexts[key], heading }];
  });
  return {
    ...{ kind: chosen.kind, sheet: storable(chosen.sheet.name, keptOfHeading), otherSheets, mapping, rows },
    unmatched: unmatched.map(({ label }) => storable(label, keptOfHeading)),
  };
}
