import type { Actor } from '@linli/core/kernel';
import { expect } from 'vitest';
import type { Answer, TestApp } from './http.ts';
import { newId } from './ids.ts';

/** A street with two communities; the first has one compound with a low building and a high one of two units. */
export interface SmallStreet {
  readonly streetId: string;
  readonly admin: Actor;
  readonly community: string;
  readonly other: string;
  readonly compound: string;
  readonly low: string;
  readonly high: string;
  readonly units: readonly [string, string];
  /** The grid all three cells are in. */
  readonly grid: string;
  run(name: string, input: Record<string, unknown>, as?: Actor): Promise<Answer>;
  /** Runs a command that must succeed; answers its reply. */
  does(name: string, input: Record<string, unknown>, as?: Actor): Promise<Answer['body']>;
  read(path: string, as?: Actor): Promise<Answer>;
  sees(path: string, as?: Actor): Promise<Answer['body']>;
  versionOf(id: string): Promise<number>;
}

export async function smallStreet(app: TestApp): Promise<SmallStreet> {
  const { streetId, admin } = await app.street();
  const run = (name: string, input: Record<string, unknown>, as: Actor = admin) =>
    app.command(as, streetId, name, input);
  const read = (path: string, as: Actor = admin) => app.get(as, `/api/streets/${streetId}/places${path}`);
  const done = (answer: Answer) => {
    expect(answer.body).toEqual(expect.not.objectContaining({ code: expect.stringContaining('.') }));
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const does: SmallStreet['does'] = async (...given) => done(await run(...given));
  const sees: SmallStreet['sees'] = async (...given) => done(await read(...given));
  const add = async (parentId: string, kind: string, name: string, fields: Record<string, unknown> = {}) => {
    const { id } = await does('places.add', { placeId: newId(), parentId, kind, name, ...fields });
    return id as string;
  };
  const community = await add(streetId, 'community', '迎春社区');
  const other = await add(streetId, 'community', '太行路社区');
  const compound = await add(community, 'compound', '机车宿舍');
  const low = await add(compound, 'building', '1号楼', { floors: 6 });
  const high = await add(compound, 'building', '2号楼', { floors: 18 });
  const units = [await add(high, 'unit', '1单元'), await add(high, 'unit', '2单元')] as const;
  const { rows } = await sees(`/grids?community=${community}`);
  const versionOf = async (id: string) => (await sees(`/${id}`)).version;
  return {
    ...{ streetId, admin, community, other, compound, low, high, units, grid: rows[0].id },
    ...{ run, does, read, sees, versionOf },
  };
}
