import type { Day } from '@linli/core/kernel';
import type { DwellingUse, LineType, PlaceKind, ReportsAs } from '@linli/core/places';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';
import { refreshCounts } from '../import/store.ts';
import { searchKey } from '../search-key.ts';

/** A place of a new street. Parents come with their children or are there already. */
export interface BulkPlace {
  readonly id: string;
  readonly parentId: string | null;
  readonly kind: PlaceKind;
  readonly name: string;
  readonly code: string | null;
  readonly shortCode: string;
  readonly sort: number;
  readonly floors: number | null;
  readonly heightM: number | null;
  readonly reportsAs: ReportsAs | null;
  readonly managed: boolean | null;
  /** Dwellings directly under it; must be how many of `dwellings` name it. */
  readonly dwellings: number;
  readonly path: readonly string[];
  /** Every cell must be in exactly one of `grids`: the database refuses the transaction otherwise. */
  readonly isCell: boolean;
}

export interface BulkGrid {
  readonly id: string;
  readonly communityId: string;
  readonly name: string;
  readonly sort: number;
  readonly cellIds: readonly string[];
}

export interface BulkSector {
  readonly id: string;
  readonly name: string;
  readonly sort: number;
  readonly compoundIds: readonly string[];
}

/** Everything of a street at once, checked by whoever made it. */
export interface BulkStreet {
  readonly places: readonly BulkPlace[];
  readonly dwellings: readonly {
    readonly id: string;
    readonly placeId: string;
    readonly floor: number;
    readonly door: string;
    readonly use: DwellingUse;
  }[];
  readonly aliases: readonly { readonly id: string; readonly placeId: string; readonly name: string }[];
  readonly grids: readonly BulkGrid[];
  readonly sectors: readonly BulkSector[];
  readonly nodes: readonly {
    readonly id: string;
    readonly line: string;
    readonly parentId: string | null;
    readonly type: LineType;
    readonly name: string;
    readonly placeId: string | null;
    readonly gridId: string | null;
    readonly sort: number;
  }[];
}

export interface BulkContext {
  readonly streetId: string;
  /** The day from which on it all holds. */
  readonly day: Day;
  readonly commandId: string;
  /** Told after each statement how many of all rows are in. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** One statement carries at most this many rows: a megabyte or so of JSON. */
const rowsAtOnce = 5_000;

type Insert = (rows: RawBuilder<unknown>) => RawBuilder<unknown>;

/**
 * Stores a new street's content in a dozen set-based statements, each place with version 1 of its history. Checks nothing
 * itself: the constraints of the tables do, the chains of grids at commit.
 */
export async function bulkInsert(tx: Tx, context: BulkContext, street: BulkStreet): Promise<void> {
  const steps = stepsOf(context, street);
  const total = steps.reduce((sum, step) => sum + step.rows.length, 0);
  let done = 0;
  for (const { rows, insert } of steps) {
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      const part = rows.slice(from, from + rowsAtOnce);
      await insert(sql`json_to_recordset(${JSON.stringify(part)}::json)`).execute(tx);
      done += part.length;
      context.onProgress?.(done, total);
    }
  }
  await refreshCounts(tx);
}

/** In the order of their foreign keys. */
function stepsOf(context: BulkContext, street: BulkStreet): { rows: readonly object[]; insert: Insert }[] {
  const { streetId, day } = context;
  const gridOf = new Map(street.grids.flatMap((grid) => grid.cellIds.map((cellId) => [cellId, grid.id])));
  const gridMembers = [...gridOf].map(([cellId, gridId]) => ({ cellId, gridId }));
  const sectorMembers = street.sectors.flatMap(({ id, compoundIds }) =>
    compoundIds.map((compoundId) => ({ compoundId, sectorId: id })),
  );
  const keyed = searchable();
  const histories = street.places.map((place) => ({ id: place.id, after: imageOf(place, context, gridOf) }));
  return [
    { rows: street.places.map(keyed), insert: (rows) => placesInto(streetId, day, rows) },
    { rows: histories, insert: (rows) => historiesInto(streetId, context.commandId, rows) },
    { rows: street.aliases.map(keyed), insert: (rows) => aliasesInto(streetId, rows) },
    { rows: street.dwellings, insert: (rows) => dwellingsInto(streetId, rows) },
    { rows: street.grids, insert: (rows) => gridsInto(streetId, day, rows) },
    { rows: gridMembers, insert: (rows) => gridMembersInto(streetId, day, rows) },
    { rows: street.sectors, insert: (rows) => sectorsInto(streetId, day, rows) },
    { rows: sectorMembers, insert: (rows) => sectorMembersInto(streetId, day, rows) },
    { rows: street.nodes, insert: (rows) => nodesInto(streetId, rows) },
  ];
}

/** Adds what a search finds a name by; converting a name takes long, and every compound has a 1号楼. */
function searchable() {
  const known = new Map<string, string>();
  return <Named extends { readonly name: string }>(named: Named) => {
    const search = known.get(named.name) ?? searchKey(named.name);
    known.set(named.name, search);
    return { ...named, search };
  };
}

/** The place after the change, as every other change of a place records it. */
function imageOf(place: BulkPlace, context: BulkContext, gridOf: ReadonlyMap<string, string>): object {
  return {
    ...place,
    openedOn: context.day,
    closedOn: null,
    mergedInto: null,
    version: 1,
    gridId: gridOf.get(place.id) ?? null,
  };
}

function placesInto(streetId: string, day: Day, rows: RawBuilder<unknown>) {
  return sql`
    insert into place (street_id, id, parent_id, kind, name, code, short_code, sort, floors, height_m, reports_as,
      managed, dwellings, path, opened_on, is_cell, search)
    select ${streetId}, id, "parentId", kind, name, code, "shortCode", sort, floors, "heightM", "reportsAs",
      managed, dwellings, path, ${day}, "isCell", search
    from ${rows} as row (id uuid, "parentId" uuid, kind text, name text, code text, "shortCode" text, sort integer,
      floors smallint, "heightM" numeric, "reportsAs" text, managed boolean, dwellings integer, path uuid[],
      "isCell" boolean, search text)`;
}

function historiesInto(streetId: string, commandId: string, rows: RawBuilder<unknown>) {
  return sql`
    insert into place_history (street_id, place_id, version, command_id, change, after)
    select ${streetId}, id, 1, ${commandId}, 'added', after from ${rows} as row (id uuid, after jsonb)`;
}

function aliasesInto(streetId: string, rows: RawBuilder<unknown>) {
  return sql`
    insert into place_alias (street_id, id, place_id, name, search)
    select ${streetId}, id, "placeId", name, search
    from ${rows} as row (id uuid, "placeId" uuid, name text, search text)`;
}

function dwellingsInto(streetId: string, rows: RawBuilder<unknown>) {
  return sql`
    insert into dwelling (street_id, id, place_id, floor, door, use)
    select ${streetId}, id, "placeId", floor, door, use
    from ${rows} as row (id uuid, "placeId" uuid, floor smallint, door text, use text)`;
}

function gridsInto(streetId: string, day: Day, rows: RawBuilder<unknown>) {
  return sql`
    insert into grid (street_id, id, community_id, name, sort, opened_on)
    select ${streetId}, id, "communityId", name, sort, ${day}
    from ${rows} as row (id uuid, "communityId" uuid, name text, sort integer)`;
}

function gridMembersInto(streetId: string, day: Day, rows: RawBuilder<unknown>) {
  return sql`
    insert into grid_member (street_id, cell_id, starts, grid_id)
    select ${streetId}, "cellId", ${day}, "gridId" from ${rows} as row ("cellId" uuid, "gridId" uuid)`;
}

function sectorsInto(streetId: string, day: Day, rows: RawBuilder<unknown>) {
  return sql`
    insert into sector (street_id, id, name, sort, opened_on)
    select ${streetId}, id, name, sort, ${day} from ${rows} as row (id uuid, name text, sort integer)`;
}

function sectorMembersInto(streetId: string, day: Day, rows: RawBuilder<unknown>) {
  return sql`
    insert into sector_member (street_id, compound_id, starts, sector_id)
    select ${streetId}, "compoundId", ${day}, "sectorId"
    from ${rows} as row ("compoundId" uuid, "sectorId" uuid)`;
}

function nodesInto(streetId: string, rows: RawBuilder<unknown>) {
  return sql`
    insert into line_node (street_id, id, line, parent_id, type, name, place_id, grid_id, sort)
    select ${streetId}, id, line, "parentId", type, name, "placeId", "gridId", sort
    from ${rows} as row (id uuid, line text, "parentId" uuid, type text, name text, "placeId" uuid, "gridId" uuid,
      sort integer)`;
}
