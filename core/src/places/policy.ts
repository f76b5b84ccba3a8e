import { definePermissions, type Role, roleNames } from '../kernel/index.ts';

/** Volunteers and merchants learn of places through their tasks and orders; everybody else works with the tree. */
const staff: readonly Role[] = roleNames.filter((role) => role !== 'volunteer' && role !== 'merchant');

const office: readonly Role[] = ['admin', 'clerk'];
const keepers: readonly Role[] = [...office, 'street_liaison', 'community_cadre'];

/** Who may do what with places. A grant for a place reaches all below it; a grant for a grid, its cells. */
export const placesPolicy = definePermissions('places', {
  /** Names and counts hold nothing personal and everybody's work refers to them: the whole street. */
  read: { roles: staff, reach: 'street' },
  /** Compounds, buildings, units, sites, aliases: whoever answers for that part of the tree. */
  edit: { roles: keepers, reach: 'target' },
  /** Communities are set up, named and coded by the state: the street office alone writes that down. */
  editCommunities: { roles: office, reach: 'target' },
  /** Whoever answers for a part of the tree hands in a table; each row is then judged by `edit` where it lies. */
  importTable: { roles: keepers, reach: 'street' },
  /** Whoever draws grids decides who answers for which cells; a grid head does not choose that. */
  grids: { roles: keepers, reach: 'target' },
  /** Sectors are drawn over the whole street, for one emergency. */
  sectors: { roles: office, reach: 'target' },
  lines: { roles: office, reach: 'target' },
  /** How a door is used says something about those behind it: only inside one's own area. */
  readDwellings: {
    roles: [
      ...keepers,
      'sector_lead',
      'grid_head',
      'grid_member',
      'medic',
      'officer',
      'building_head',
      'auditor',
    ],
    reach: 'target',
  },
  /** Whoever walks the stairwell corrects the door list. */
  editDwellings: { roles: [...keepers, 'grid_head', 'grid_member'], reach: 'target' },
});
