import { levelOfCode, streetCodeOf } from './codes.ts';
import type { ImportColumn } from './import-columns.ts';
import { plainName } from './import-names.ts';
import type { RowProblem, RowReason } from './import-reasons.ts';
import type { RowIntent } from './import-row.ts';
import { keyOf, type TreeIndex } from './import-tree.ts';
import type { PlaceKind } from './kinds.ts';
import type { Place } from './place.ts';

/** A place that a row names: one that is there, or one to be made. Rows that name the same one have the same `ref`. */
export interface Ref {
  /** The id of the place that is there; else where it would be and its key. */
  readonly ref: string;
  readonly kind: PlaceKind;
  readonly name: string;
  readonly key: string;
  readonly existing: Place | null;
}

/** A row of a list of buildings with what it names. */
export interface Resolved {
  readonly intent: RowIntent;
  readonly community: Place;
  readonly compound: Ref;
  readonly building: Ref | null;
  readonly units: readonly Ref[];
}

export type Refuse = (column: ImportColumn | null, code: RowReason, params?: RowProblem['params']) => null;

const streetStem = (name: string) => plainName(name).replace(/(?<=.)(街道办事处|街道办|街道|办事处)$/, '');

/** Whether a row speaks of this street; refuses when it does not. */
export function isOwnStreet(index: TreeIndex, intent: RowIntent, refuse: Refuse): boolean {
  const { root } = index;
  const { streetCode, streetName } = intent;
  if (streetCode !== null && root.code !== null && streetCode !== root.code) {
    refuse('street_code', 'street_wrong', { street: root.name });
    return false;
  }
  const named = streetName === null || streetStem(streetName) === streetStem(root.name);
  if (named || index.isAlias(root.id, streetName)) return true;
  refuse('street_name', 'street_wrong', { street: root.name });
  return false;
}

/** A community's code that can be one of this street's; refuses any other. */
export function isOwnCode(index: TreeIndex, code: string, refuse: Refuse): boolean {
  const street = index.root.code;
  if (levelOfCode(code) !== 'community') {
    refuse('community_code', 'code_wrong');
    return false;
  }
  if (street === null || streetCodeOf(code) === street) return true;
  refuse('community_code', 'code_other_street', { street });
  return false;
}

/** The community of a row by its code, else its name; a row that names none means the only one within reach. */
function communityOfRow(index: TreeIndex, intent: RowIntent, refuse: Refuse): Place | null {
  const { communityCode: code, communityName: name } = intent;
  if (code !== null && !isOwnCode(index, code, refuse)) return null;
  const byCode = code === null ? undefined : index.communities.find((place) => place.code === code);
  if (name === null) {
    if (byCode) return byCode;
    const [only, ...more] = index.communities.filter((place) => index.mayEdit(place.path));
    if (code === null && only && more.length === 0) return only;
    return refuse('community_name', code === null ? 'required' : 'community_unknown');
  }
  const found = index.find(index.root, 'community', name);
  if (byCode && (found.length === 0 || found.includes(byCode.id))) return byCode;
  if (byCode) return refuse('community_name', 'code_and_name', { name: byCode.name });
  const [id, ...others] = found;
  if (others.length > 0) return refuse('community_name', 'ambiguous');
  return (id === undefined ? undefined : index.place(id)) ?? refuse('community_name', 'community_unknown');
}

/** What a name under a parent refers to; null when it could be more than one. */
function refUnder(
  index: TreeIndex,
  parent: { readonly ref: string; readonly name: string; readonly existing: Place | null },
  kind: PlaceKind,
  name: string,
): Ref | null {
  const found = parent.existing ? index.find(parent.existing, kind, name) : [];
  if (found.length > 1) return null;
  const existing = found[0] === undefined ? null : (index.place(found[0]) ?? null);
  const key = keyOf(kind, existing?.name ?? name, parent.name);
  return { ref: existing?.id ?? `${parent.ref}/${key}`, kind, name, key, existing };
}

function childOf(
  index: TreeIndex,
  parent: Ref,
  kind: PlaceKind,
  name: string,
  column: ImportColumn,
  refuse: Refuse,
): Ref | null {
  const ref = refUnder(index, { ...parent, name: parent.existing?.name ?? parent.name }, kind, name);
  if (!ref) return refuse(column, 'ambiguous');
  const parentId = parent.existing?.id;
  const taken = !ref.existing && parentId !== undefined && index.isNameTaken(parentId, name);
  return taken ? refuse(column, 'name_taken') : ref;
}

/** Finds what a row of a list of buildings names, or refuses it; null when it was refused. */
export function resolveRow(index: TreeIndex, intent: RowIntent, refuse: Refuse): Resolved | null {
  if (!isOwnStreet(index, intent, refuse)) return null;
  const community = communityOfRow(index, intent, refuse);
  if (!community || intent.compound === null) return null;
  const top: Ref = {
    ...{ ref: community.id, kind: 'community', name: community.name, key: '' },
    existing: community,
  };
  const compound = childOf(index, top, 'compound', intent.compound, 'compound', refuse);
  if (!compound) return null;
  if (intent.building === null) return { intent, community, compound, building: null, units: [] };
  const building = childOf(index, compound, 'building', intent.building, 'building', refuse);
  if (!building) return null;
  const units = intent.units.map((name) => childOf(index, building, 'unit', name, 'unit', refuse));
  const found = units.flatMap((unit) => unit ?? []);
  return found.length < units.length ? null : { intent, community, compound, building, units: found };
}
