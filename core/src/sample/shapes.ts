import type { Role, ScopeKind } from '@linli/core/kernel';

/** One place as the database keeps it. Parents come before their children. */
export interface SamplePlace {
  readonly id: string;
  readonly parentId: string | null;
  readonly kind: 'street' | 'community' | 'compound' | 'building' | 'unit' | 'site';
  readonly name: string;
  readonly code: string | null;
  readonly shortCode: string;
  readonly sort: number;
  readonly floors: number | null;
  /** Metres to the roof. */
  readonly heightM: number | null;
  readonly reportsAs: 'building' | 'unit' | null;
  readonly managed: boolean | null;
  /** Dwellings directly under this place. */
  readonly dwellings: number;
  /** Ids from the street down to this place. */
  readonly path: readonly string[];
  readonly isCell: boolean;
}

export interface SampleDwelling {
  readonly id: string;
  readonly placeId: string;
  readonly floor: number;
  readonly door: string;
  readonly use: 'owner' | 'rented' | 'vacant' | 'shop' | 'collective' | 'unknown';
}

export interface SampleAlias {
  readonly id: string;
  readonly placeId: string;
  readonly name: string;
}

/** A cell with the doors behind it. */
export interface SampleCell {
  readonly id: string;
  readonly communityId: string;
  readonly compoundId: string;
  readonly buildingId: string;
  readonly dwellings: number;
}

export interface SampleGrid {
  readonly id: string;
  readonly communityId: string;
  readonly name: string;
  readonly sort: number;
  readonly cellIds: readonly string[];
}

export interface SampleSector {
  readonly id: string;
  readonly name: string;
  readonly sort: number;
  readonly communityIds: readonly string[];
  readonly compoundIds: readonly string[];
}

export interface SampleLineNode {
  readonly id: string;
  readonly line: string;
  readonly parentId: string | null;
  readonly type: 'party_work' | 'party_committee' | 'party_branch' | 'party_group' | 'party_home' | 'team';
  readonly name: string;
  readonly placeId: string | null;
  readonly gridId: string | null;
  readonly sort: number;
}

export interface SampleStaff {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly phone: string;
  readonly grants: readonly {
    readonly id: string;
    readonly role: Role;
    readonly scopeKind: ScopeKind;
    readonly scopeId: string;
  }[];
}

/** A whole street office, ready to be stored. */
export interface SampleStreet {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly places: readonly SamplePlace[];
  readonly dwellings: readonly SampleDwelling[];
  readonly aliases: readonly SampleAlias[];
  readonly grids: readonly SampleGrid[];
  readonly sectors: readonly SampleSector[];
  readonly nodes: readonly SampleLineNode[];
  readonly staff: readonly SampleStaff[];
}
