import { z } from 'zod';
import { Id, Moment } from '../kernel/index.ts';
import { DwellingUseShape, LineTypeShape, PlaceKindShape, ReportsAsShape } from './contract.ts';

/** `YYYY-MM-DD`; open-ended periods have null. */
const Day = z.string();
const Count = z.int().min(0);

/** One place as a list shows it. Counts are of open places; `cells` and `dwellings` count everything below, itself included. */
export const PlaceRow = z.object({
  id: Id,
  parentId: Id.nullable(),
  kind: PlaceKindShape,
  name: z.string(),
  code: z.string().nullable(),
  shortCode: z.string(),
  sort: z.int(),
  floors: z.int().nullable(),
  heightM: z.number().nullable(),
  reportsAs: ReportsAsShape.nullable(),
  managed: z.boolean().nullable(),
  isCell: z.boolean(),
  openedOn: Day,
  closedOn: Day.nullable(),
  version: z.int(),
  children: Count,
  cells: Count,
  dwellings: Count,
  /** The grid a cell is in today. */
  gridId: Id.nullable(),
  gridName: z.string().nullable(),
});
export type PlaceRow = z.infer<typeof PlaceRow>;

/** GET /places/children?parent=&closed= – one level. */
export const PlaceChildren = z.object({ rows: z.array(PlaceRow) });
export type PlaceChildren = z.infer<typeof PlaceChildren>;

/** The most rows GET /places/tree answers with. */
export const mostTreeRows = 5_000;

/** One place of the tree, as little as a tree view needs. */
export const TreeRow = z.object({
  id: Id,
  parentId: Id.nullable(),
  kind: PlaceKindShape,
  name: z.string(),
  isCell: z.boolean(),
  /** Open places directly below. */
  children: Count,
  /** Cells below, itself included. */
  cells: Count,
  dwellings: Count,
  version: z.int(),
});
export type TreeRow = z.infer<typeof TreeRow>;

/** GET /places/tree?under=&depth= – parents before children, siblings in order. `more`: cut off at `mostTreeRows`. */
export const PlaceTree = z.object({ rows: z.array(TreeRow), more: z.boolean() });
export type PlaceTree = z.infer<typeof PlaceTree>;

/** A place named so that a person recognises it. */
export const PlaceRef = z.object({ id: Id, kind: PlaceKindShape, name: z.string() });
export type PlaceRef = z.infer<typeof PlaceRef>;

export const NamedRef = z.object({ id: Id, name: z.string() });

/** GET /places/:place */
export const PlaceDetail = PlaceRow.extend({
  /** From the street down to the parent. */
  ancestors: z.array(PlaceRef),
  aliases: z.array(NamedRef),
  /** Dwellings directly under this place. */
  ownDwellings: Count,
  sector: NamedRef.nullable(),
  mergedInto: PlaceRef.nullable(),
  /** Buildings only: how it should report by its height, when that differs from how it does. */
  suggestion: ReportsAsShape.nullable(),
  /** Path of the place's public page: `/p/<code>`. */
  publicPath: z.string(),
});
export type PlaceDetail = z.infer<typeof PlaceDetail>;

/** GET /places/:place/history – newest first, at most 200. */
export const PlaceHistory = z.object({
  rows: z.array(
    z.object({
      version: z.int(),
      at: Moment,
      change: z.string(),
      reason: z.string().nullable(),
      /** The account that made the change. */
      accountId: Id.nullable(),
      /** The place after the change. */
      after: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type PlaceHistory = z.infer<typeof PlaceHistory>;

/** GET /places/:place/on/:day – the place as it was at the end of that day. */
export const PlaceOnDay = z.object({ version: z.int(), after: z.record(z.string(), z.unknown()) });
export type PlaceOnDay = z.infer<typeof PlaceOnDay>;

/** The most hits GET /places/search answers with. */
export const mostHits = 50;

/** GET /places/search?q= – by name, alias, code, pinyin and pinyin initials. */
export const PlaceSearch = z.object({
  rows: z.array(
    PlaceRef.extend({
      /** Names from the community down to the parent. */
      path: z.array(z.string()),
      /** The alias that matched, when it was not the name. */
      alias: z.string().nullable(),
    }),
  ),
});
export type PlaceSearch = z.infer<typeof PlaceSearch>;

export const GridRow = z.object({
  id: Id,
  communityId: Id,
  communityName: z.string(),
  name: z.string(),
  sort: z.int(),
  openedOn: Day,
  closedOn: Day.nullable(),
  version: z.int(),
  cells: Count,
  dwellings: Count,
  /** Outside the size a grid should have (`gridSizeWarning`). */
  warning: z.enum(['small', 'large']).nullable(),
});
export type GridRow = z.infer<typeof GridRow>;

/** GET /places/grids?community= – open grids; without `community` those of the whole street. */
export const GridList = z.object({ rows: z.array(GridRow) });
export type GridList = z.infer<typeof GridList>;

/** GET /places/grids/:grid – with the cells in it today. */
export const GridDetail = GridRow.extend({
  members: z.array(
    PlaceRef.extend({
      compoundId: Id,
      compoundName: z.string(),
      /** A unit's building. */
      buildingName: z.string(),
      dwellings: Count,
      /** In this grid since. */
      since: Day,
      /** A move to another grid that is already dated. */
      until: Day.nullable(),
    }),
  ),
});
export type GridDetail = z.infer<typeof GridDetail>;

/** GET /places/sectors – open sectors with their compounds of today. */
export const SectorList = z.object({
  rows: z.array(
    z.object({
      id: Id,
      name: z.string(),
      sort: z.int(),
      version: z.int(),
      cells: Count,
      dwellings: Count,
      compounds: z.array(z.object({ id: Id, name: z.string(), communityId: Id, communityName: z.string() })),
    }),
  ),
});
export type SectorList = z.infer<typeof SectorList>;

export const LineNode = z.object({
  id: Id,
  parentId: Id.nullable(),
  type: LineTypeShape,
  name: z.string(),
  place: PlaceRef.nullable(),
  grid: NamedRef.nullable(),
  sort: z.int(),
  version: z.int(),
});
export type LineNode = z.infer<typeof LineNode>;

/** GET /places/lines – the lines there are. */
export const LineList = z.object({ rows: z.array(z.object({ line: z.string(), nodes: Count })) });
export type LineList = z.infer<typeof LineList>;

/** GET /places/lines/:line – open nodes, siblings in order. */
export const LineTree = z.object({ rows: z.array(LineNode) });
export type LineTree = z.infer<typeof LineTree>;

/** The most rows GET /places/:place/dwellings answers with. */
export const mostDwellings = 5_000;

/** GET /places/:place/dwellings – open dwellings of the place and all below it, by building, unit, floor, door. */
export const DwellingList = z.object({
  rows: z.array(z.object({ id: Id, placeId: Id, floor: z.int(), door: z.string(), use: DwellingUseShape })),
  more: z.boolean(),
});
export type DwellingList = z.infer<typeof DwellingList>;
