import { z } from 'zod';
import { DayShape, Id, lineOfText, Reason } from '../kernel/index.ts';
import { dwellingUseNames, lineTypeNames, placeKindNames, reportsAsNames } from './kinds.ts';
import { mostAtOnce } from './limits.ts';

/** The version a change was made against; an older one is refused with `version.stale`. */
const Version = z.int().min(1);
const Sort = z.int().min(-1_000_000).max(1_000_000);
const Floors = z.int().min(1).max(200);
/** Metres to the roof, one decimal. */
const HeightM = z.number().min(1).max(999).multipleOf(0.1);

export const PlaceName = lineOfText(60);
export const GridName = lineOfText(40);
export const LineName = lineOfText(40);
export const Door = lineOfText(20);
/** Floor a dwelling is on; below ground is negative, the ground floor is 1. */
export const Floor = z.int().min(-5).max(200);
/** 12-digit statistical division code; which level and whose it is, `codes.ts` checks. */
export const DivisionCode = z.string().regex(/^[0-9]{12}$/);

export const PlaceKindShape = z.enum(placeKindNames);
export const ReportsAsShape = z.enum(reportsAsNames);
export const DwellingUseShape = z.enum(dwellingUseNames);
export const LineTypeShape = z.enum(lineTypeNames);

const Ids = z.array(Id).min(1).max(mostAtOnce);

/** Every command: an id its maker gave it, the reason where there is one, and its own fields; nothing else. */
function command<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ commandId: Id, reason: Reason.optional(), ...shape });
}

/** Commands that end something others rely on must say why. */
function reasoned<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ commandId: Id, reason: Reason, ...shape });
}

const placeCommands = {
  'places.add': command({
    placeId: Id,
    parentId: Id,
    kind: PlaceKindShape.exclude(['street']),
    name: PlaceName,
    code: DivisionCode.optional(),
    floors: Floors.optional(),
    heightM: HeightM.optional(),
    /** Buildings only; left out: by height (`suggestReportsAs`). */
    reportsAs: ReportsAsShape.optional(),
    sort: Sort.optional(),
    /** Compounds only: is there a property manager? Left out: not known. */
    managed: z.boolean().optional(),
    /** The grid of the cell that this makes; left out: `chooseGrid` decides or asks. */
    gridId: Id.optional(),
  }),
  'places.rename': command({
    placeId: Id,
    version: Version,
    name: PlaceName,
    /** The old name stays findable as an alias. */
    keepAlias: z.boolean().default(true),
  }),
  /** A field left out stays; null clears it. */
  'places.edit': command({
    placeId: Id,
    version: Version,
    code: DivisionCode.nullable().optional(),
    floors: Floors.nullable().optional(),
    heightM: HeightM.nullable().optional(),
    sort: Sort.optional(),
    managed: z.boolean().nullable().optional(),
  }),
  'places.move': command({ placeId: Id, version: Version, parentId: Id, gridId: Id.optional() }),
  'places.merge': reasoned({
    placeId: Id,
    version: Version,
    intoId: Id,
    intoVersion: Version,
    gridId: Id.optional(),
  }),
  'places.split': reasoned({
    placeId: Id,
    version: Version,
    newPlaceId: Id,
    name: PlaceName,
    childIds: z.array(Id).max(mostAtOnce).default([]),
    dwellingIds: z.array(Id).max(mostAtOnce).default([]),
    gridId: Id.optional(),
  }),
  'places.close': reasoned({ placeId: Id, version: Version, includeBelow: z.boolean().default(false) }),
  'places.reopen': command({ placeId: Id, version: Version, gridId: Id.optional() }),
  /** Takes back a place added by mistake today, while nothing points to it. */
  'places.remove': command({ placeId: Id, version: Version }),
  'places.switch-cells': command({
    buildingId: Id,
    version: Version,
    reportsAs: ReportsAsShape,
    gridId: Id.optional(),
  }),
  'places.add-alias': command({ aliasId: Id, placeId: Id, name: PlaceName }),
  'places.remove-alias': command({ aliasId: Id, placeId: Id }),
};

const dwellingCommands = {
  'places.add-dwellings': command({
    placeId: Id,
    dwellings: z
      .array(
        z.strictObject({
          dwellingId: Id,
          floor: Floor,
          door: Door,
          use: DwellingUseShape.default('unknown'),
        }),
      )
      .min(1)
      .max(mostAtOnce),
  }),
  'places.edit-dwelling': command({
    dwellingId: Id,
    placeId: Id,
    floor: Floor.optional(),
    door: Door.optional(),
    use: DwellingUseShape.optional(),
  }),
  'places.close-dwelling': reasoned({ dwellingId: Id, placeId: Id }),
};

const gridCommands = {
  'places.add-grid': command({ gridId: Id, communityId: Id, name: GridName, sort: Sort.optional() }),
  'places.rename-grid': command({ gridId: Id, version: Version, name: GridName }),
  /** The cells are in this grid from that day on; `from`: today (the default) or a day to come. */
  'places.assign-cells': command({ gridId: Id, cellIds: Ids, from: DayShape.optional() }),
  'places.close-grid': reasoned({ gridId: Id, version: Version }),
};

const sectorCommands = {
  'places.add-sector': command({ sectorId: Id, name: GridName, sort: Sort.optional() }),
  'places.rename-sector': command({ sectorId: Id, version: Version, name: GridName }),
  /** `sectorId` null: in no sector from that day on. */
  'places.assign-compounds': command({
    sectorId: Id.nullable(),
    compoundIds: Ids,
    from: DayShape.optional(),
  }),
  'places.close-sector': reasoned({ sectorId: Id, version: Version }),
};

const lineCommands = {
  'places.add-node': command({
    nodeId: Id,
    /** `party`, or the name the office gave another line. */
    line: LineName,
    parentId: Id.nullable(),
    type: LineTypeShape,
    name: PlaceName,
    /** Attached to a place or to a grid, or to neither. */
    placeId: Id.optional(),
    gridId: Id.optional(),
    sort: Sort.optional(),
  }),
  /** A field left out stays; null detaches. */
  'places.edit-node': command({
    nodeId: Id,
    version: Version,
    type: LineTypeShape.optional(),
    name: PlaceName.optional(),
    placeId: Id.nullable().optional(),
    gridId: Id.nullable().optional(),
    sort: Sort.optional(),
  }),
  'places.move-node': command({ nodeId: Id, version: Version, parentId: Id.nullable() }),
  'places.close-node': reasoned({ nodeId: Id, version: Version }),
};

/** Every command of the slice by its name: what POST /api/streets/:street/commands/<name> takes. */
export const placesCommands = {
  ...placeCommands,
  ...dwellingCommands,
  ...gridCommands,
  ...sectorCommands,
  ...lineCommands,
};

export type PlacesCommandName = keyof typeof placesCommands;
/** A command as a client writes it. */
export type PlacesCommandBody<Name extends PlacesCommandName> = z.input<(typeof placesCommands)[Name]>;
/** A command as an action receives it: checked, with defaults filled in. */
export type PlacesCommand<Name extends PlacesCommandName> = z.output<(typeof placesCommands)[Name]>;

/** The answer to a command: the thing it was about, with the version to name in the next change. */
export const Written = z.object({ id: Id, version: Version });
export type Written = z.infer<typeof Written>;
