import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Id } from '../kernel/index.ts';
import { samplePhones, sampleSeed, sampleStreet } from './index.ts';
import type { SampleStreet } from './shapes.ts';

const seeds = [sampleSeed, 1, 7, 4_294_967_295];
const streets = seeds.map((seed): [number, SampleStreet] => [seed, sampleStreet(seed)]);

/** Within two in a hundred. */
function expectAbout(value: number, wished: number): void {
  expect(Math.abs(value - wished)).toBeLessThanOrEqual(wished * 0.02);
}

describe('the sample street', () => {
  it('is the same to the last id for the same seed, and another one for another seed', () => {
    expect(sampleStreet(7)).toEqual(sampleStreet(7));
    expect(sampleStreet(7).id).not.toBe(sampleStreet(8).id);
  });

  it('has the communities of the official list, name by name', () => {
    const file = new URL('../../../samples/streets/zhigongxinjie.csv', import.meta.url);
    const rows = readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1);
    const official = rows.map((row) => row.split(',').slice(2));
    const street = sampleStreet();
    const communities = street.places.filter((place) => place.kind === 'community');
    expect(communities.map(({ code, name }) => [code, name])).toEqual(official);
    expect(rows[0]?.split(',').slice(0, 2)).toEqual([street.code, street.name]);
  });
});

describe.each(streets)('with seed %i', (_seed, street) => {
  const places = new Map(street.places.map((place) => [place.id, place]));
  const cells = street.places.filter((place) => place.isCell);
  const doors = new Map(cells.map((cell) => [cell.id, 0]));
  for (const dwelling of street.dwellings) {
    for (const id of places.get(dwelling.placeId)?.path ?? []) {
      const before = doors.get(id);
      if (before !== undefined) doors.set(id, before + 1);
    }
  }

  it('has 600 cells and about 24,000 households, counted with or without shops and empty flats', () => {
    expect(cells).toHaveLength(600);
    expectAbout(street.dwellings.length, 24_000);
    const livedIn = street.dwellings.filter(({ use }) => use !== 'shop' && use !== 'vacant');
    expectAbout(livedIn.length, 24_000);
    expect(street.dwellings.some(({ use }) => use === 'shop')).toBe(true);
    expect(street.dwellings.some(({ use }) => use === 'vacant')).toBe(true);
  });

  it('makes every id once, shaped like version 7', () => {
    const { places, dwellings, aliases, grids, sectors, nodes, staff } = street;
    const grants = staff.flatMap((person) => person.grants);
    const ids = [places, dwellings, aliases, grids, sectors, nodes, staff, grants].flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      ids.filter((id) => !Id.safeParse(id).success || id[14] !== '7' || !/[89ab]/.test(id[19] ?? '')),
    ).toEqual([]);
    expect(new Set(places.map((place) => place.shortCode)).size).toBe(places.length);
  });

  it('is a tree: parents come first, paths follow them, open siblings differ in name', () => {
    const seen = new Set<string>();
    const names = new Set<string>();
    for (const place of street.places) {
      const parent = place.parentId === null ? undefined : places.get(place.parentId);
      expect(place.parentId === null || seen.has(place.parentId)).toBe(true);
      expect(place.path).toEqual([...(parent?.path ?? []), place.id]);
      seen.add(place.id);
      names.add(`${place.parentId} ${place.name}`);
    }
    expect(names.size).toBe(street.places.length);
  });

  it('lets low buildings report as a whole and each unit of a high one', () => {
    for (const cell of cells) {
      const building = cell.kind === 'unit' ? places.get(cell.parentId ?? '') : cell;
      expect(building?.reportsAs).toBe(cell.kind);
      expect((building?.heightM ?? 0) > 27).toBe(cell.kind === 'unit');
    }
  });

  it('keeps the number of doors with each place, and no door twice', () => {
    const counted = new Map<string, number>();
    for (const { placeId } of street.dwellings) counted.set(placeId, (counted.get(placeId) ?? 0) + 1);
    for (const place of street.places) expect(place.dwellings).toBe(counted.get(place.id) ?? 0);
    const labels = new Set(street.dwellings.map(({ placeId, door }) => `${placeId} ${door}`));
    expect(labels.size).toBe(street.dwellings.length);
  });

  it('has every cell in exactly one grid, of its own community, of 150 to 500 households', () => {
    const members = street.grids.flatMap((grid) => grid.cellIds);
    expect(new Set(members).size).toBe(members.length);
    expect(new Set(members)).toEqual(new Set(doors.keys()));
    for (const grid of street.grids) {
      const size = grid.cellIds.reduce((sum, id) => sum + (doors.get(id) ?? 0), 0);
      expect(size).toBeGreaterThanOrEqual(150);
      expect(size).toBeLessThanOrEqual(500);
      for (const id of grid.cellIds) expect(places.get(id)?.path[1]).toBe(grid.communityId);
    }
  });

  it('has three sectors that share out the communities with all their compounds', () => {
    expect(street.sectors).toHaveLength(3);
    const communities = street.sectors.flatMap((sector) => sector.communityIds);
    expect(new Set(communities).size).toBe(9);
    expect(communities).toHaveLength(9);
    const compounds = street.places.filter((place) => place.kind === 'compound');
    expect(new Set(street.sectors.flatMap((sector) => sector.compoundIds))).toEqual(
      new Set(compounds.map((place) => place.id)),
    );
  });

  it('has a Party line in the sample’s two forms and a line attached to nothing', () => {
    const nodes = new Map(street.nodes.map((node) => [node.id, node]));
    const typesUp = (id: string | null): string[] => {
      const node = id === null ? undefined : nodes.get(id);
      return node ? [node.type, ...typesUp(node.parentId)] : [];
    };
    const homes = street.nodes.filter((node) => node.type === 'party_home');
    expect(new Set(homes.map((home) => typesUp(home.id).join(' < ')))).toEqual(
      new Set([
        'party_home < party_group < party_branch < party_committee < party_work',
        'party_home < party_branch < party_committee < party_work',
      ]),
    );
    const free = street.nodes.filter((node) => node.line !== 'party');
    expect(free).toHaveLength(15);
    expect(free.every((node) => node.placeId === null && node.gridId === null)).toBe(true);
  });

  it('gives every number from the range that rings at nobody, every login once, every role a scope that exists', () => {
    const scopes = new Set([...street.places, ...street.grids, ...street.sectors].map(({ id }) => id));
    expect(street.staff.filter((person) => !samplePhones.test(person.phone))).toEqual([]);
    expect(new Set(street.staff.map((person) => person.phone)).size).toBe(street.staff.length);
    expect(new Set(street.staff.map((person) => person.login)).size).toBe(street.staff.length);
    expect(street.staff.filter((person) => !/^[a-z0-9][a-z0-9._-]{1,31}$/.test(person.login))).toEqual([]);
    expect(
      street.staff.flatMap((person) => person.grants).filter((grant) => !scopes.has(grant.scopeId)),
    ).toEqual([]);
    const heads = street.staff
      .flatMap((person) => person.grants)
      .filter((grant) => grant.role === 'grid_head');
    expect(heads.map((grant) => grant.scopeId).sort()).toEqual(street.grids.map((grid) => grid.id).sort());
  });
});
