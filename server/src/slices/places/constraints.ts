import { placesProblem } from '@linli/core/places';
import { explainConstraints } from '../../platform/db/problem.ts';

/** What the database itself refuses, in a person's words. Where rules can see it coming, they say more. */
export function explainPlaces(): void {
  explainConstraints({
    place_pkey: () => placesProblem('places.id_taken'),
    place_name_key: () => placesProblem('places.name_taken'),
    place_code_key: () => placesProblem('places.code_taken'),
    place_cell_fkey: () => placesProblem('places.grid_chain'),
    grid_member_chain_fkey: () => placesProblem('places.grid_chain'),
    grid_member_after_key: () => placesProblem('places.grid_chain'),
    grid_member_ends_key: () => placesProblem('places.grid_chain'),
    place_alias_pkey: () => placesProblem('places.id_taken'),
    place_alias_name_key: () => placesProblem('places.alias_taken'),
    dwelling_pkey: () => placesProblem('places.id_taken'),
    dwelling_door_key: () => placesProblem('places.door_taken'),
    grid_pkey: () => placesProblem('places.id_taken'),
    grid_name_key: () => placesProblem('places.grid_name_taken'),
    sector_pkey: () => placesProblem('places.id_taken'),
    sector_name_key: () => placesProblem('places.sector_name_taken'),
    line_node_pkey: () => placesProblem('places.id_taken'),
    line_node_attached_check: () => placesProblem('places.node_attached'),
    line_node_parent_fkey: () => placesProblem('places.node_line'),
    street_pkey: () => placesProblem('places.street_exists'),
  });
}
