import { GridName, PlaceName } from './contract.ts';
import type { ImportColumn } from './import-columns.ts';
import type { ImportKind } from './import-kinds.ts';
import { plainName } from './import-names.ts';
import type { RowProblem, RowReason } from './import-reasons.ts';
import type { ReportsAs } from './kinds.ts';

/** One row as it was read: the texts of the columns that were found, blank ones left out. */
export interface ImportCells {
  readonly row: number;
  readonly values: Readonly<Partial<Record<ImportColumn, string>>>;
}

/** A row understood: what it says about the places it names. Null: it says nothing about it. */
export interface RowIntent {
  readonly row: number;
  readonly streetCode: string | null;
  readonly streetName: string | null;
  readonly communityCode: string | null;
  readonly communityName: string | null;
  readonly compound: string | null;
  readonly compoundAliases: readonly string[];
  readonly managed: boolean | null;
  readonly building: string | null;
  readonly aliases: readonly string[];
  /** Names of the units the row is about; a number of units stands for 1单元, 2单元 and so on. */
  readonly units: readonly string[];
  readonly floors: number | null;
  /** Dwellings on each floor of each unit, or of a building without units. */
  readonly perFloor: number | null;
  readonly heightM: number | null;
  readonly reportsAs: ReportsAs | null;
  readonly grid: string | null;
}

/** What stands in a cell that says "nothing here". */
const blanks = new Set(['', '-', '--', '—', '——', '/', '\\']);
const errors = /^#(REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|CALC!|SPILL!|GETTING_DATA)$/;
const isoDay = /^\d{4}-\d\d-\d\d(T.*)?$/;
const mostUnits = 40;
const mostPerFloor = 60;
const mostNameLetters = 60;
const mostGridLetters = 40;
const mostAliases = 5;

const yes = new Set(['有', '是', '有物业', '√', '✓', '✔', '1', 'y', 'yes', 'true', '已有']);
const no = new Set(['无', '否', '没有', '无物业', '×', '✗', '✘', '0', 'n', 'no', 'false', '三无', '无主管']);
const wholes = /^(按?整栋|按?楼栋|按?栋|楼|building)(上报|公示)?$/;
const byUnit = /^(按|分)?(单元|unit)(上报|公示)?$/;

/** Reads the cells of one row and remembers why any of them cannot be taken. */
class RowReader {
  readonly problems: RowProblem[] = [];
  readonly #cells: ImportCells;

  constructor(cells: ImportCells) {
    this.#cells = cells;
  }

  refuse(column: ImportColumn, code: RowReason, params?: RowProblem['params']): null {
    this.problems.push({ row: this.#cells.row, column, code, ...(params ? { params } : {}) });
    return null;
  }

  has(column: ImportColumn): boolean {
    return !blanks.has(this.#cells.values[column]?.trim() ?? '');
  }

  text(column: ImportColumn): string | null {
    if (!this.has(column)) return null;
    const text = this.#cells.values[column]?.trim() ?? '';
    return errors.test(text) ? this.refuse(column, 'cell_error') : text;
  }

  name(column: ImportColumn): string | null {
    const text = this.text(column);
    return text === null ? null : this.#asName(column, text);
  }

  #asName(column: ImportColumn, text: string): string | null {
    // 3-1 in a cell that Excel was left to guess.
    if (isoDay.test(text)) return this.refuse(column, 'cell_date');
    const ofGrid = column === 'grid';
    const parsed = (ofGrid ? GridName : PlaceName).safeParse(text);
    if (parsed.success) return parsed.data;
    return this.refuse(column, 'name_wrong', { most: ofGrid ? mostGridLetters : mostNameLetters });
  }

  names(column: ImportColumn): readonly string[] {
    const text = this.text(column);
    if (text === null || text === '无') return [];
    const parts = text.split(/[、,,;;]/).map((part) => part.trim());
    return [...new Set(parts.filter((part) => part !== '').slice(0, mostAliases))].flatMap(
      (part) => this.#asName(column, part) ?? [],
    );
  }

  /** A whole number with what people write around it: 地上18层, 2户/层. */
  whole(column: ImportColumn, around: RegExp, most: number, wrong: RowReason): number | null {
    const text = this.text(column);
    if (text === null) return null;
    const value = Number(around.exec(plainName(text))?.[1] ?? Number.NaN);
    return Number.isInteger(value) && value >= 1 && value <= most ? value : this.refuse(column, wrong);
  }

  height(): number | null {
    const text = this.text('height');
    if (text === null) return null;
    const digits = /^约?(\d+(?:\.\d+)?)(?:米|m)?$/.exec(plainName(text))?.[1];
    const metres = Math.round(Number(digits ?? Number.NaN) * 10) / 10;
    return metres >= 1 && metres <= 999 ? metres : this.refuse('height', 'height_wrong');
  }

  yesNo(column: ImportColumn): boolean | null {
    const text = this.text(column);
    if (text === null) return null;
    const plain = plainName(text);
    if (yes.has(plain)) return true;
    return no.has(plain) ? false : this.refuse(column, 'yes_no_wrong');
  }

  reportsAs(): ReportsAs | null {
    const text = this.text('reports_as');
    if (text === null) return null;
    const plain = plainName(text);
    if (wholes.test(plain)) return 'building';
    return byUnit.test(plain) ? 'unit' : this.refuse('reports_as', 'reports_as_wrong');
  }

  units(): readonly string[] {
    const text = this.text('unit');
    if (text !== null) return this.#unitNames(text) ?? [];
    const many = this.whole('units', /^(\d+)个?(?:单元)?$/, mostUnits, 'units_wrong');
    return many === null ? [] : numbered(1, many);
  }

  #unitNames(text: string): readonly string[] | null {
    const plain = plainName(text);
    const many = /^共?(\d+)个单元$/.exec(plain)?.[1];
    const [, first, last] = /^(\d+)(?:单元)?[-~—至到](\d+)(?:单元)?$/.exec(plain) ?? [];
    const [from, to] = many ? [1, Number(many)] : [Number(first), Number(last)];
    if (many || first !== undefined) {
      if (from >= 1 && to >= from && to - from < mostUnits) return numbered(from, to);
      return this.refuse('unit', 'units_wrong');
    }
    const parts = plain.split(/[、,;]/);
    if (parts.length === 1) {
      const name = this.#asName('unit', text);
      return name === null ? null : [name];
    }
    if (parts.length > mostUnits || parts.includes('')) return this.refuse('unit', 'units_wrong');
    return parts.flatMap((part) => this.#asName('unit', /单元$/.test(part) ? part : `${part}单元`) ?? []);
  }

  require(column: ImportColumn, value: unknown): void {
    if (value === null && !this.problems.some((problem) => problem.column === column)) {
      this.refuse(column, 'required');
    }
  }
}

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}单元`);

/** What only a row with a building can say. */
const ofBuildings = [
  'unit',
  'units',
  'floors',
  'per_floor',
  'height',
  'reports_as',
  'alias',
  'grid',
] as const;

/**
 * What a row says, or every reason why it cannot be taken. Judges the row alone: whether its places exist and whether
 * rows agree with one another is for the plan.
 */
export function readImportRow(
  kind: ImportKind,
  cells: ImportCells,
): { readonly intent: RowIntent } | { readonly problems: readonly RowProblem[] } {
  const read = new RowReader(cells);
  const intent: RowIntent = {
    row: cells.row,
    streetCode: read.text('street_code'),
    streetName: read.name('street_name'),
    communityCode: read.text('community_code'),
    communityName: read.name('community_name'),
    compound: read.name('compound'),
    compoundAliases: read.names('compound_alias'),
    managed: read.yesNo('managed'),
    building: read.name('building'),
    aliases: read.names('alias'),
    units: read.units(),
    floors: read.whole('floors', /^(?:地上)?(\d+)(?:层|f|楼)?$/, 200, 'floors_wrong'),
    perFloor: read.whole('per_floor', /^(?:每层)?(\d+)户?(?:\/?层)?$/, mostPerFloor, 'per_floor_wrong'),
    heightM: read.height(),
    reportsAs: read.reportsAs(),
    grid: read.name('grid'),
  };
  if (kind === 'communities') read.require('community_name', intent.communityName);
  else {
    read.require('compound', intent.compound);
    if (ofBuildings.some((column) => read.has(column))) read.require('building', intent.building);
  }
  return read.problems.length > 0 ? { problems: read.problems } : { intent };
}
