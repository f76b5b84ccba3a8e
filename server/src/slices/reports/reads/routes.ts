import { DayShape, Id, Moment, reportLevels } from '@linli/core/kernel';
import {
  Board,
  DayList,
  Duties,
  Explanation,
  FindingList,
  mostRows,
  ReportDetail,
  ReportLevelShape,
  reportsPolicy,
  StateShape,
  Today,
  UnderText,
  underOf,
} from '@linli/core/reports';
import { z } from 'zod';
import type { Endpoints } from '../../../platform/http/endpoints.ts';
import { getEventOn } from '../../events/index.ts';
import { findReportersUnder } from '../../places/index.ts';
import { targetRef } from '../day.ts';
import { findFindings } from '../findings/store.ts';
import { boardOf, statusesAt } from './board.ts';
import { dayList } from './days.ts';
import { reportDetail } from './detail.ts';
import { dutiesOf } from './duties.ts';
import { explanationOf } from './explain.ts';
import { findingRows } from './findings.ts';
import { todayOf } from './today.ts';

const momentOf = (text: string | undefined): number | null => (text === undefined ? null : Date.parse(text));

/** How the street stands: every level, no person. */
export function boardReads(endpoints: Endpoints): void {
  endpoints.read({
    url: '/reports/board',
    summary: 'The status of every place on a day, as known at a moment',
    permission: reportsPolicy.readBoard,
    query: { event: Id, day: DayShape, at: Moment.optional() },
    reply: Board,
    read: async (asked, { query }) =>
      boardOf(await statusesAt(asked, query.event, query.day, momentOf(query.at))),
  });

  endpoints.read({
    url: '/reports/explain',
    summary: 'Why a place has its status, in a sentence',
    permission: reportsPolicy.readBoard,
    query: { event: Id, day: DayShape, node: Id, at: Moment.optional() },
    reply: Explanation,
    read: async (asked, { query }) =>
      explanationOf(await statusesAt(asked, query.event, query.day, momentOf(query.at)), query.node),
  });

  endpoints.read({
    url: '/reports/days',
    summary: 'The statuses of past days, at their cut-off or as known now',
    permission: reportsPolicy.readBoard,
    query: {
      event: Id,
      from: DayShape.optional(),
      to: DayShape.optional(),
      node: Id.optional(),
      moment: z.enum(['cutOff', 'now']).default('cutOff'),
    },
    reply: DayList,
    read: (asked, { query: { event, from, to, node, moment } }) =>
      dayList(asked, event, { from, to, node, moment }),
  });

  endpoints.read({
    url: '/reports/today',
    summary: 'Who still owes, and what changed',
    permission: reportsPolicy.readBoard,
    query: { event: Id, day: DayShape, since: Moment.optional() },
    reply: Today,
    read: async (asked, { query }) =>
      todayOf(asked, await statusesAt(asked, query.event, query.day), momentOf(query.since) ?? 0),
  });
}

/** What was reported: only inside one's own area. */
export function reportReads(endpoints: Endpoints): void {
  endpoints.read({
    url: '/reports/duties',
    summary: 'The reports owed under a place or set, with what their forms start with',
    permission: reportsPolicy.read,
    query: {
      event: Id,
      day: DayShape,
      under: UnderText,
      level: ReportLevelShape.optional(),
      state: StateShape.optional(),
    },
    target: (_params, { under }) => underOf(under),
    reply: Duties,
    read: (asked, { query: { event, day, under, level, state } }) =>
      dutiesOf(asked, event, { day, under: underOf(under), level, state }),
  });

  endpoints.read({
    url: '/reports/findings',
    summary: 'The findings of an event, newest first',
    permission: reportsPolicy.read,
    query: {
      event: Id,
      state: z.enum(['open', 'closed', 'all']).default('open'),
      under: UnderText.default('street'),
    },
    target: (_params, { under }) => underOf(under),
    reply: FindingList,
    read: async (asked, { query }) => {
      const { tx, streetId, now } = asked;
      const under = underOf(query.under);
      const event = await getEventOn(tx, streetId, query.event, null, now);
      const wanted = { state: query.state, limit: mostRows + 1 };
      const [found, below] = await Promise.all([
        findFindings(tx, streetId, event.id, wanted),
        under.kind === 'street' ? null : findReportersUnder(tx, streetId, event.today, reportLevels, under),
      ]);
      const inside = below && new Set([...below.map(({ id }) => id), 'id' in under ? under.id : '']);
      const rows = found.filter(({ targetId }) => !inside || inside.has(targetId));
      return {
        rows: await findingRows(asked, event, rows.slice(0, mostRows)),
        more: found.length > mostRows,
      };
    },
  });

  endpoints.read({
    url: '/reports/:level/:target',
    summary: 'One report with its form and its history',
    permission: reportsPolicy.read,
    params: { level: ReportLevelShape, target: Id },
    query: { event: Id, day: DayShape },
    target: ({ level, target: targetId }) => targetRef({ level, targetId }),
    reply: ReportDetail,
    read: (asked, { params, query }) =>
      reportDetail(asked, query.event, query.day, params.level, params.target),
  });
}
