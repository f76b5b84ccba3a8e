import { type Clock, dayOf, type Random, shortCode, uuidv7 } from '@linli/core/kernel';
import { everydayName } from '@linli/core/places';
import type { SampleStreet } from '@linli/core/sample';
import type { Tx } from '../../platform/db/tx.ts';
import type { House } from '../../platform/house.ts';
import { addStaffInBulk } from '../accounts/index.ts';
import { type BulkStreet, bulkInsert, createStreet } from '../places/index.ts';
import type { NewStreet } from './table.ts';

/** A street that is ready to be stored. */
export interface ReadyStreet {
  readonly id: string;
  readonly name: string;
  readonly code: string | null;
  readonly sample: boolean;
  /** Stores what belongs to the street besides its own row. */
  readonly store: (tx: Tx, house: House, by: AddedBy) => Promise<void>;
}

export interface AddedBy {
  readonly commandId: string;
  readonly accountId: string;
  /** Told how many of all rows are stored. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** The sample street with its places and its staff. Always the same one, so an installation holds it once. */
export function readySample(sample: SampleStreet): ReadyStreet {
  return {
    id: sample.id,
    name: sample.name,
    code: sample.code,
    sample: true,
    store: async (tx, house, by) => {
      // The street's own row and place are made like those of every other street.
      const places = sample.places.filter((place) => place.kind !== 'street');
      await bulkInsert(tx, bulkContext(house, sample.id, by), { ...sample, places });
      await addStaffInBulk(tx, house, { streetId: sample.id, grantedBy: by.accountId }, sample.staff);
    },
  };
}

/** A street with its communities and nothing below them yet. */
export function readyStreet(street: NewStreet, edges: { clock: Clock; random: Random }): ReadyStreet {
  const newId = () => uuidv7(edges.clock(), edges.random);
  const id = newId();
  return {
    id,
    name: street.name,
    code: street.code,
    sample: false,
    store: async (tx, house, by) => {
      const content = communitiesOf(id, street, newId, edges.random);
      await bulkInsert(tx, bulkContext(house, id, by), content);
    },
  };
}

function bulkContext(house: House, streetId: string, by: AddedBy) {
  return { streetId, day: dayOf(house.clock()), commandId: by.commandId, onProgress: by.onProgress };
}

function communitiesOf(streetId: string, street: NewStreet, newId: () => string, random: Random): BulkStreet {
  const codes = new Set<string>();
  const newCode = (): string => {
    const code = shortCode(5, random);
    if (codes.has(code)) return newCode();
    codes.add(code);
    return code;
  };
  const places = street.communities.map(({ name, code }, index) => {
    const id = newId();
    return {
      id,
      parentId: streetId,
      kind: 'community' as const,
      name,
      code,
      shortCode: newCode(),
      sort: index + 1,
      floors: null,
      heightM: null,
      reportsAs: null,
      managed: null,
      dwellings: 0,
      path: [streetId, id],
      isCell: false,
    };
  });
  const aliases = places.flatMap(({ id, name }) => {
    const short = everydayName(name);
    return short === name ? [] : [{ id: newId(), placeId: id, name: short }];
  });
  return { places, aliases, dwellings: [], grids: [], sectors: [], nodes: [] };
}

/** Makes the street's own row and stores all that belongs to it. */
export async function addStreet(tx: Tx, house: House, street: ReadyStreet, by: AddedBy): Promise<void> {
  const { id: streetId, name, code, sample } = street;
  await createStreet(tx, house, { streetId, name, code, sample });
  await street.store(tx, house, by);
}
