import type { Day } from '@linli/core/kernel';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../../platform/db/tx.ts';

/** What is in which set: a cell in a grid, a compound in a sector. */
export interface Membership {
  readonly memberId: string;
  readonly setId: string | null;
}

interface Chain {
  readonly table: RawBuilder<unknown>;
  readonly member: RawBuilder<unknown>;
  readonly set: RawBuilder<unknown>;
}

export const gridChain: Chain = { table: sql`grid_member`, member: sql`cell_id`, set: sql`grid_id` };
export const sectorChain: Chain = {
  table: sql`sector_member`,
  member: sql`compound_id`,
  set: sql`sector_id`,
};

/**
 * From that day on, each member is in that set and nothing else is dated. The period that held is cut and a new one
 * follows it, so the chain that the database demands stays unbroken. `day` must not lie before a chain's first day.
 */
export async function setMemberships(
  tx: Tx,
  streetId: string,
  chain: Chain,
  day: Day,
  rows: readonly Membership[],
): Promise<void> {
  if (rows.length === 0) return;
  const { table, member, set } = chain;
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w ("memberId" uuid, "setId" uuid)`;
  await Promise.all([
    // A statement of its own: two periods must not share their end even for a moment.
    sql`delete from ${table} m using ${wanted}
      where m.street_id = ${streetId} and m.${member} = w."memberId" and m.starts > ${day}`.execute(tx),
    sql`
      with wanted as (select * from ${wanted}), replaced as (
        update ${table} m set ${set} = w."setId", ends = 'infinity' from wanted w
        where m.street_id = ${streetId} and m.${member} = w."memberId" and m.starts = ${day}
        returning m.${member} as id
      ), cut as (
        update ${table} m set ends = ${day} from wanted w
        where m.street_id = ${streetId} and m.${member} = w."memberId" and m.starts < ${day} and m.ends > ${day}
        returning m.${member} as id
      )
      insert into ${table} (street_id, ${member}, starts, after_end, ${set})
      select ${streetId}, w."memberId", ${day}, case when c.id is not null then ${day}::date end, w."setId"
      from wanted w left join cut c on c.id = w."memberId"
      where not exists (select from replaced r where r.id = w."memberId")`.execute(tx),
  ]);
}
