import type { Role, ScopeKind } from '@linli/core/kernel';
import type { Chance } from './chance.ts';
import { personName } from './people.ts';
import { samplePhone } from './phones.ts';
import type { Spine } from './places.ts';
import type { SampleGrid, SampleSector, SampleStaff } from './shapes.ts';

/** Sample logins start like this (样例), so that they never take a login that an office would give. */
export const sampleLoginPrefix = 'yl.';

const two = (n: number) => String(n).padStart(2, '0');

/**
 * The people who run the sample street, each role within its scope. They have no password: nobody can sign in as one of
 * them until an administrator hands out a one-time password.
 */
export function appointStaff(
  chance: Chance,
  spine: Spine,
  grids: readonly SampleGrid[],
  sectors: readonly SampleSector[],
): SampleStaff[] {
  const staff: SampleStaff[] = [];
  const appoint = (login: string, role: Role, scopeKind: ScopeKind, scopeId: string) => {
    staff.push({
      id: chance.id(),
      login: sampleLoginPrefix + login,
      name: personName(chance),
      phone: samplePhone(staff.length * 37 + chance.below(37)),
      grants: [{ id: chance.id(), role, scopeKind, scopeId }],
    });
  };
  for (let index = 1; index <= 4; index += 1) appoint(`zb${two(index)}`, 'clerk', 'place', spine.street.id);
  appoint('sj01', 'auditor', 'place', spine.street.id);
  for (const sector of sectors) appoint(`pq${two(sector.sort)}`, 'sector_lead', 'sector', sector.id);
  for (const { place } of spine.communities) {
    const number = two(place.sort);
    appoint(`bl${number}`, 'street_liaison', 'place', place.id);
    for (let index = 1; index <= 3; index += 1)
      appoint(`sq${number}${index}`, 'community_cadre', 'place', place.id);
    appoint(`yw${number}`, 'medic', 'place', place.id);
    appoint(`mj${number}`, 'officer', 'place', place.id);
    for (const grid of grids.filter((one) => one.communityId === place.id)) {
      appoint(`wz${number}${two(grid.sort)}`, 'grid_head', 'grid', grid.id);
      appoint(`wg${number}${two(grid.sort)}`, 'grid_member', 'grid', grid.id);
    }
    const managed = spine.places.filter((one) => one.parentId === place.id && one.managed === true);
    for (const [index, compound] of managed.entries()) {
      appoint(`wy${number}${two(index + 1)}`, 'property', 'place', compound.id);
    }
  }
  return staff;
}
