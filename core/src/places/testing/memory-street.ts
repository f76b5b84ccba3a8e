import type { Actor } from '../../kernel/index.ts';
import {
  type Grid,
  type ImportCheck,
  type ImportColumn,
  type ImportKind,
  type ImportMade,
  type ImportTree,
  type Place,
  type Plan,
  planImport,
  planUndo,
  type RowProblem,
  readImportRow,
  runSteps,
} from '../index.ts';

export type Values = Partial<Record<ImportColumn, string>>;

/** A street in memory that carries imports out the way the store does. */
export class MemoryStreet {
  readonly places = new Map<string, Place>();
  readonly grids = new Map<string, Grid>();
  readonly aliases = new Map<string, { placeId: string; name: string }>();
  readonly streetId: string;
  readonly admin: Pick<Actor, 'grants'>;
  today = '2026-03-01';
  #made = 0;

  constructor(code: string | null, name: string) {
    const id = this.newId();
    this.streetId = id;
    this.admin = { grants: [{ streetId: id, role: 'admin', scopeKind: 'place', scopeId: id }] };
    this.places.set(id, {
      ...{
        id,
        parentId: null,
        kind: 'street',
        name,
        code,
        shortCode: '',
        sort: 0,
        floors: null,
        heightM: null,
      },
      ...{
        reportsAs: null,
        managed: null,
        path: [id],
        openedOn: this.today,
        closedOn: null,
        mergedInto: null,
      },
      ...{ isCell: false, dwellings: 0, version: 1, gridId: null },
    });
  }

  newId = (): string => {
    this.#made += 1;
    return `00000000-0000-7000-8000-${String(this.#made).padStart(12, '0')}`;
  };

  keeperOf(placeId: string): Pick<Actor, 'grants'> {
    const grant = { streetId: this.streetId, role: 'community_cadre', scopeKind: 'place' } as const;
    return { grants: [{ ...grant, scopeId: placeId }] };
  }

  get tree(): ImportTree {
    return {
      streetId: this.streetId,
      places: [...this.places.values()],
      aliases: [...this.aliases.values()],
      grids: [...this.grids.values()],
      sectors: [],
    };
  }

  /** What a table comes to; its first row is the file's second. */
  check(kind: ImportKind, rows: readonly Values[], actor: Pick<Actor, 'grants'> = this.admin): ImportCheck {
    const problems: RowProblem[] = [];
    const intents = rows.flatMap((values, index) => {
      const read = readImportRow(kind, { row: index + 2, values });
      if ('intent' in read) return [read.intent];
      problems.push(...read.problems);
      return [];
    });
    const context = { actor, today: this.today, newId: this.newId };
    const check = runSteps(planImport(kind, intents, this.tree, context));
    return { ...check, problems: [...problems, ...check.problems] };
  }

  take(kind: ImportKind, rows: readonly Values[]): ImportCheck {
    const check = this.check(kind, rows);
    this.carryOut(check.plan);
    return check;
  }

  carryOut(plan: Plan): void {
    for (const { change, after } of plan.places) {
      const gridId = this.places.get(after.id)?.gridId ?? null;
      if (change === 'removed') this.places.delete(after.id);
      else this.places.set(after.id, { ...after, gridId });
    }
    for (const grid of plan.newGrids) this.grids.set(grid.id, grid);
    for (const { id, placeId, name } of plan.aliases) this.aliases.set(id, { placeId, name });
    for (const { cellId, gridId } of plan.cells) {
      const place = this.places.get(cellId);
      if (place) this.places.set(cellId, { ...place, gridId });
    }
  }

  /** Takes back what a check came to after it was carried out. */
  undo(check: ImportCheck): ReturnType<typeof planUndo> {
    const { plan, doors, before } = check;
    const gridOf = new Map(plan.cells.map(({ cellId, gridId }) => [cellId, gridId]));
    const made: ImportMade = {
      grids: plan.newGrids,
      aliases: plan.aliases.map(({ id }) => id),
      doors,
      cells: check.moved,
    };
    const written = plan.places.map(({ after }) => ({
      before: before.get(after.id) ?? null,
      after: { ...after, gridId: gridOf.get(after.id) ?? after.gridId },
    }));
    const undone = planUndo({ written, made, now: this.places, uses: [], today: this.today });
    if ('plan' in undone) {
      this.carryOut(undone.plan);
      for (const id of made.aliases) this.aliases.delete(id);
      for (const { id } of made.grids) this.grids.delete(id);
    }
    return undone;
  }

  named(name: string): Place {
    const found = [...this.places.values()].find((place) => place.name === name);
    if (!found) throw new Error(`no place is called ${name}`);
    return found;
  }

  gridOf(name: string): string | null {
    return this.grids.get(this.named(name).gridId ?? '')?.name ?? null;
  }

  aliasesOf(name: string): string[] {
    const { id } = this.named(name);
    return [...this.aliases.values()].filter(({ placeId }) => placeId === id).map((alias) => alias.name);
  }
}
