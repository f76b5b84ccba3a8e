import { Problem, uuidv7 } from '@linli/core/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  communityOf,
  decide,
  type Grid,
  isCell,
  type Place,
  type Plan,
  type TreeCommandName,
} from './index.ts';

/** A street in memory that carries plans out the way the store does. */
class MemoryStreet {
  readonly places = new Map<string, Place>();
  readonly grids: Grid[] = [];
  day = 0;
  #made = 0;
  dwellingsEntered = 0;

  newId = (): string => {
    this.#made += 1;
    return uuidv7(this.#made, (length) => new Uint8Array(length).fill(this.#made % 251));
  };

  get today(): string {
    return new Date(Date.UTC(2026, 0, 1 + this.day)).toISOString().slice(0, 10);
  }

  run(name: TreeCommandName, command: Record<string, unknown>): boolean {
    const around = {
      places: [...this.places.values()],
      grids: this.grids,
      today: this.today,
      newId: this.newId,
    };
    const full = { commandId: this.newId(), reason: '试', shortCode: 'abcde', ...command };
    const decided = decide(name, around, full as never);
    if (decided instanceof Problem) return false;
    this.carryOut(decided);
    return true;
  }

  carryOut(plan: Plan): void {
    for (const { from, to } of plan.paths) this.rewritePaths(from, to);
    for (const { change, after } of plan.places) {
      if (change === 'removed') this.places.delete(after.id);
      else this.places.set(after.id, { ...after, gridId: this.places.get(after.id)?.gridId ?? null });
    }
    this.grids.push(...plan.newGrids);
    for (const { cellId, gridId } of plan.cells) {
      const place = this.places.get(cellId);
      if (place) this.places.set(cellId, { ...place, gridId });
    }
  }

  rewritePaths(from: readonly string[], to: readonly string[]): void {
    for (const place of this.places.values()) {
      if (!from.every((id, level) => place.path[level] === id)) continue;
      this.places.set(place.id, { ...place, path: [...to, ...place.path.slice(from.length)] });
    }
  }
}

function begin(): MemoryStreet {
  const street = new MemoryStreet();
  const id = street.newId();
  street.places.set(id, {
    id,
    parentId: null,
    kind: 'street',
    name: '街道',
    code: null,
    shortCode: 'aaaaa',
    sort: 0,
    floors: null,
    heightM: null,
    reportsAs: null,
    managed: null,
    path: [id],
    openedOn: street.today,
    closedOn: null,
    mergedInto: null,
    isCell: false,
    dwellings: 0,
    version: 1,
    gridId: null,
  });
  return street;
}

/** Everything that must hold after every command, whatever came before. */
function check(street: MemoryStreet): void {
  for (const place of street.places.values()) {
    const parent = place.parentId === null ? undefined : street.places.get(place.parentId);
    // A path is the parent's and the place itself: with fixed levels this excludes every cycle.
    expect(place.path).toEqual([...(parent?.path ?? []), place.id]);
    expect(new Set(place.path).size).toBe(place.path.length);
    if (place.closedOn === null && parent) expect(parent.closedOn).toBeNull();
    const open = [...street.places.values()].filter(
      (one) => one.parentId === place.id && one.closedOn === null,
    );
    const building = parent?.kind === 'building' ? parent : null;
    expect(place.isCell).toBe(isCell(place, building, open.length));
    if (place.isCell) {
      const grid = street.grids.find((one) => one.id === place.gridId);
      expect(grid?.communityId).toBe(communityOf(place));
    } else {
      expect(place.gridId).toBeNull();
      // No dwelling is outside all cells.
      const holder = open.length === 0 && place.kind === 'unit' && building?.isCell;
      if (!holder) expect(place.dwellings).toBe(0);
    }
  }
}

/** Numbers that pick among whatever there is at that moment, so that sequences shrink well. */
const step = fc.record({
  verb: fc.constantFrom(
    'add' as const,
    'add' as const,
    'add' as const,
    'dwell' as const,
    'move' as const,
    'merge' as const,
    'split' as const,
    'close' as const,
    'reopen' as const,
    'remove' as const,
    'switch' as const,
    'grid' as const,
    'assign' as const,
    'night' as const,
  ),
  one: fc.nat(1_000),
  other: fc.nat(1_000),
  yes: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

const childKind = {
  street: 'community',
  community: 'compound',
  compound: 'building',
  building: 'unit',
} as const;

function at<T>(list: readonly T[], number: number): T | undefined {
  return list[number % Math.max(1, list.length)];
}

function openOf(street: MemoryStreet): Place[] {
  return [...street.places.values()].filter((place) => place.closedOn === null);
}

/** Any grid of the community, to choose where a rule cannot. */
function gridIn(street: MemoryStreet, communityId: string | undefined, number: number): string | undefined {
  return at(
    street.grids.filter((grid) => grid.communityId === communityId),
    number,
  )?.id;
}

const verbs: Record<Step['verb'], (street: MemoryStreet, step: Step) => void> = {
  add: (street, { one, yes }) => {
    const parent = at(
      openOf(street).filter((place) => place.kind in childKind),
      one,
    );
    if (!parent) return;
    const id = street.newId();
    const kind = childKind[parent.kind as keyof typeof childKind];
    const reportsAs = kind === 'building' ? { reportsAs: yes ? 'unit' : 'building' } : {};
    const command = { placeId: id, parentId: parent.id, kind, name: id, ...reportsAs };
    const gridId = gridIn(street, parent.path[1], one);
    if (!street.run('places.add', command) && gridId) street.run('places.add', { ...command, gridId });
  },
  dwell: (street, { one }) => {
    const open = openOf(street);
    const bare = (place: Place) => !open.some((unit) => unit.parentId === place.id);
    const place = at(
      open.filter((holder) => holder.kind === 'unit' || (holder.kind === 'building' && bare(holder))),
      one,
    );
    if (!place) return;
    street.places.set(place.id, { ...place, dwellings: place.dwellings + 3 });
    street.dwellingsEntered += 3;
  },
  move: (street, { one, other }) => {
    const open = openOf(street);
    const place = at(open, one);
    const parents = open.filter((to) => place && childKind[to.kind as 'street'] === place.kind);
    const parent = at(parents, other);
    if (!place || !parent) return;
    const gridId = gridIn(street, parent.path[1], other);
    street.run('places.move', { placeId: place.id, version: place.version, parentId: parent.id, gridId });
  },
  merge: (street, { one, other }) => {
    const open = openOf(street);
    const place = at(open, one);
    const into = at(
      open.filter((to) => to.kind === place?.kind && to !== place),
      other,
    );
    if (!place || !into) return;
    const gridId = gridIn(street, into.path[1], other);
    const versions = { version: place.version, intoVersion: into.version };
    street.run('places.merge', { placeId: place.id, intoId: into.id, ...versions, gridId });
  },
  split: (street, { one }) => {
    const place = at(openOf(street), one);
    if (!place) return;
    const child = openOf(street).find((below) => below.parentId === place.id);
    const newPlaceId = street.newId();
    street.run('places.split', {
      placeId: place.id,
      version: place.version,
      newPlaceId,
      name: newPlaceId,
      childIds: child ? [child.id] : [],
      dwellingIds: place.dwellings > 0 ? [street.newId()] : [],
    });
  },
  close: (street, { one, yes }) => {
    const place = at(openOf(street), one);
    if (!place) return;
    const gone = openOf(street).filter((below) => below.path[place.path.length - 1] === place.id);
    const dwellings = gone.reduce((sum, below) => sum + below.dwellings, 0);
    const command = { placeId: place.id, version: place.version, includeBelow: yes };
    if (street.run('places.close', command)) street.dwellingsEntered -= dwellings;
  },
  reopen: (street, { one }) => {
    const closed = [...street.places.values()].filter((place) => place.closedOn !== null);
    const place = at(closed, one);
    if (place) street.run('places.reopen', { placeId: place.id, version: place.version });
  },
  remove: (street, { one }) => {
    const place = at(openOf(street), one);
    // What something closed still points to, the database refuses.
    const bare = [...street.places.values()].every(
      (to) => to.parentId !== place?.id && to.mergedInto !== place?.id,
    );
    if (place && bare) street.run('places.remove', { placeId: place.id, version: place.version });
  },
  switch: (street, { one, yes }) => {
    const building = at(
      openOf(street).filter((place) => place.kind === 'building'),
      one,
    );
    if (!building) return;
    const reportsAs = yes ? 'unit' : 'building';
    street.run('places.switch-cells', { buildingId: building.id, version: building.version, reportsAs });
  },
  grid: (street, { one }) => {
    const community = at(
      openOf(street).filter((place) => place.kind === 'community'),
      one,
    );
    const id = street.newId();
    if (community) street.grids.push({ id, communityId: community.id, name: id });
  },
  assign: (street, { one, other }) => {
    const cell = at(
      openOf(street).filter((place) => place.isCell),
      one,
    );
    const gridId = gridIn(street, cell?.path[1], other);
    if (cell && gridId) street.places.set(cell.id, { ...cell, gridId });
  },
  night: (street) => {
    street.day += 1;
  },
};

it('any sequence of commands keeps the tree whole, the counts right and every cell in exactly one grid', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 90 }), (steps) => {
      const street = begin();
      for (const one of steps) {
        verbs[one.verb](street, one);
        check(street);
        const held = [...street.places.values()].reduce((sum, place) => sum + place.dwellings, 0);
        expect(held).toBe(street.dwellingsEntered);
      }
    }),
    { numRuns: 150 },
  );
});

it('the sequences reach every verb, so that the property above is about something', () => {
  const street = begin();
  const reached = new Set<string>();
  const run = street.run.bind(street);
  street.run = (name, command) => {
    const did = run(name, command);
    if (did) reached.add(name);
    return did;
  };
  for (const one of fc.sample(step, { numRuns: 3_000, seed: 7 })) verbs[one.verb](street, one);
  expect([...reached].sort()).toEqual([
    'places.add',
    'places.close',
    'places.merge',
    'places.move',
    'places.remove',
    'places.reopen',
    'places.split',
    'places.switch-cells',
  ]);
});
