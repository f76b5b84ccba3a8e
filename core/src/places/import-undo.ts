import { type Day, type FieldProblem, fill, type Text } from '../kernel/index.ts';
import type { Doors, ImportPlan } from './import-outcome.ts';
import type { Place, PlaceWrite, Plan } from './place.ts';

/** What a carried-out import leaves behind beside the places it wrote, so that it can be taken back. */
export interface ImportMade {
  readonly grids: readonly { readonly id: string; readonly name: string }[];
  readonly aliases: readonly string[];
  readonly doors: readonly Doors[];
  readonly cells: ImportPlan['moved'];
}

/** What stands in the way of taking a thing back. */
const obstacles = {
  changed: { zh: '“{name}”在导入之后改过', en: '“{name}” was changed after the import' },
  gone: { zh: '“{name}”已经删除', en: '“{name}” has been removed' },
  regridded: { zh: '“{name}”在导入之后换了网格', en: '“{name}” was put into another grid after the import' },
  child: { zh: '“{name}”下面后来添加了地点', en: 'Places were added under “{name}” after the import' },
  doors: {
    zh: '“{name}”的房屋在导入之后改过',
    en: 'The dwellings of “{name}” were changed after the import',
  },
  node: { zh: '有组织挂在“{name}”上', en: 'An organisation is attached to “{name}”' },
  merged: { zh: '有地点并入了“{name}”', en: 'Another place was merged into “{name}”' },
  sector: { zh: '“{name}”已划入切割区域', en: '“{name}” was put into a sector' },
  alias: { zh: '“{name}”后来添加了别名', en: '“{name}” was given another name after the import' },
  cells: {
    zh: '网格“{name}”里有后来归入的楼栋/单元',
    en: 'The grid “{name}” holds cells that came after the import',
  },
} as const satisfies Record<string, Text>;

/** What the store alone can see of the places and grids that the import made. */
export type ImportUse = Exclude<keyof typeof obstacles, 'gone' | 'regridded'>;

export interface UndoAround {
  /** What the import wrote: places as they were (null: it made them) and as it left them. */
  readonly written: readonly { readonly before: Place | null; readonly after: Place }[];
  readonly made: ImportMade;
  /** The written places and the moved cells as they are now. */
  readonly now: ReadonlyMap<string, Place>;
  readonly uses: readonly { readonly id: string; readonly use: ImportUse }[];
  readonly today: Day;
}

/**
 * Takes an import back: what it made goes, what it changed is as it was. All of it or nothing: what was changed or used
 * since is listed, and then there is no plan.
 */
export function planUndo(
  around: UndoAround,
): { readonly plan: Plan } | { readonly obstacles: readonly FieldProblem[] } {
  const { written, made, now, uses } = around;
  const names = new Map(written.map(({ after }) => [after.id, after.name]));
  const gridNames = new Map(made.grids.map(({ id, name }) => [id, name]));
  const found = uses.map(({ id, use }) => obstacle(id, names.get(id) ?? gridNames.get(id) ?? '', use));
  for (const { after } of written) {
    const place = now.get(after.id);
    if (!place) found.push(obstacle(after.id, after.name, 'gone'));
    else if (place.version !== after.version) found.push(obstacle(after.id, after.name, 'changed'));
    else if (place.gridId !== after.gridId) found.push(obstacle(after.id, after.name, 'regridded'));
  }
  for (const { cellId, is } of made.cells) {
    const place = now.get(cellId);
    if (names.has(cellId) || place?.gridId === is) continue;
    found.push(obstacle(cellId, place?.name ?? '', place ? 'regridded' : 'gone'));
  }
  if (found.length > 0) return { obstacles: found };
  return { plan: planOf(around) };
}

function obstacle(id: string, name: string, kind: keyof typeof obstacles): FieldProblem {
  const { zh, en } = obstacles[kind];
  return { path: `places/${id}`, text: { zh: fill(zh, { name }), en: fill(en, { name }) } };
}

function planOf({ written, made, now, today }: UndoAround): Plan {
  const doors = new Map(made.doors.map(({ placeId, floors, perFloor }) => [placeId, floors * perFloor]));
  const places = written.map(({ before, after }): PlaceWrite => {
    const place = now.get(after.id) ?? after;
    const version = place.version + 1;
    if (!before) return { change: 'removed', after: { ...place, closedOn: today, version } };
    const { name, code, floors, heightM, reportsAs, managed, isCell } = before;
    // Counts of doors change without a new version of their place: only the import's own are taken off.
    const dwellings = place.dwellings - (doors.get(place.id) ?? 0);
    const values = { name, code, floors, heightM, reportsAs, managed, isCell, dwellings, version };
    return { change: 'edited', after: { ...place, ...values } };
  });
  return {
    // What hangs below goes before what it hangs on.
    places: places.reverse(),
    ...{ paths: [], newGrids: [], aliases: [], dwellings: [] },
    cells: made.cells.map(({ cellId, was }) => ({ cellId, gridId: was })),
  };
}
