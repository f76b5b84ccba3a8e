import { type FieldProblem, lineOfText, Problem, type Text } from '@linli/core/kernel';
import {
  type CommunityColumn,
  checkCommunityCode,
  checkStreetCode,
  communityColumns as columns,
} from '@linli/core/places';
import { setupProblem } from '@linli/core/setup';

/** A street with its communities, as a table or the official list names them. */
export interface NewStreet {
  readonly name: string;
  readonly code: string | null;
  readonly communities: readonly { readonly name: string; readonly code: string | null }[];
}

/** The columns of a list of communities; without a name of the street and of the community a row says nothing. */
export const communityColumns = columns.map((column) => ({
  ...column,
  required: column.key === 'street_name' || column.key === 'community_name',
}));

/** `row` is the number the person sees at its left. */
export interface CommunityRow {
  readonly row: number;
  readonly values: Readonly<Partial<Record<CommunityColumn, string>>>;
}

/** More communities than any street has; a longer table is not a list of one street's communities. */
const mostCommunities = 500;
/** Refused rows named one by one; beyond them only the count is told. */
const mostReasons = 50;

const Name = lineOfText(60);
const nameWrong: Text = {
  zh: '名称为空、太长(超过 60 个字)或含有看不见的字符',
  en: 'the name is empty, longer than 60 characters, or holds invisible characters',
};
const twice: Text = { zh: '同一社区出现了两次', en: 'the same community appears twice' };
const otherStreet: Text = {
  zh: '与第一行不是同一个街道；一次只开通一个街道',
  en: 'not the street of the first row; one street is set up at a time',
};
const tooMany: Text = {
  zh: `社区超过 ${mostCommunities} 个`,
  en: `more than ${mostCommunities} communities`,
};

/** Checks the rows of a table as one street. Street cells left empty below the first (merged in Excel) mean the first's. */
export class StreetTable {
  readonly #refused: FieldProblem[] = [];
  readonly #communities: { name: string; code: string | null }[] = [];
  readonly #seen = new Set<string>();
  #street: { name: string; code: string | null } | null = null;
  #rows = 0;

  add({ row, values }: CommunityRow): void {
    this.#rows += 1;
    if (this.#rows > mostCommunities) {
      if (this.#rows === mostCommunities + 1) this.#refuse(row, 'community_name', tooMany);
      return;
    }
    if (!this.#sameStreet(row, values)) return;
    const name = this.#name(row, 'community_name', values.community_name);
    const code = this.#code(row, 'community_code', values.community_code, (given) =>
      checkCommunityCode(given, this.#street?.code ?? null),
    );
    if (name === null || code === false) return;
    const isNew = this.#first(`name ${name}`) && (code === null || this.#first(`code ${code}`));
    if (isNew) this.#communities.push({ name, code });
    else this.#refuse(row, 'community_name', twice);
  }

  /** The street; throws `setup.table_empty`, or `setup.rows_refused` with a reason for each bad row. */
  finish(): NewStreet {
    if (this.#refused.length > 0) {
      const count = this.#refused.length;
      throw setupProblem('setup.rows_refused', { count }, this.#refused.slice(0, mostReasons));
    }
    if (!this.#street || this.#communities.length === 0) throw setupProblem('setup.table_empty');
    return { ...this.#street, communities: this.#communities };
  }

  #refuse(row: number, column: CommunityColumn, text: Text): void {
    this.#refused.push({ path: `rows/${row}/${column}`, text });
  }

  #first(key: string): boolean {
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  #sameStreet(row: number, values: CommunityRow['values']): boolean {
    const given = values.street_name?.trim() ?? '';
    const code = this.#code(row, 'street_code', values.street_code, checkStreetCode);
    if (code === false) return false;
    if (!this.#street) {
      const name = this.#name(row, 'street_name', given);
      if (name !== null) this.#street = { name, code };
      return name !== null;
    }
    const differs =
      (given !== '' && given !== this.#street.name) || (code !== null && code !== this.#street.code);
    if (differs) this.#refuse(row, 'street_name', otherStreet);
    return !differs;
  }

  #name(row: number, column: CommunityColumn, given: string | undefined): string | null {
    const parsed = Name.safeParse(given ?? '');
    if (!parsed.success) this.#refuse(row, column, nameWrong);
    return parsed.success ? parsed.data : null;
  }

  /** The code, null when the cell is empty, false when it was refused. */
  #code(
    row: number,
    column: CommunityColumn,
    given: string | undefined,
    check: (code: string) => string | Problem,
  ): string | null | false {
    const code = given?.trim() ?? '';
    if (code === '') return null;
    const decided = check(code);
    if (!(decided instanceof Problem)) return decided;
    this.#refuse(row, column, decided.text);
    return false;
  }
}
