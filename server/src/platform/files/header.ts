import type { MergedRange, Row } from './sheet.ts';

/** A column that a caller looks for, by any of the headings offices give it; the likeliest first. */
export interface ColumnSpec<Key extends string = string> {
  readonly key: Key;
  readonly aliases: readonly string[];
  readonly required?: boolean;
}

export interface HeaderLabel {
  /** From 0. */
  readonly column: number;
  /** As written; over two header rows, joined with a space. */
  readonly label: string;
}

/** Where the columns of a table are. Rows as the person sees them. */
export interface HeaderMapping<Key extends string = string> {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly labels: readonly HeaderLabel[];
  readonly columns: Readonly<Partial<Record<Key, number>>>;
  readonly unmatched: readonly HeaderLabel[];
  /** Required columns that no heading matches. */
  readonly missing: readonly Key[];
}

/** A header is never deeper than this: group, heading, sub-heading. */
const deepest = 3;

/** UTF-16 units; a longer text is no heading, and comparing it would cost what a hostile file pleases. */
const longestHeading = 200;

const openingBrackets = /[【〔[{〈《「]/g;
const closingBrackets = /[】〕\]}〉》」]/g;

/**
 * A heading as it is compared: half-width, lower case, without spaces, line breaks, and the stars and colons that mark
 * a heading rather than name it. All brackets become round ones.
 */
export function normaliseHeading(text: string): string {
  return text
    .slice(0, longestHeading)
    .normalize('NFKC')
    .toLowerCase()
    .replace(openingBrackets, '(')
    .replace(closingBrackets, ')')
    .replace(/[\s\u200b\ufeff]/g, '')
    .replace(/^[*※]+|[*※::]+$/g, '');
}

const withoutBrackets = (heading: string) => heading.replace(/[()]/g, '');
const withoutRemark = (heading: string) => heading.replace(/\([^()]*\)/g, '');

/** What is written over one column, from the top of the header down, repeats left out. */
type Stack = readonly string[];

/** The ways to read a stack, the most literal first. */
function readings(stack: Stack): string[] {
  const headings = stack.map(normaliseHeading);
  const leaf = headings.at(-1) ?? '';
  const joined = headings.join('');
  return [
    withoutBrackets(leaf),
    withoutRemark(leaf),
    withoutBrackets(joined),
    withoutRemark(joined),
    ...(headings.length > 1 ? [withoutBrackets(headings[0] ?? '')] : []),
  ];
}

interface HeaderCell {
  readonly text: string;
  /** The row it is written in: above its own where merged cells carry it down. */
  readonly top: number;
}

/** More merged ranges than this around a header are not a header's. */
const mergesAround = 1_000;
const widest = 512;

/** The first rows with merged cells filled in, so that each cell shows what a person sees over its column. */
class HeaderGrid {
  private readonly cells = new Map<number, HeaderCell[]>();
  private readonly merges: readonly MergedRange[];

  constructor(rows: readonly Row[], merges: readonly MergedRange[]) {
    const last = (rows.at(-1)?.number ?? 0) + deepest;
    this.merges = merges.filter(({ top }) => top <= last).slice(0, mergesAround);
    for (const { number } of rows) {
      for (let below = 0; below < deepest; below += 1) this.cells.set(number + below, []);
    }
    for (const row of rows) {
      const line = this.line(row.number);
      row.cells.forEach((cell, column) => {
        const text = cell.text.trim();
        if (text !== '') line[column] = { text, top: row.number };
      });
    }
    for (const merge of this.merges) this.fill(merge);
  }

  line(row: number): HeaderCell[] {
    return this.cells.get(row) ?? [];
  }

  /** True when a cell of these rows reaches below them: then they are not the whole header. */
  cuts(firstRow: number, lastRow: number): boolean {
    return this.merges.some(
      ({ top, left, bottom }) =>
        firstRow <= top && top <= lastRow && lastRow < bottom && this.line(top)[left] !== undefined,
    );
  }

  private fill({ top, left, bottom, right }: MergedRange): void {
    const source = this.line(top)[left];
    if (!source) return;
    for (const [number, line] of this.cells) {
      if (number < top || number > bottom) continue;
      for (let column = left; column <= Math.min(right, widest - 1); column += 1) line[column] ??= source;
    }
  }
}

interface Block {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly stacks: ReadonlyMap<number, Stack>;
}

function blockAt(grid: HeaderGrid, firstRow: number, depth: number): Block {
  const lines = Array.from({ length: depth }, (_, index) => grid.line(firstRow + index));
  const width = Math.max(0, ...lines.map((line) => line.length));
  const stacks = new Map<number, Stack>();
  for (let column = 0; column < width; column += 1) {
    const texts = lines.flatMap((line) => {
      const cell = line[column];
      return cell && cell.top >= firstRow ? [cell.text] : [];
    });
    const stack = texts.filter((text, index) => text !== texts[index - 1]);
    if (stack.length > 0) stacks.set(column, stack);
  }
  return { firstRow, lastRow: firstRow + depth - 1, stacks };
}

interface Match<Key extends string> {
  readonly key: Key;
  readonly column: number;
  /** Lower is more literal: the reading first, then the place among the aliases. */
  readonly rank: number;
}

function matchesOf<Key extends string>(block: Block, specs: readonly ColumnSpec<Key>[]): Match<Key>[] {
  const wanted = specs.map(({ key, aliases }) => ({
    key,
    aliases: aliases.map((alias) => withoutBrackets(normaliseHeading(alias))),
  }));
  const matches: Match<Key>[] = [];
  for (const [column, stack] of block.stacks) {
    const ways = readings(stack);
    for (const { key, aliases } of wanted) {
      const ranks = ways.flatMap((way, index) => {
        const place = way === '' ? -1 : aliases.indexOf(way);
        return place === -1 ? [] : [index * 1_000 + place];
      });
      if (ranks.length > 0) matches.push({ key, column, rank: Math.min(...ranks) });
    }
  }
  return matches.sort((a, b) => a.rank - b.rank || a.column - b.column);
}

function assign<Key extends string>(matches: readonly Match<Key>[]): Partial<Record<Key, number>> {
  const columns: Partial<Record<Key, number>> = {};
  const taken = new Set<number>();
  for (const { key, column } of matches) {
    if (columns[key] !== undefined || taken.has(column)) continue;
    columns[key] = column;
    taken.add(column);
  }
  return columns;
}

/** The same header with other columns: what a person corrected, or what was remembered from the last file. */
export function withColumns<Key extends string>(
  header: Pick<HeaderMapping<Key>, 'firstRow' | 'lastRow' | 'labels'>,
  specs: readonly ColumnSpec<Key>[],
  columns: Readonly<Partial<Record<Key, number>>>,
): HeaderMapping<Key> {
  const used = new Set(specs.map(({ key }) => columns[key]));
  return {
    firstRow: header.firstRow,
    lastRow: header.lastRow,
    labels: header.labels,
    columns,
    unmatched: header.labels.filter(({ column }) => !used.has(column)),
    missing: specs.flatMap(({ key, required }) => (required && columns[key] === undefined ? [key] : [])),
  };
}

/**
 * Finds the header among the first rows of a sheet: the rows whose headings match the most columns, wherever titles,
 * notes and blank rows put them. Merged headings count for all their columns, a group heading also joined with the one
 * below it (`联系方式` over `手机` is `手机`, `联系方式手机` or `联系方式`).
 *
 * @returns null when fewer than two columns match (one, when only one is looked for)
 */
export function findHeader<Key extends string>(
  rows: readonly Row[],
  merges: readonly MergedRange[],
  specs: readonly ColumnSpec<Key>[],
): HeaderMapping<Key> | null {
  const grid = new HeaderGrid(rows, merges);
  let best: { block: Block; columns: Partial<Record<Key, number>> } | null = null;
  let most = Math.min(2, specs.length) - 1;
  for (let depth = 1; depth <= deepest; depth += 1) {
    for (const { number } of rows) {
      if (depth < deepest && grid.cuts(number, number + depth - 1)) continue;
      const block = blockAt(grid, number, depth);
      const columns = assign(matchesOf(block, specs));
      const count = Object.keys(columns).length;
      if (count <= most) continue;
      most = count;
      best = { block, columns };
    }
  }
  if (!best) return null;
  const labels = [...best.block.stacks].map(([column, stack]) => ({ column, label: stack.join(' ') }));
  return withColumns({ ...best.block, labels }, specs, best.columns);
}
