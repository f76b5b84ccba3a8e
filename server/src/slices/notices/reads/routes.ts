import { Id, kernelProblem } from '@linli/core/kernel';
import {
  NoticeCode,
  NoticeDayQuery,
  NoticeDays,
  NoticeDetail,
  NoticeEventQuery,
  NoticeLevelShape,
  NoticeList,
  NoticeOffice,
  NoticeReview,
  type NoticeRow,
  noticesPolicy,
  PosterJob,
  PosterJobList,
  RobotList,
  RobotMessageList,
  TakeDownList,
} from '@linli/core/notices';
import type { Endpoints } from '../../../platform/http/endpoints.ts';
import { getOffice } from '../office/store.ts';
import { findTakeDowns } from '../posting/store.ts';
import { qrTextOf } from '../printing/facts.ts';
import { findJobs, getJob, type JobRow } from '../printing/store.ts';
import { findMessages, findRobotFigures, getRobot } from '../robots/store.ts';
import { iso } from '../time.ts';
import { reviewOf } from './review.ts';
import { findByCode, findDays, findNotices, type NoticeRecord } from './store.ts';

const { read, settings } = noticesPolicy;
const mostNotices = 1_000;
const mostTakeDowns = 2_000;
const mostMessages = 200;
const jobsKeptMs = 7 * 86_400_000;

const orNull = (moment: number | null): string | null => (moment === null ? null : iso(moment));

function rowOf(notice: NoticeRecord): NoticeRow {
  const { id, prefix, serial, eventId, day, level, targetId, name, trail, status, title, sentence } = notice;
  return {
    ...{
      id,
      code: `${prefix}${notice.code}`,
      serial,
      eventId,
      day,
      level,
      targetId,
      name,
      trail: [...trail],
    },
    ...{ status, title, sentence, lastingDays: notice.lastingDays, asOf: iso(notice.asOf) },
    ...{ publishedAt: iso(notice.publishedAt), state: notice.state, endedAt: orNull(notice.endedAt) },
    ...{ endedReason: notice.endedReason, postedAt: orNull(notice.postedAt) },
    ...{ takenDownAt: orNull(notice.takenDownAt), rehearsal: notice.rehearsal },
  };
}

const jobOf = (job: JobRow) => ({ ...job, at: iso(job.at) });

export function noticesReads(endpoints: Endpoints): void {
  dayReads(endpoints);
  noticeReads(endpoints);
  officeReads(endpoints);
}

function dayReads(endpoints: Endpoints): void {
  endpoints.read({
    url: '/notices/review',
    summary: 'What to look at before the notices of a day are published',
    permission: read,
    query: NoticeDayQuery,
    reply: NoticeReview,
    read: (asked, { query }) => reviewOf(asked, query.event, query.day),
  });

  endpoints.read({
    url: '/notices/days',
    summary: 'The days of an event with what was published on each',
    permission: read,
    query: NoticeEventQuery,
    reply: NoticeDays,
    read: async ({ tx, streetId }, { query }) => ({
      rows: (await findDays(tx, streetId, query.event)).map((row) => ({
        ...row,
        computedAt: iso(row.computedAt),
        publishedAt: orNull(row.publishedAt),
      })),
    }),
  });

  endpoints.read({
    url: '/notices/take-downs',
    summary: 'Posters that must come down, and how long each took',
    permission: read,
    query: NoticeEventQuery,
    reply: TakeDownList,
    read: async ({ tx, streetId, now }, { query }) => ({
      rows: (await findTakeDowns(tx, streetId, query.event, mostTakeDowns)).map((row) => ({
        ...{ ...row, trail: [...row.trail], openedAt: iso(row.openedAt), doneAt: orNull(row.doneAt) },
        minutes: Math.max(0, Math.floor(((row.doneAt ?? now) - row.openedAt) / 60_000)),
      })),
    }),
  });
}

function noticeReads(endpoints: Endpoints): void {
  endpoints.read({
    url: '/notices',
    summary: 'The notices of a day, wholes before their parts',
    permission: read,
    query: {
      ...NoticeDayQuery,
      level: NoticeLevelShape.optional(),
      under: Id.optional(),
      after: Id.optional(),
    },
    reply: NoticeList,
    read: async ({ tx, streetId }, { query }) => {
      const { event: eventId, day, level, under: underId, after } = query;
      const wanted = { eventId, day, level, underId, after, limit: mostNotices + 1 };
      const rows = await findNotices(tx, streetId, wanted);
      return { rows: rows.slice(0, mostNotices).map(rowOf), more: rows.length > mostNotices };
    },
  });

  endpoints.read({
    url: '/notices/codes/:code',
    summary: 'The notice a poster’s code stands for',
    permission: read,
    params: { code: NoticeCode },
    reply: NoticeDetail,
    read: async ({ tx, house, streetId }, { params }) => {
      const notice = await findByCode(tx, streetId, params.code);
      if (!notice) throw kernelProblem('thing.unknown');
      return { ...rowOf(notice), publicPath: `/n/${params.code}`, qrText: qrTextOf(notice, house.config) };
    },
  });

  endpoints.read({
    url: '/notices/poster-jobs',
    summary: 'Posters ordered in the last seven days, newest first',
    permission: read,
    reply: PosterJobList,
    read: async ({ tx, streetId, now }) => ({
      rows: (await findJobs(tx, streetId, now - jobsKeptMs)).map(jobOf),
    }),
  });

  endpoints.read({
    url: '/notices/poster-jobs/:job',
    summary: 'How far an order of posters has come',
    permission: read,
    params: { job: Id },
    reply: PosterJob,
    read: async ({ tx, streetId }, { params }) => jobOf(await getJob(tx, streetId, params.job)),
  });
}

function officeReads(endpoints: Endpoints): void {
  endpoints.read({
    url: '/notices/office',
    summary: 'How the office appears on what it publishes',
    permission: read,
    reply: NoticeOffice,
    read: async ({ tx, streetId }) => {
      const { version, helpline, sealName } = await getOffice(tx, streetId);
      return { version, helpline, sealName };
    },
  });

  endpoints.read({
    url: '/notices/robots',
    summary: 'Group robots and what waits to be sent',
    permission: settings,
    reply: RobotList,
    read: async ({ tx, streetId }) => ({
      rows: (await findRobotFigures(tx, streetId)).map((row) => ({
        ...row,
        lastSentAt: orNull(row.lastSentAt),
      })),
    }),
  });

  endpoints.read({
    url: '/notices/robots/:robot/messages',
    summary: 'The messages of a robot, newest first',
    permission: settings,
    params: { robot: Id },
    reply: RobotMessageList,
    read: async ({ tx, streetId }, { params }) => {
      await getRobot(tx, streetId, params.robot);
      const rows = await findMessages(tx, streetId, params.robot, mostMessages);
      return {
        rows: rows.map((row) => ({ ...row, queuedAt: iso(row.queuedAt), sentAt: orNull(row.sentAt) })),
      };
    },
  });
}
