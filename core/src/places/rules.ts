import { type Decided, must, Problem, type Text } from '../kernel/index.ts';
import { suggestReportsAs } from './cells.ts';
import { checkCommunityCode, checkStreetCode, levelOfCode, streetCodeOf } from './codes.ts';
import type { PlacesCommand } from './contract.ts';
import { Draft, mustStandUnder } from './draft.ts';
import { type PlaceKind, placeKinds } from './kinds.ts';
import { mergePlace, splitPlace } from './merge-split.ts';
import type { Place, Plan, Surroundings } from './place.ts';
import { placesProblem } from './problems.ts';
import { settle } from './settle.ts';

/** A new place also needs the short code of its public page, which only chance can give. */
type WithShortCode<Command> = Command & { readonly shortCode: string };

/** One rule per command that changes the tree. */
const rules = {
  'places.add': addPlace,
  'places.rename': renamePlace,
  'places.edit': editPlace,
  'places.move': movePlace,
  'places.merge': mergePlace,
  'places.split': splitPlace,
  'places.close': closePlace,
  'places.reopen': reopenPlace,
  'places.remove': removePlace,
  'places.switch-cells': switchCells,
};

export type TreeCommandName = keyof typeof rules;
export type TreeCommand<Name extends TreeCommandName> = Parameters<(typeof rules)[Name]>[1];

/**
 * Decides a command that changes the tree: the plan to carry out, or the Problem that says why not. Throws nothing of
 * its own; the surroundings must hold what `Surroundings` asks for.
 */
export function decide<Name extends TreeCommandName>(
  name: Name,
  around: Surroundings,
  command: TreeCommand<Name>,
): Decided<Plan> {
  const draft = new Draft(around);
  const rule = rules[name] as (draft: Draft, command: TreeCommand<Name>) => void;
  try {
    rule(draft, command);
    return draft.plan();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** Which kinds have which of the optional fields. */
const fieldKinds: Readonly<Record<string, { text: Text; kinds: readonly PlaceKind[] }>> = {
  code: { text: { zh: '区划代码', en: 'division code' }, kinds: ['street', 'community'] },
  floors: { text: { zh: '层数', en: 'floors' }, kinds: ['building', 'unit'] },
  heightM: { text: { zh: '高度', en: 'height' }, kinds: ['building'] },
  reportsAs: { text: { zh: '上报方式', en: 'reports as' }, kinds: ['building'] },
  managed: { text: { zh: '有无物业', en: 'property manager' }, kinds: ['compound'] },
};

function mustHaveFields(kind: PlaceKind, given: Readonly<Record<string, unknown>>): void {
  for (const [field, { text, kinds }] of Object.entries(fieldKinds)) {
    const value = given[field];
    if (value === undefined || value === null || kinds.includes(kind)) continue;
    throw placesProblem('places.field_of_other_kind', {
      kind: placeKinds[kind].zh,
      kind_en: placeKinds[kind].en,
      field: text.zh,
      field_en: text.en,
    });
  }
}

function addPlace(draft: Draft, command: WithShortCode<PlacesCommand<'places.add'>>): void {
  const parent = draft.open(command.parentId);
  mustStandUnder(command, parent);
  mustHaveFields(command.kind, command);
  if (command.code !== undefined) must(checkCommunityCode(command.code, parent.code));
  const size = { floors: command.floors ?? null, heightM: command.heightM ?? null };
  // The first unit takes the building's own dwellings: beside units they would be in no cell.
  const dwellings =
    command.kind === 'unit' && draft.openChildren(parent.id).length === 0 ? parent.dwellings : 0;
  draft.add(
    {
      ...size,
      id: command.placeId,
      parentId: parent.id,
      kind: command.kind,
      name: command.name,
      code: command.code ?? null,
      shortCode: command.shortCode,
      sort: command.sort ?? 0,
      reportsAs:
        command.kind === 'building' ? (command.reportsAs ?? suggestReportsAs(size) ?? 'building') : null,
      managed: command.managed ?? null,
      path: [...parent.path, command.placeId],
      openedOn: draft.today,
      closedOn: null,
      mergedInto: null,
      isCell: false,
      dwellings,
      version: 1,
      gridId: null,
    },
    'added',
  );
  if (dwellings > 0) {
    draft.change(parent.id, { dwellings: 0 }, 'cells');
    draft.dwellings.push({ from: parent.id, to: command.placeId, ids: null });
  }
  settle(draft, command.gridId);
}

function renamePlace(draft: Draft, command: PlacesCommand<'places.rename'>): void {
  draft.current(command.placeId, command.version);
  const place = draft.open(command.placeId);
  if (place.name === command.name) return;
  draft.change(place.id, { name: command.name }, 'renamed');
  if (command.keepAlias) draft.aliases.push({ id: draft.newId(), placeId: place.id, name: place.name });
}

function editPlace(draft: Draft, command: PlacesCommand<'places.edit'>): void {
  draft.current(command.placeId, command.version);
  const place = draft.open(command.placeId);
  mustHaveFields(place.kind, command);
  if (command.code) mustBeCodeOf(draft, place, command.code);
  const { code = place.code, floors = place.floors, heightM = place.heightM } = command;
  const { sort = place.sort, managed = place.managed } = command;
  draft.change(place.id, { code, floors, heightM, sort, managed }, 'edited');
}

function mustBeCodeOf(draft: Draft, place: Place, code: string): void {
  const root = draft.place(place.path[0] ?? place.id);
  if (place.kind === 'community') must(checkCommunityCode(code, root.code));
  if (place.kind !== 'street') return;
  must(checkStreetCode(code));
  const stray = draft
    .openChildren(place.id)
    .find((one) => one.code !== null && streetCodeOf(one.code) !== code);
  if (stray?.code && levelOfCode(stray.code) === 'community') {
    throw placesProblem('places.code_of_other_street', { code: stray.code, street: code });
  }
}

function movePlace(draft: Draft, command: PlacesCommand<'places.move'>): void {
  const place = draft.movable(command.placeId, command.version);
  if (place.parentId === command.parentId) return;
  draft.hang(place, command.parentId, 'moved');
  settle(draft, command.gridId);
}

function closePlace(draft: Draft, command: PlacesCommand<'places.close'>): void {
  const place = draft.movable(command.placeId, command.version);
  const below = draft.openBelow(place);
  if (!command.includeBelow && (below.length > 0 || place.dwellings > 0)) {
    throw placesProblem('places.not_empty', countsOf(place, below));
  }
  for (const one of [place, ...below])
    draft.change(one.id, { closedOn: draft.today, dwellings: 0 }, 'closed');
  settle(draft);
}

function countsOf(place: Place, below: readonly Place[]) {
  const dwellings = below.reduce((sum, one) => sum + one.dwellings, place.dwellings);
  return { name: place.name, children: below.length, dwellings };
}

/** The place alone: what was closed with it, dwellings included, stays closed until it is reopened or entered again. */
function reopenPlace(draft: Draft, command: PlacesCommand<'places.reopen'>): void {
  const place = draft.current(command.placeId, command.version);
  if (place.closedOn === null) throw placesProblem('places.open', { name: place.name });
  if (place.mergedInto !== null) throw placesProblem('places.merged', { name: place.name });
  if (place.parentId !== null) draft.open(place.parentId);
  draft.change(place.id, { closedOn: null }, 'reopened');
  settle(draft, command.gridId);
}

function removePlace(draft: Draft, command: PlacesCommand<'places.remove'>): void {
  const place = draft.movable(command.placeId, command.version);
  if (place.openedOn !== draft.today) throw placesProblem('places.remove_late', { name: place.name });
  const below = draft.openBelow(place);
  if (below.length > 0 || place.dwellings > 0) {
    throw placesProblem('places.remove_not_empty', countsOf(place, below));
  }
  draft.change(place.id, { closedOn: draft.today }, 'removed');
  settle(draft);
}

function switchCells(draft: Draft, command: PlacesCommand<'places.switch-cells'>): void {
  draft.current(command.buildingId, command.version);
  const building = draft.open(command.buildingId);
  if (building.kind !== 'building') throw placesProblem('places.not_a_building');
  if (building.reportsAs === command.reportsAs) return;
  draft.change(building.id, { reportsAs: command.reportsAs }, 'switched');
  settle(draft, command.gridId);
}
