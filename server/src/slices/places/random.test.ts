import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId, type TestApp, testApp } from '../../../testing/http.ts';
import { type SmallStreet, smallStreet } from '../../../testing/places.ts';

let app: TestApp;
let at: SmallStreet;
let owner: pg.Client;
beforeAll(async () => {
  app = await testApp();
  at = await smallStreet(app);
  owner = new pg.Client(app.ownerUrl);
  await owner.connect();
  await owner.query(
    `set linli.streets = '${at.streetId}'; set search_path = linli; set time zone 'Asia/Shanghai'`,
  );
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

interface Row {
  readonly id: string;
  readonly parentId: string | null;
  readonly kind: string;
  readonly isCell: boolean;
  readonly version: number;
}
interface Grid {
  readonly id: string;
  readonly version: number;
}
type Made = readonly [name: string, input: Record<string, unknown>] | null;

const step = fc.record({ verb: fc.nat(999), one: fc.nat(9_999), other: fc.nat(9_999), yes: fc.boolean() });
type Step = { verb: number; one: number; other: number; yes: boolean };

function pick<T>(list: readonly T[], number: number): T | undefined {
  return list[number % Math.max(1, list.length)];
}

const childKinds: Readonly<Record<string, readonly string[]>> = {
  street: ['community', 'site'],
  community: ['compound', 'compound', 'site'],
  compound: ['building', 'building', 'building', 'site'],
  building: ['unit'],
};

/** Commands that make sense for what is there; the rules may still refuse them. */
const makers: ((rows: readonly Row[], grids: readonly Grid[], step: Step) => Made)[] = [
  add,
  add,
  add,
  (rows, _grids, { one, other, yes }) => {
    const place = pick(rows, one);
    const dwellings = [1, 2].map((no) => ({
      dwellingId: newId(),
      floor: no,
      door: `${yes ? '' : '东'}${other % 99}-${no}`,
    }));
    return place ? ['places.add-dwellings', { placeId: place.id, dwellings }] : null;
  },
  (rows, grids, { one, other, yes }) => {
    const [place, parent] = [pick(rows, one), pick(rows, other)];
    if (!place || !parent) return null;
    const gridId = yes ? pick(grids, other)?.id : undefined;
    return ['places.move', { placeId: place.id, version: place.version, parentId: parent.id, gridId }];
  },
  (rows, grids, { one, other, yes }) => {
    const place = pick(rows, one);
    const into = pick(
      rows.filter((row) => row.kind === place?.kind && row !== place),
      other,
    );
    if (!place || !into) return null;
    const versions = { version: place.version, intoVersion: into.version };
    const gridId = yes ? pick(grids, one)?.id : undefined;
    return ['places.merge', { placeId: place.id, intoId: into.id, ...versions, gridId, reason: '试' }];
  },
  (rows, _grids, { one, other }) => {
    const place = pick(rows, one);
    const childIds = rows.filter((row) => row.parentId === place?.id).map((row) => row.id);
    const split = { newPlaceId: newId(), name: `拆出${other}`, childIds: childIds.slice(0, 1), reason: '试' };
    return place ? ['places.split', { placeId: place.id, version: place.version, ...split }] : null;
  },
  (rows, _grids, { one, other }) => {
    const place = pick(rows, one);
    const close = { includeBelow: other % 4 === 0, reason: '试' };
    return place ? ['places.close', { placeId: place.id, version: place.version, ...close }] : null;
  },
  (rows, _grids, { one }) => {
    const place = pick(rows, one);
    return place ? ['places.remove', { placeId: place.id, version: place.version }] : null;
  },
  (rows, grids, { one, other, yes }) => {
    const building = pick(
      rows.filter((row) => row.kind === 'building'),
      one,
    );
    if (!building) return null;
    const input = { buildingId: building.id, version: building.version, gridId: pick(grids, other)?.id };
    return ['places.switch-cells', { ...input, reportsAs: yes ? 'unit' : 'building' }];
  },
  (rows, _grids, { one, other }) => {
    const community = pick(
      rows.filter((row) => row.kind === 'community'),
      one,
    );
    return community
      ? ['places.add-grid', { gridId: newId(), communityId: community.id, name: `网格${other}` }]
      : null;
  },
  (rows, grids, { one, other, yes }) => {
    const cells = rows.filter((row) => row.isCell);
    const [cell, grid] = [pick(cells, one), pick(grids, other)];
    if (!cell || !grid) return null;
    const from = new Date(Date.now() + (yes ? 4 : 1) * 86_400_000).toISOString().slice(0, 10);
    return ['places.assign-cells', { gridId: grid.id, cellIds: [cell.id], ...(other % 3 ? {} : { from }) }];
  },
  (_rows, grids, { one }) => {
    const grid = pick(grids, one);
    return grid ? ['places.close-grid', { gridId: grid.id, version: grid.version, reason: '试' }] : null;
  },
];

function add(rows: readonly Row[], grids: readonly Grid[], { one, other, yes }: Step): Made {
  const parent = pick(
    rows.filter((row) => row.kind in childKinds),
    one,
  );
  const kind = parent && pick(childKinds[parent.kind] ?? [], other);
  if (!parent || !kind) return null;
  const fields = kind === 'building' ? { floors: yes ? 6 : 18 } : {};
  const gridId = yes && (kind === 'building' || kind === 'unit') ? pick(grids, other)?.id : undefined;
  return [
    'places.add',
    { placeId: newId(), parentId: parent.id, kind, name: `${kind}${other}`, gridId, ...fields },
  ];
}

/** Each names a thing that must never be; none may have a row. */
const wrongs: Readonly<Record<string, string>> = {
  'a path that is not the way down from the street': `
    with recursive down as (
      select id, array[id] as path from place where parent_id is null
      union all select p.id, d.path || p.id from place p join down d on p.parent_id = d.id
    ) select p.id from place p left join down d on d.id = p.id where p.path is distinct from d.path`,
  'an open place under a closed one': `
    select p.id from place p join place a on a.id = p.parent_id where p.closed_on is null and a.closed_on is not null`,
  'a cell that is none, or a place that should be a cell': `
    select p.id from place p left join place b on b.id = p.parent_id
    where p.is_cell is distinct from (p.closed_on is null and case p.kind
      when 'building' then p.reports_as = 'building' or not exists (
        select from place u where u.parent_id = p.id and u.closed_on is null)
      when 'unit' then b.reports_as = 'unit' else false end)`,
  'a count that is wrong': `
    select p.id from place p
    where p.dwellings <> (select count(*) from dwelling d where d.place_id = p.id and d.closed_on is null)`,
  'a dwelling outside all cells': `
    select d.id from dwelling d join place p on p.id = d.place_id left join place b on b.id = p.building_id
    where d.closed_on is null and not p.is_cell and not b.is_cell`,
  'a day on which a cell is in no grid or in two': `
    select m.cell_id from (select cell_id, min(starts) as first from grid_member group by cell_id) m
    cross join lateral generate_series(m.first, current_date + 10, '1 day') as d (day)
    join place p on p.id = m.cell_id
    where (select count(*) from grid_member g where g.cell_id = m.cell_id and g.starts <= d.day and g.ends > d.day) <> 1`,
  'a cell without a grid today or at last': `
    select p.id from place p where p.is_cell and 2 <> (
      select count(*) filter (where m.starts <= current_date and m.ends > current_date)
        + count(*) filter (where m.ends = 'infinity')
      from grid_member m where m.cell_id = p.id and m.grid_id is not null)`,
  'a cell in a grid of another community, or in a closed one': `
    select p.id from place p join grid_member m on m.cell_id = p.id and m.ends > current_date
    join grid g on g.id = m.grid_id
    where p.is_cell and (g.community_id <> p.community_id or g.closed_on is not null)`,
  'an open grid of a closed community': `
    select g.id from grid g join place p on p.id = g.community_id where g.closed_on is null and p.closed_on is not null`,
  'a version without its history': `
    select p.id from place p left join place_history h on h.place_id = p.id and h.version = p.version
    where h.after is null or (h.after ->> 'name', (h.after ->> 'parentId')::uuid, (h.after ->> 'isCell')::boolean)
      is distinct from (p.name, p.parent_id, p.is_cell)`,
};

/** As if it had all been done so many days earlier; many, so that no period meets another on the way. */
async function letDaysPass(days: number): Promise<void> {
  const shift = (column: string) => `${column} = ${column} - ${days}`;
  await owner.query('begin');
  await owner.query(`update grid_member set ${shift('starts')}, ${shift('after_end')},
    ends = case when ends = 'infinity' then ends else ends - ${days} end`);
  for (const table of ['place', 'grid', 'dwelling']) {
    const opened = table === 'dwelling' ? '' : `${shift('opened_on')}, `;
    await owner.query(`update ${table} set ${opened}${shift('closed_on')}`);
  }
  await owner.query('commit');
}

async function expectNothingWrong(): Promise<void> {
  for (const [what, query] of Object.entries(wrongs))
    expect((await owner.query(query)).rows, what).toEqual([]);
}

it('any sequence of commands leaves the stored tree whole', async () => {
  const done = new Set<string>();
  const steps = fc.sample(step, { numRuns: 260, seed: 20_261 });
  for (const [no, one] of steps.entries()) {
    const { rows } = await at.sees('/tree?depth=5');
    const { rows: grids } = await at.sees('/grids');
    const made = pick(makers, one.verb)?.(rows, grids, one);
    if (!made) continue;
    const answer = await at.run(...made);
    expect([200, 409], JSON.stringify(answer.body)).toContain(answer.status);
    if (answer.status === 200) done.add(made[0]);
    if (no % 65 === 64) {
      await expectNothingWrong();
      await letDaysPass(400);
      await expectNothingWrong();
    }
  }
  await expectNothingWrong();
  // Every command had its part in it.
  expect([...done].sort()).toEqual([
    'places.add',
    'places.add-dwellings',
    'places.add-grid',
    'places.assign-cells',
    'places.close',
    'places.close-grid',
    'places.merge',
    'places.move',
    'places.remove',
    'places.split',
    'places.switch-cells',
  ]);
});
