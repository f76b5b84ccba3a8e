import { kernelProblem } from '@linli/core/kernel';
import type { NoticeOffice } from '@linli/core/notices';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';

/** How the street appears on what it publishes. */
export interface Office extends NoticeOffice {
  readonly streetName: string;
  /** Of its public links. */
  readonly prefix: string;
  readonly timeZone: string;
}

/** The national line for government services, until the office sets its own. */
const defaultHelpline = '12345';

/** With defaults where the office has set nothing. Throws `thing.unknown` for no street. */
export async function getOffice(tx: Tx, streetId: string): Promise<Office> {
  const found = await sql<Office>`
    select s.name as "streetName", s.prefix, s.time_zone as "timeZone", coalesce(o.version, 0) as version,
      coalesce(o.helpline, ${defaultHelpline}) as helpline, coalesce(o.seal_name, left(s.name, 14) || '应急公示') as "sealName"
    from street s left join notice_office o on o.street_id = s.id
    where s.id = ${streetId}`.execute(tx);
  const row = found.rows[0];
  if (!row) throw kernelProblem('thing.unknown');
  return row;
}

/** Throws `version.stale` when `was` is not what is there. */
export async function putOffice(
  tx: Tx,
  streetId: string,
  was: number,
  { helpline, sealName }: Pick<NoticeOffice, 'helpline' | 'sealName'>,
): Promise<void> {
  const done = await sql`
    insert into notice_office as o (street_id, version, helpline, seal_name)
    select ${streetId}, 1, ${helpline}, ${sealName}
    where ${was} = 0 or exists (select from notice_office where street_id = ${streetId})
    on conflict (street_id) do update set version = o.version + 1, helpline = excluded.helpline,
      seal_name = excluded.seal_name where o.version = ${was}`.execute(tx);
  if (done.numAffectedRows !== 1n) throw kernelProblem('version.stale');
}
