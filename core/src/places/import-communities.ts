import { everydayName, plainName } from './import-names.ts';
import type { ImportDraft, RowOutcome } from './import-outcome.ts';
import type { RowProblem } from './import-reasons.ts';
import { isOwnCode, isOwnStreet, type Refuse } from './import-resolve.ts';
import type { RowIntent } from './import-row.ts';
import { type ImportContext, isStep, type Steps, type TreeIndex } from './import-tree.ts';
import type { Place, PlaceWrite } from './place.ts';

/** A list of communities, taken row by row. */
class CommunityRows {
  readonly problems: RowProblem[] = [];
  readonly writes: PlaceWrite[] = [];
  readonly before = new Map<string, Place>();
  readonly outcomes = new Map<number, RowOutcome>();
  readonly aliases: { id: string; placeId: string; name: string }[] = [];
  readonly #index: TreeIndex;
  readonly #context: ImportContext;
  /** Names and codes by the row that took them. */
  readonly #rows = new Map<string, number>();
  #order: number;

  constructor(index: TreeIndex, context: ImportContext) {
    this.#index = index;
    this.#context = context;
    this.#order = index.children(index.root.id).reduce((most, place) => Math.max(most, place.sort), 0);
  }

  take(intent: RowIntent): void {
    const refuse: Refuse = (column, code, params) => {
      this.problems.push({ row: intent.row, column, code, ...(params ? { params } : {}) });
      return null;
    };
    const { communityName: name, communityCode: code } = intent;
    if (name === null || !isOwnStreet(this.#index, intent, refuse)) return;
    if (code !== null && !isOwnCode(this.#index, code, refuse)) return;
    const known = this.#known(name, code, refuse);
    if (known === 'refused') return;
    const marks = [plainName(name), ...(code === null ? [] : [code]), ...(known ? [known.id] : [])];
    const twin = marks.flatMap((mark) => this.#rows.get(mark) ?? [])[0];
    if (twin !== undefined) refuse(null, 'duplicate', { row: twin });
    else if (this.#isAllowed(known, { name, code }, refuse)) {
      for (const mark of marks) this.#rows.set(mark, intent.row);
      this.#write(intent.row, known, name, code);
    }
  }

  /** The community a row means: by its code, whose name the state may have changed; else by its name. */
  #known(name: string, code: string | null, refuse: Refuse): Place | null | 'refused' {
    const found = this.#index.find(this.#index.root, 'community', name);
    const byCode = code === null ? undefined : this.#index.communities.find((place) => place.code === code);
    if (byCode) {
      if (found.length === 0 || found.includes(byCode.id)) return byCode;
      refuse('community_name', 'code_and_name', { name: byCode.name });
      return 'refused';
    }
    if (found.length > 1) {
      refuse('community_name', 'ambiguous');
      return 'refused';
    }
    return this.#index.place(found[0] ?? '') ?? null;
  }

  #isAllowed(known: Place | null, row: { name: string; code: string | null }, refuse: Refuse): boolean {
    const changes = !known || newName(known, row) !== known.name || (row.code ?? known.code) !== known.code;
    if (changes && !this.#index.mayEditCommunities()) {
      refuse(null, 'office_only');
      return false;
    }
    const name = known ? newName(known, row) : row.name;
    if (!this.#index.isNameTaken(this.#index.root.id, name, known?.id)) return true;
    refuse('community_name', 'name_taken');
    return false;
  }

  #write(row: number, known: Place | null, name: string, code: string | null): void {
    if (!known) {
      this.#add(name, code);
      this.outcomes.set(row, 'new');
      return;
    }
    const after = { ...known, name: newName(known, { name, code }), code: code ?? known.code };
    const renamed = after.name !== known.name;
    if (!renamed && after.code === known.code) {
      this.outcomes.set(row, 'unchanged');
      return;
    }
    this.before.set(known.id, known);
    const version = known.version + 1;
    this.writes.push({ change: renamed ? 'renamed' : 'edited', after: { ...after, version } });
    if (renamed) this.#alias(known.id, known.name);
    this.outcomes.set(row, 'changed');
  }

  #add(name: string, code: string | null): void {
    const { root } = this.#index;
    const id = this.#context.newId();
    this.#order += 1;
    const after: Place = {
      ...{ id, parentId: root.id, kind: 'community', name, code, shortCode: '', sort: this.#order },
      ...{ floors: null, heightM: null, reportsAs: null, managed: null, path: [root.id, id] },
      ...{ openedOn: this.#context.today, closedOn: null, mergedInto: null },
      ...{ isCell: false, dwellings: 0, version: 1, gridId: null },
    };
    this.writes.push({ change: 'added', after });
    const short = everydayName(name);
    if (short !== name) this.#alias(id, short);
  }

  #alias(placeId: string, name: string): void {
    if (this.#index.isAlias(placeId, name)) return;
    this.aliases.push({ id: this.#context.newId(), placeId, name });
  }
}

/**
 * The name a community has from now on. Only a code proves that another name is a new one, and the everyday form of the
 * official name is none.
 */
function newName(known: Place, row: { readonly name: string; readonly code: string | null }): string {
  const proven = row.code !== null && row.code === known.code;
  return proven && plainName(everydayName(row.name)) !== plainName(everydayName(known.name))
    ? row.name
    : known.name;
}

/** Plans a list of communities. Communities are the street office's: nobody else adds or changes one. */
export function* planCommunities(
  intents: readonly RowIntent[],
  index: TreeIndex,
  context: ImportContext,
): Steps<ImportDraft> {
  const rows = new CommunityRows(index, context);
  for (const [at, intent] of intents.entries()) {
    if (isStep(at)) yield;
    rows.take(intent);
  }
  const { problems, outcomes, before, aliases } = rows;
  const plan = { places: rows.writes, paths: [], cells: [], newGrids: [], aliases, dwellings: [] };
  return { plan, doors: [], moved: [], before, outcomes, problems };
}
