import { addDays, type Day, kernelProblem, statuses as names } from '@linli/core/kernel';
import { type DayList, mostDays } from '@linli/core/reports';
import { getEventOn } from '../../events/index.ts';
import { type Asked, type DayStatuses, statusesAt } from './board.ts';

type Row = DayList['rows'][number];

export interface DaysWanted {
  readonly from: Day | undefined;
  readonly to: Day | undefined;
  readonly node: string | undefined;
  readonly moment: 'cutOff' | 'now';
}

/** How many days are told when nobody says from when. */
const usualDays = 14;

/** Each day by the same function that computes the live board. Throws `thing.unknown` for a node of no day. */
export async function dayList(asked: Asked, eventId: string, wanted: DaysWanted): Promise<DayList> {
  const event = await getEventOn(asked.tx, asked.streetId, eventId, wanted.to ?? null, asked.now);
  const last = [event.day, event.today].sort()[0] ?? event.today;
  const earliest = [event.startedOn, addDays(last, 1 - mostDays)].sort()[1] ?? event.startedOn;
  const usual = [earliest, addDays(last, 1 - usualDays)].sort()[1] ?? earliest;
  const first = wanted.from === undefined ? usual : ([earliest, wanted.from].sort()[1] ?? earliest);
  const rows: Row[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const { cutOffAt } = await getEventOn(asked.tx, asked.streetId, eventId, day, asked.now);
    const moment = wanted.moment === 'cutOff' ? Math.min(cutOffAt, asked.now) : null;
    rows.push(dayRow(await statusesAt(asked, eventId, day, moment), wanted.node ?? asked.streetId));
  }
  if (rows.length > 0 && rows.every(({ status }) => status === null)) throw kernelProblem('thing.unknown');
  return { rows };
}

const none = () => Object.fromEntries(names.map((status) => [status, 0])) as Row['levels']['cell'];

function dayRow({ day, moment, nodes, statuses }: DayStatuses, node: string): Row {
  const levels: Row['levels'] = {
    ...{ cell: none(), compound: none(), grid: none(), community: none(), sector: none(), street: none() },
  };
  for (const { id, level } of nodes) {
    const found = statuses.get(id);
    if (found) levels[level][found.status] += 1;
  }
  const found = statuses.get(node);
  return {
    ...{ day, at: new Date(moment).toISOString(), levels },
    status: found?.status ?? null,
    owed: found?.reasons.owed ?? 0,
    confirmed: found?.reasons.confirmed ?? 0,
  };
}
