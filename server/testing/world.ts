import type { Actor } from '@linli/core/kernel';
import { newId, type TestApp } from './http.ts';

/** One community with one of everything below it. */
export interface Corner {
  readonly community: string;
  readonly compound: string;
  readonly building: string;
  readonly grid: string;
  readonly dwelling: string;
  readonly alias: string;
}

export interface World {
  readonly streetId: string;
  readonly admin: Actor;
  readonly inside: Corner;
  readonly outside: Corner;
  readonly sector: string;
  readonly node: string;
  /** An active event whose reports are due since today. */
  readonly event: string;
}

/** The document an emergency starts or ends by. */
export const authorised = {
  authority: '区应急指挥部',
  number: '演练〔2026〕1号',
  title: '关于启动应急响应的通知',
  issuedOn: '2026-11-01',
};

/** A street with two communities alike, made through the product's own commands. */
export async function buildWorld(app: TestApp, name: string): Promise<World> {
  const { streetId, admin } = await app.street(name);
  const run = async (command: string, input: Record<string, unknown>) => {
    const answer = await app.command(admin, streetId, command, input);
    if (answer.status !== 200) throw new Error(`${command}: ${JSON.stringify(answer.body)}`);
  };
  const corner = async (name: string): Promise<Corner> => {
    const made: Corner = {
      community: newId(),
      compound: newId(),
      building: newId(),
      grid: newId(),
      dwelling: newId(),
      alias: newId(),
    };
    await run('places.add', { placeId: made.community, parentId: streetId, kind: 'community', name });
    await run('places.add-grid', { gridId: made.grid, communityId: made.community, name: '第1网格' });
    await run('places.add', {
      placeId: made.compound,
      parentId: made.community,
      kind: 'compound',
      name: `${name}小区`,
    });
    await run('places.add', {
      placeId: made.building,
      parentId: made.compound,
      kind: 'building',
      name: '1号楼',
      floors: 6,
    });
    await run('places.add-dwellings', {
      placeId: made.building,
      dwellings: [{ dwellingId: made.dwelling, floor: 1, door: '101' }],
    });
    await run('places.add-alias', { aliasId: made.alias, placeId: made.building, name: '老一号楼' });
    return made;
  };
  const inside = await corner('甲社区');
  const outside = await corner('乙社区');
  const [sector, node] = [newId(), newId()];
  await run('places.add-sector', { sectorId: sector, name: '第一片区' });
  await run('places.add-node', {
    nodeId: node,
    line: 'party',
    parentId: null,
    type: 'party_work',
    name: '街道党工委',
  });
  const event = newId();
  await run('events.activate', {
    eventId: event,
    packId: 'heat',
    name: '高温应对',
    rehearsal: false,
    document: authorised,
  });
  return { streetId, admin, inside, outside, sector, node, event };
}
