import { kernelProblem, may, must, uuidv7 } from '@linli/core/kernel';
import {
  decide,
  type Place,
  type PlaceKind,
  type PlacesCommand,
  type PlaceWrite,
  type Plan,
  placesPolicy,
  placesProblem,
  type TreeCommand,
  type TreeCommandName,
  type Written,
} from '@linli/core/places';
import type { AuditEntry } from '../../../platform/audit/entry.ts';
import type { Change, CommandContext, Outcome } from '../../../platform/command/command.ts';
import {
  carryOut,
  findGridsAround,
  findSameDoors,
  findSurroundings,
  freeShortCodes,
  lockTree,
} from './store.ts';

/** What a command of the tree is about, so that one action serves them all. */
interface Subject {
  /** The place that is answered with its new version. */
  readonly id: string;
  /** Places the rule looks at. */
  readonly named: readonly string[];
  /** Those it must see with everything below. */
  readonly whole?: readonly string[];
}

/** What each command of the tree names. */
const subjects: { readonly [Name in TreeCommandName]: (input: PlacesCommand<Name>) => Subject } = {
  'places.add': ({ placeId, parentId }) => ({ id: placeId, named: [parentId] }),
  'places.rename': ({ placeId }) => ({ id: placeId, named: [placeId] }),
  'places.edit': ({ placeId }) => ({ id: placeId, named: [placeId], whole: [placeId] }),
  'places.move': ({ placeId, parentId }) => ({ id: placeId, named: [placeId, parentId], whole: [placeId] }),
  'places.merge': ({ placeId, intoId }) => ({
    id: intoId,
    named: [placeId, intoId],
    whole: [placeId, intoId],
  }),
  'places.split': ({ placeId, newPlaceId }) => ({ id: newPlaceId, named: [placeId], whole: [placeId] }),
  'places.close': ({ placeId }) => ({ id: placeId, named: [placeId], whole: [placeId] }),
  'places.reopen': ({ placeId }) => ({ id: placeId, named: [placeId] }),
  'places.remove': ({ placeId }) => ({ id: placeId, named: [placeId], whole: [placeId] }),
  'places.switch-cells': ({ buildingId }) => ({ id: buildingId, named: [buildingId] }),
};

/** The action of one command: lock the tree, load what the rule must see, decide, store. */
export function treeAction<Name extends TreeCommandName>(name: Name) {
  return async (context: CommandContext, input: PlacesCommand<Name>): Promise<Outcome<Written>> => {
    const { tx, streetId, commandId, actor, house, now } = context;
    const reason = input.reason ?? null;
    const subject = subjects[name](input);
    const [{ today }, places, grids, [shortCode = '']] = await Promise.all([
      lockTree(tx, streetId, now),
      findSurroundings(tx, streetId, subject.named, subject.whole ?? []),
      findGridsAround(tx, streetId, subject.named),
      freeShortCodes(tx, streetId, house.random, 1),
    ]);
    mustKeepCommunities(context, subject, places, 'kind' in input ? input.kind : undefined);
    const newId = () => uuidv7(now, house.random);
    const command = { ...input, shortCode } as unknown as TreeCommand<Name>;
    const plan = must(decide(name, { places, grids, today, newId }, command));
    await mustNotClash(context, plan);
    const moved = await carryOut(
      tx,
      { streetId, commandId, accountId: actor.accountId, reason, today },
      plan,
    );
    mustHaveMoved(plan, moved);
    return outcomeOf(name, subject, places, plan, reason);
  };
}

/** What the state set up, only the street office changes. */
function mustKeepCommunities(
  context: CommandContext,
  subject: Subject,
  places: readonly Place[],
  added: PlaceKind | undefined,
): void {
  // Adding names the kind of the new place; every other command names the place itself first.
  const kind = added ?? places.find((place) => place.id === subject.named[0])?.kind;
  if (kind !== 'community' && kind !== 'street') return;
  const { streetId, actor } = context;
  const root = { streetId, path: [streetId], gridId: null, sectorId: null };
  if (!may(actor, placesPolicy.editCommunities, root)) throw kernelProblem('permission.missing');
}

/** Doors are many and only two commands ask for them, so the rule leaves this to the store's look. */
async function mustNotClash(context: CommandContext, plan: Plan): Promise<void> {
  for (const { from, to } of plan.dwellings.filter((move) => move.ids === null)) {
    const doors = await findSameDoors(context.tx, context.streetId, from, to);
    if (doors.length > 0) throw placesProblem('places.merge_doors', { doors: doors.join('、') });
  }
}

/** The counts of the plan hold only when every chosen dwelling was where it was said to be. */
function mustHaveMoved(plan: Plan, moved: number): void {
  const chosen = plan.dwellings.flatMap((move) => move.ids ?? []);
  if (chosen.length === 0 || moved === chosen.length) return;
  const from = plan.dwellings[0]?.from;
  const name = plan.places.find((write) => write.after.id === from)?.after.name ?? '';
  throw placesProblem('places.split_strangers', { name, count: chosen.length - moved });
}

function outcomeOf(
  name: TreeCommandName,
  subject: Subject,
  before: readonly Place[],
  plan: Plan,
  reason: string | null,
): Outcome<Written> {
  const known = before.find((place) => place.id === subject.id);
  const after = plan.places.find((write) => write.after.id === subject.id)?.after ?? known;
  if (!after) throw kernelProblem('thing.unknown');
  const grids = new Set(plan.cells.flatMap((cell) => cell.gridId ?? []));
  for (const { cellId } of plan.cells) {
    const left = before.find((place) => place.id === cellId)?.gridId;
    if (left) grids.add(left);
  }
  const made = new Set(plan.newGrids.map((grid) => grid.id));
  return {
    reply: { id: after.id, version: after.version },
    audit: [auditOf(name, known, after, plan, reason)],
    changes: [
      ...plan.places.map((write) => ({ kind: 'place', id: write.after.id, operation: operationOf(write) })),
      ...[...grids].map((id) => ({ kind: 'grid', id, operation: made.has(id) ? 'added' : 'changed' })),
    ] as Change[],
  };
}

function operationOf({ change, after }: PlaceWrite): Change['operation'] {
  if (change === 'removed') return 'removed';
  return after.version === 1 ? 'added' : 'changed';
}

function auditOf(
  name: TreeCommandName,
  before: Place | undefined,
  after: Place,
  plan: Plan,
  reason: string | null,
): AuditEntry {
  return {
    action: name,
    targetKind: 'place',
    targetId: after.id,
    reason,
    details: {
      kind: after.kind,
      name: after.name,
      ...(before && before.name !== after.name ? { was: before.name } : {}),
      places: plan.places.map(({ change, after: place }) => ({ id: place.id, change })).slice(0, 50),
      changed: plan.places.length,
      cells: plan.cells.length,
    },
  };
}
