import type { Permission } from '@linli/core/kernel';
import {
  type PlacesCommand,
  type PlacesCommandName,
  placesCommands,
  placesPolicy,
  Written,
} from '@linli/core/places';
import type { ZodType } from 'zod';
import type { CommandContext, Outcome } from '../../platform/command/command.ts';
import type { TargetRef } from '../../platform/house.ts';
import type { Endpoints } from '../../platform/http/endpoints.ts';
import { addAlias, removeAlias } from './aliases/actions.ts';
import { addDwellings, editDwelling, endDwelling } from './dwellings/actions.ts';
import { addGrid, assignCells, closeGrid, renameGrid } from './grids/actions.ts';
import { addNode, closeNode, editNode, moveNode } from './lines/actions.ts';
import { addSector, assignCompounds, closeSector, renameSector } from './sectors/actions.ts';
import { treeAction } from './tree/actions.ts';

const { edit, editDwellings, grids, sectors, lines } = placesPolicy;
const place = (id: string): TargetRef => ({ kind: 'place', id });
const grid = (id: string): TargetRef => ({ kind: 'grid', id });
/** A grid chosen beside a place must be within reach as well. */
const chosen = (id: string | undefined): TargetRef[] => (id === undefined ? [] : [grid(id)]);
const street = (): TargetRef[] => [{ kind: 'street' }];

/** The commands: who may, over what, and what then happens. */
export function placesWrites(endpoints: Endpoints): void {
  function on<Name extends PlacesCommandName>(
    name: Name,
    summary: string,
    permission: Permission,
    targets: (input: PlacesCommand<Name>) => TargetRef[],
    run: (context: CommandContext, input: PlacesCommand<Name>) => Promise<Outcome<Written>>,
  ): void {
    // The table's entry of this very name; the compiler does not follow that through the index.
    const input = placesCommands[name] as unknown as ZodType<PlacesCommand<Name>>;
    endpoints.command({ name, summary, permission, input, reply: Written, targets, run });
  }

  on(
    'places.add',
    'Adds a place under another',
    edit,
    (c) => [place(c.parentId), ...chosen(c.gridId)],
    treeAction('places.add'),
  );
  on(
    'places.rename',
    'Renames a place; the old name stays findable',
    edit,
    (c) => [place(c.placeId)],
    treeAction('places.rename'),
  );
  on(
    'places.edit',
    'Changes the facts of a place',
    edit,
    (c) => [place(c.placeId)],
    treeAction('places.edit'),
  );
  on(
    'places.move',
    'Hangs a place with all below it under another parent',
    edit,
    (c) => [place(c.placeId), place(c.parentId), ...chosen(c.gridId)],
    treeAction('places.move'),
  );
  on(
    'places.merge',
    'Merges a place into another of its kind',
    edit,
    (c) => [place(c.placeId), place(c.intoId), ...chosen(c.gridId)],
    treeAction('places.merge'),
  );
  on(
    'places.split',
    'Splits a new place off from one',
    edit,
    (c) => [place(c.placeId), ...chosen(c.gridId)],
    treeAction('places.split'),
  );
  on('places.close', 'Closes a place', edit, (c) => [place(c.placeId)], treeAction('places.close'));
  on(
    'places.reopen',
    'Reopens a closed place',
    edit,
    (c) => [place(c.placeId), ...chosen(c.gridId)],
    treeAction('places.reopen'),
  );
  on(
    'places.remove',
    'Takes back a place added by mistake today',
    edit,
    (c) => [place(c.placeId)],
    treeAction('places.remove'),
  );
  on(
    'places.switch-cells',
    'Switches a building between reporting as a whole and unit by unit',
    edit,
    (c) => [place(c.buildingId), ...chosen(c.gridId)],
    treeAction('places.switch-cells'),
  );
  on('places.add-alias', 'Gives a place another name', edit, (c) => [place(c.placeId)], addAlias);
  on('places.remove-alias', 'Takes another name from a place', edit, (c) => [place(c.placeId)], removeAlias);

  on(
    'places.add-dwellings',
    'Adds dwellings to a unit or building',
    editDwellings,
    (c) => [place(c.placeId)],
    addDwellings,
  );
  on('places.edit-dwelling', 'Corrects a dwelling', editDwellings, (c) => [place(c.placeId)], editDwelling);
  on('places.close-dwelling', 'Closes a dwelling', editDwellings, (c) => [place(c.placeId)], endDwelling);

  on('places.add-grid', 'Draws a new grid in a community', grids, (c) => [place(c.communityId)], addGrid);
  on('places.rename-grid', 'Renames a grid', grids, (c) => [grid(c.gridId)], renameGrid);
  on(
    'places.assign-cells',
    'Puts cells into a grid from a day on',
    grids,
    (c) => [grid(c.gridId)],
    assignCells,
  );
  on('places.close-grid', 'Closes a grid that holds no cells', grids, (c) => [grid(c.gridId)], closeGrid);

  on('places.add-sector', 'Draws a new sector', sectors, street, addSector);
  on('places.rename-sector', 'Renames a sector', sectors, street, renameSector);
  on(
    'places.assign-compounds',
    'Puts compounds into a sector, or out of all, from a day on',
    sectors,
    street,
    assignCompounds,
  );
  on('places.close-sector', 'Closes a sector that holds no compounds', sectors, street, closeSector);

  on('places.add-node', 'Adds an organisation to a line', lines, street, addNode);
  on('places.edit-node', 'Changes an organisation of a line', lines, street, editNode);
  on('places.move-node', 'Hangs an organisation under another of its line', lines, street, moveNode);
  on('places.close-node', 'Closes an organisation of a line', lines, street, closeNode);
}
