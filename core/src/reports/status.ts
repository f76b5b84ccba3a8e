import { type Status, type StatusLevel, worse } from '../kernel/index.ts';
import type { ReportState } from './fold.ts';

/**
 * What an open finding does to the place it was found in: `attention`, something is the matter; `pending`, something
 * is not known; `none`, it is worked on and does not change the status.
 */
export type FindingEffect = 'attention' | 'pending' | 'none';

/** A place or a set, with the wholes it is directly part of: a cell of its compound and its grid, and so on up. */
export interface StatusNode {
  readonly id: string;
  readonly level: StatusLevel;
  readonly wholes: readonly string[];
  /** Whether it owes a report of its own under the event's parameters. */
  readonly owes: boolean;
}

export interface FindingFact {
  readonly targetId: string;
  readonly effect: FindingEffect;
}

/** Why a status is what it is: ids of the reporters concerned, in the whole and all its parts. */
export interface StatusReasons {
  /** How many reports are owed here and below. */
  readonly owed: number;
  readonly confirmed: number;
  readonly missing: readonly string[];
  readonly unconfirmed: readonly string[];
  readonly returned: readonly string[];
  /** Places with open findings that make it attention, and those that make it pending. */
  readonly attention: readonly string[];
  readonly unclear: readonly string[];
}

export interface NodeStatus {
  readonly status: Status;
  readonly reasons: StatusReasons;
}

const lists = ['missing', 'unconfirmed', 'returned', 'attention', 'unclear'] as const;
type Lists = (typeof lists)[number];
type Tally = { status: Status; owed: number; confirmed: number } & Record<Lists, string[]>;

/** Shared by all tallies that have nothing to name: of thousands of cells most never do. */
const nobody: string[] = [];

function name(tally: Tally, list: Lists, id: string): void {
  if (tally[list] === nobody) tally[list] = [id];
  else tally[list].push(id);
}

function emptyTally(): Tally {
  return {
    status: 'clear',
    owed: 0,
    confirmed: 0,
    missing: nobody,
    unconfirmed: nobody,
    returned: nobody,
    attention: nobody,
    unclear: nobody,
  };
}

/**
 * The status of every node, from the day's reports and the open findings. Pure, and the same on the server and in the
 * browser. Missing never means clear: a whole in which nobody owes a report is `pending`. A whole is never better than
 * its worst part. The order of the input never matters.
 *
 * Time and memory grow with nodes × depth; 20,000 cells take some tens of milliseconds.
 */
export function computeStatuses(
  nodes: readonly StatusNode[],
  states: ReadonlyMap<string, ReportState>,
  findings: readonly FindingFact[],
): Map<string, NodeStatus> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const tallies = new Map(nodes.map((node) => [node.id, emptyTally()]));
  const upward = wholesOf(byId);
  const tell = (id: string, note: (tally: Tally) => void) => {
    for (const above of upward(id)) {
      const tally = tallies.get(above);
      if (tally) note(tally);
    }
  };
  for (const node of nodes)
    if (node.owes) tell(node.id, (tally) => noteReport(tally, node.id, states.get(node.id) ?? 'due'));
  const effects = worstEffects(findings);
  for (const [id, effect] of effects) tell(id, (tally) => noteFinding(tally, id, effect));
  return new Map([...tallies].map(([id, tally]) => [id, finished(tally)]));
}

/** The node itself and every whole it is part of, each once. */
function wholesOf(byId: ReadonlyMap<string, StatusNode>): (id: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  const find = (id: string): readonly string[] => {
    const found = known.get(id);
    if (found) return found;
    const list = [id];
    for (const whole of byId.get(id)?.wholes ?? [])
      for (const above of find(whole)) if (!list.includes(above)) list.push(above);
    known.set(id, list);
    return list;
  };
  return find;
}

function noteReport(tally: Tally, id: string, state: ReportState): void {
  tally.owed += 1;
  if (state === 'confirmed') {
    tally.confirmed += 1;
    return;
  }
  tally.status = worse(tally.status, 'pending');
  if (state === 'due') name(tally, 'missing', id);
  else if (state === 'filed') name(tally, 'unconfirmed', id);
  else name(tally, 'returned', id);
}

function noteFinding(tally: Tally, id: string, effect: 'attention' | 'pending'): void {
  tally.status = worse(tally.status, effect);
  name(tally, effect === 'attention' ? 'attention' : 'unclear', id);
}

/** One place is named once, by the worst of its findings. */
function worstEffects(findings: readonly FindingFact[]): Map<string, 'attention' | 'pending'> {
  const effects = new Map<string, 'attention' | 'pending'>();
  for (const { targetId, effect } of findings) {
    if (effect !== 'none' && effects.get(targetId) !== 'attention') effects.set(targetId, effect);
  }
  return effects;
}

function finished(tally: Tally): NodeStatus {
  const { status, ...reasons } = tally;
  for (const list of lists) if (reasons[list] !== nobody) reasons[list].sort();
  return { status: tally.owed === 0 ? worse(status, 'pending') : status, reasons };
}

/** One day of a place's past: what was said of it at that day's cut-off. */
export interface DayStatus {
  readonly day: string;
  readonly status: Status;
}

/** How many days in a row, ending with the last one given, were clear. `days` without gaps, oldest first. */
export function clearDays(days: readonly DayStatus[]): number {
  let count = 0;
  for (const { status } of days.toReversed()) {
    if (status !== 'clear') return count;
    count += 1;
  }
  return count;
}
