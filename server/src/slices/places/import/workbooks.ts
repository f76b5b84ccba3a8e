import type { Language } from '@linli/core/kernel';
import {
  type ImportColumn,
  type ImportDetail,
  type ImportKind,
  importColumnTexts,
  requiredColumns,
  rowProblemText,
  templateColumns,
} from '@linli/core/places';
import { type TableColumn, writeCsv, writeTable } from '../../../platform/files/index.ts';
import type { KeptRow } from './store.ts';

const titles = {
  communities: { zh: '社区名单', en: 'Communities' },
  buildings: { zh: '楼栋名单', en: 'Buildings' },
} as const;

/** Drop-down lists, in the words that a reading understands. */
const choices: Readonly<Partial<Record<ImportColumn, readonly string[]>>> = {
  managed: ['有', '无'],
  reports_as: ['整栋', '单元'],
};

/** A blank workbook whose headings the import reads. They are Chinese in every language: so are the names below them. */
export function templateOf(kind: ImportKind): Promise<Uint8Array> {
  const columns = templateColumns[kind].map((key): TableColumn => {
    const offered = choices[key];
    return {
      heading: importColumnTexts[key].zh,
      required: requiredColumns[kind].includes(key),
      ...(offered ? { choices: offered } : {}),
    };
  });
  return writeTable({ sheet: titles[kind].zh, columns, rows: [] });
}

/** The refused rows with the reasons behind them, ready to be corrected and handed in again. */
export function rejectedCsv(
  mapping: ImportDetail['mapping'],
  rows: readonly KeptRow[],
  language: Language,
): Uint8Array {
  const extra = language === 'zh' ? ['行号', '原因'] : ['Row', 'Reason'];
  const columns = [...mapping.map(({ heading }) => heading), ...extra].map((heading) => ({ heading }));
  const keys = mapping.map(({ column }) => column as ImportColumn);
  return writeCsv({
    columns,
    rows: rows.map(({ row, values, problems }) => [
      ...keys.map((key) => values[key] ?? ''),
      row,
      problems.map((problem) => reasonOf(problem, language)).join(language === 'zh' ? ';' : '; '),
    ]),
  });
}

function reasonOf(problem: KeptRow['problems'][number], language: Language): string {
  const text = rowProblemText(problem)[language];
  if (problem.column === null) return text;
  const heading = importColumnTexts[problem.column][language];
  return language === 'zh' ? `${heading}:${text}` : `${heading}: ${text}`;
}
