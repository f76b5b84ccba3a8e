import type { Chance } from './chance.ts';
import {
  type CommunityPlan,
  type CompoundPlan,
  communityPlans,
  highRiseFloors,
  lowRiseDeck,
  streetPlan,
} from './plan.ts';
import type { SampleAlias, SampleCell, SampleDwelling, SamplePlace } from './shapes.ts';

/** The spine with its doors, as it grows. */
export interface Spine {
  readonly street: SamplePlace;
  readonly communities: readonly { readonly plan: CommunityPlan; readonly place: SamplePlace }[];
  readonly places: SamplePlace[];
  readonly dwellings: SampleDwelling[];
  readonly aliases: SampleAlias[];
  readonly cells: SampleCell[];
}

type Traits = Partial<Pick<SamplePlace, 'code' | 'floors' | 'heightM' | 'reportsAs' | 'managed' | 'isCell'>>;

/** A residential storey is about 2.9 m from floor to floor. */
const storeyM = 2.9;

export function growSpine(chance: Chance): Spine {
  return new Grower(chance).grow();
}

class Grower {
  readonly #chance: Chance;
  readonly #places: SamplePlace[] = [];
  readonly #dwellings: SampleDwelling[] = [];
  readonly #aliases: SampleAlias[] = [];
  readonly #cells: SampleCell[] = [];
  readonly #lowRise: (readonly [floors: number, units: number])[];
  #highRise = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
    const deck = lowRiseDeck.flatMap(([floors, units, count]) =>
      Array.from({ length: count }, () => [floors, units] as const),
    );
    this.#lowRise = chance.shuffled(deck);
  }

  grow(): Spine {
    const street = this.#place(null, 'street', streetPlan.name, 0, { code: streetPlan.code });
    this.#places.push(street);
    const communities = communityPlans.map((plan, index) => ({
      plan,
      place: this.#community(street, plan, index + 1),
    }));
    return {
      street,
      communities,
      places: this.#places,
      dwellings: this.#dwellings,
      aliases: this.#aliases,
      cells: this.#cells,
    };
  }

  #place(
    parent: SamplePlace | null,
    kind: SamplePlace['kind'],
    name: string,
    sort: number,
    traits: Traits = {},
    dwellings = 0,
  ): SamplePlace {
    const id = this.#chance.id();
    return {
      id,
      parentId: parent?.id ?? null,
      kind,
      name,
      code: null,
      shortCode: this.#chance.code(),
      sort,
      floors: null,
      heightM: null,
      reportsAs: null,
      managed: null,
      isCell: false,
      dwellings,
      path: [...(parent?.path ?? []), id],
      ...traits,
    };
  }

  #alias(place: SamplePlace, name: string): void {
    this.#aliases.push({ id: this.#chance.id(), placeId: place.id, name });
  }

  #community(street: SamplePlace, plan: CommunityPlan, sort: number): SamplePlace {
    const community = this.#place(street, 'community', plan.name, sort, { code: plan.code });
    this.#places.push(community);
    this.#alias(community, plan.name.replace('居委会', ''));
    for (const [index, compound] of plan.compounds.entries()) this.#compound(community, compound, index + 1);
    if (plan.site) {
      const site = this.#place(community, 'site', plan.site.name, plan.compounds.length + 1);
      this.#places.push(site);
      this.#alias(site, plan.site.alias);
    }
    return community;
  }

  #compound(community: SamplePlace, plan: CompoundPlan, sort: number): void {
    const compound = this.#place(community, 'compound', plan.name, sort, { managed: plan.managed });
    this.#places.push(compound);
    if (plan.alias !== undefined) this.#alias(compound, plan.alias);
    // Shops stand where the compound meets the road: on the ground floor of its first low building.
    const shopFront = this.#chance.next() < 0.6;
    for (let number = 1; number <= plan.lowRise; number += 1) {
      const [floors, units] = this.#lowRise.pop() ?? [5, 3];
      this.#building(
        compound,
        number,
        { floors, units, doors: 2, reportsAs: 'building' },
        shopFront && number === 1,
      );
    }
    for (const [index, units] of plan.highRise.entries()) {
      const floors = highRiseFloors[this.#highRise % highRiseFloors.length] ?? 18;
      this.#highRise += 1;
      // A tower with one staircase has its doors all around it.
      const doors = units === 1 ? 4 : 2;
      this.#building(compound, plan.lowRise + index + 1, { floors, units, doors, reportsAs: 'unit' }, false);
    }
  }

  /** `doors`: on each floor of each unit. */
  #building(
    compound: SamplePlace,
    number: number,
    shape: { floors: number; units: number; doors: number; reportsAs: 'building' | 'unit' },
    shops: boolean,
  ): void {
    const { floors, units, doors, reportsAs } = shape;
    const asWhole = reportsAs === 'building';
    const heightM = Math.round(floors * storeyM * 10) / 10;
    const building = this.#place(compound, 'building', `${number}号楼`, number, {
      floors,
      heightM,
      reportsAs,
      isCell: asWhole,
    });
    this.#places.push(building);
    const perUnit = floors * doors;
    if (asWhole) this.#cell(building, perUnit * units);
    for (let index = 1; index <= units; index += 1) {
      const unit = this.#place(building, 'unit', `${index}单元`, index, { isCell: !asWhole }, perUnit);
      this.#places.push(unit);
      if (!asWhole) this.#cell(unit, perUnit);
      this.#doors(unit, floors, doors, shops);
    }
  }

  #cell(place: SamplePlace, dwellings: number): void {
    const [, communityId = '', compoundId = '', buildingId = ''] = place.path;
    this.#cells.push({ id: place.id, communityId, compoundId, buildingId, dwellings });
  }

  #doors(unit: SamplePlace, floors: number, doors: number, shops: boolean): void {
    for (let floor = 1; floor <= floors; floor += 1) {
      for (let door = 1; door <= doors; door += 1) {
        const shop = shops && floor === 1;
        this.#dwellings.push({
          id: this.#chance.id(),
          placeId: unit.id,
          floor,
          door: shop ? `底商${door}` : `${floor}${String(door).padStart(2, '0')}`,
          use: shop ? 'shop' : this.#use(),
        });
      }
    }
  }

  #use(): SampleDwelling['use'] {
    const drawn = this.#chance.next();
    if (drawn < 0.015) return 'vacant';
    if (drawn < 0.025) return 'unknown';
    if (drawn < 0.03) return 'collective';
    return drawn < 0.21 ? 'rented' : 'owner';
  }
}
