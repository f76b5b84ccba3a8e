import { type Actor, dayOf, type ReportLevel, type Role } from '@linli/core/kernel';
import type { Answer, TestApp } from './http.ts';
import { newId } from './ids.ts';
import { type SmallStreet, smallStreet } from './places.ts';
import { authorised } from './world.ts';

/** A small street in an emergency that started today: three cells, a compound and a grid owe a report each. */
export interface Emergency extends SmallStreet {
  readonly eventId: string;
  /** The first day. */
  readonly day: string;
  readonly cells: readonly string[];
  /** Someone of the community who is not the administrator. */
  readonly cadre: Actor;
  readonly gridWorker: Actor;
  someone(role: Role, scopeKind: 'place' | 'grid' | 'sector', scopeId: string): Actor;
  item(
    level: ReportLevel,
    targetId: string,
    answers?: Record<string, unknown>,
    no?: number,
  ): Record<string, unknown>;
  file(
    items: readonly Record<string, unknown>[],
    as?: Actor,
    more?: Record<string, unknown>,
  ): Promise<Answer>;
  /** Files whatever is still due in the whole street as normal and confirms it, as the administrator. */
  settle(day?: string): Promise<void>;
  reports(path: string, as?: Actor): Promise<Answer>;
  /** Statuses by name and by id on the board. */
  board(day?: string, at?: string): Promise<{ at: string; of: Record<string, string>; rows: Row[] }>;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Row = any;

/** `begin` is called between building the street and starting the event, and answers the moment of the start. */
export async function emergency(
  app: TestApp,
  packId = 'heat',
  begin: () => number = Date.now,
): Promise<Emergency> {
  const street = await smallStreet(app);
  const { streetId, admin, does, run } = street;
  const now = begin();
  const eventId = newId();
  const rehearsal = packId.startsWith('covid');
  await does('events.activate', { eventId, packId, name: '应急', rehearsal, document: authorised });
  const day = dayOf(now);
  const cells = [street.low, ...street.units];
  const someone: Emergency['someone'] = (role, scopeKind, scopeId) =>
    app.person([{ streetId, role, scopeKind, scopeId }]);
  const reports: Emergency['reports'] = (path, as = admin) =>
    app.get(as, `/api/streets/${streetId}/reports${path}`);
  const item: Emergency['item'] = (level, targetId, answers = {}, no = 1) => ({
    ...{ entryId: newId(), level, targetId, no, answers },
  });
  return {
    ...street,
    ...{ eventId, day, cells, someone, item, reports },
    cadre: someone('community_cadre', 'place', street.community),
    gridWorker: someone('grid_member', 'grid', street.grid),
    file: (items, as = admin, more = {}) => run('reports.file', { eventId, day, items, ...more }, as),
    settle: async (on = day) => {
      const under = { kind: 'street' };
      for (const level of ['cell', 'compound', 'grid'])
        await does('reports.file-rest', { eventId, day: on, level, under });
      const seenAt = new Date(Date.now() + 400 * 86_400_000).toISOString();
      await does('reports.confirm', { eventId, day: on, under, seenAt });
    },
    board: async (on = day, at) => {
      const moment = at === undefined ? '' : `&at=${encodeURIComponent(at)}`;
      const answer = await reports(`/board?event=${eventId}&day=${on}${moment}`);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      const rows: Row[] = answer.body.rows;
      return { at: answer.body.at, rows, of: Object.fromEntries(rows.map((row) => [row.id, row.status])) };
    },
  };
}
