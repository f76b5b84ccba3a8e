import { readdirSync, readFileSync } from 'node:fs';
import excel from 'exceljs';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId, type TestApp, testApp } from '../../../../testing/http.ts';
import { type SmallStreet, smallStreet } from '../../../../testing/places.ts';
import { type Upload, upload } from '../../../../testing/upload.ts';

let app: TestApp;
let at: SmallStreet;
let owner: pg.Client;
beforeAll(async () => {
  app = await testApp();
  owner = new pg.Client(app.ownerUrl);
  await owner.connect();
});
beforeEach(async () => {
  at = await smallStreet(app);
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

type Where = Pick<SmallStreet, 'streetId' | 'admin'>;

function send(
  content: string | Uint8Array,
  more: Partial<Upload> & { as?: Where['admin']; to?: Where } = {},
) {
  const { as, to = at, ...part } = more;
  const given = { fields: { commandId: newId() }, name: '楼栋.csv', content, ...part };
  return upload(app, as ?? to.admin, `/api/streets/${to.streetId}/imports/places`, given);
}

const read = (path: string, where: Where = at) =>
  app.get(where.admin, `/api/streets/${where.streetId}/imports/places${path}`);
const commit = (importId: string, where: Where = at, as = where.admin) =>
  app.command(as, where.streetId, 'places.commit-import', { importId });
const undo = (importId: string, where: Where = at) =>
  app.command(where.admin, where.streetId, 'places.undo-import', { importId });

/** Everything of a street that an import can touch, without what only moves forward. */
async function shapeOf({ streetId }: Pick<Where, 'streetId'>): Promise<unknown> {
  await owner.query(`set search_path = linli; set linli.streets = '${streetId}'`);
  const of = async (text: string) => (await owner.query(text, [streetId])).rows;
  return {
    places:
      await of(`select id, parent_id, kind, name, search, code, short_code, sort, floors, height_m, reports_as, managed,
      dwellings, path, is_cell, closed_on from place where street_id = $1 order by id`),
    aliases: await of('select id, place_id, name from place_alias where street_id = $1 order by id'),
    dwellings: await of('select id, place_id, floor, door from dwelling where street_id = $1 order by id'),
    grids: await of(
      'select id, community_id, name from grid where street_id = $1 and closed_on is null order by id',
    ),
    cells: await of(
      `select cell_id, grid_id from grid_member where street_id = $1 and ends = 'infinity' and grid_id is not null order by 1`,
    ),
  };
}

const csv = (...lines: readonly string[]) => `${lines.join('\n')}\n`;
const header = '社区,小区,楼栋,单元,层数,每层户数,网格';

describe('a file is refused, and nothing is kept', () => {
  const kept = async () => (await read('')).body.rows.length;

  it.each<[string, string | Uint8Array, Partial<Upload>, number, string]>([
    ['no table of places', csv('甲,乙', '1,2'), {}, 422, 'places.import_no_table'],
    ['buildings without their compound', csv('社区,楼栋', '迎春,1号楼'), {}, 422, 'places.import_no_table'],
    ['a header alone', csv(header), {}, 422, 'places.import_no_rows'],
    ['an empty file', '', {}, 422, 'file.empty'],
    [
      'a program',
      Uint8Array.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]),
      { name: 'a.xlsx' },
      415,
      'file.not_spreadsheet',
    ],
    [
      'a torn Excel',
      Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0]),
      { name: 'a.xlsx' },
      422,
      'file.truncated',
    ],
    ['more than 20 MB', new Uint8Array(20 * 1_048_576 + 1), {}, 413, 'file.too_large'],
    ['without a command', 'a', { fields: {} }, 400, 'request.invalid'],
    [
      'with a field nobody asked for',
      'a',
      { fields: { commandId: newId(), mode: 'x' } },
      400,
      'request.invalid',
    ],
    ['in a part of another name', 'a', { part: 'table' }, 400, 'request.invalid'],
  ])('%s', async (_what, content, more, status, code) => {
    const before = await kept();
    expect(await send(content, more)).toMatchObject({ status, body: { code } });
    expect(await kept()).toBe(before);
  });

  it('that is a workbook full of air', async () => {
    const book = new excel.Workbook();
    const sheet = book.addWorksheet('a');
    for (let row = 0; row < 3_000; row += 1) sheet.addRow(Array.from({ length: 60 }, () => 'x'.repeat(400)));
    const bomb = Buffer.from(await book.xlsx.writeBuffer());
    const answer = await send(bomb, { name: 'a.xlsx' });
    expect(answer.body.code).toMatch(/^(file\.|places\.import_no_table)/);
  });

  it('when it is no form at all', async () => {
    const url = `/api/streets/${at.streetId}/imports/places`;
    expect(await app.post(at.admin, url, { commandId: newId() })).toMatchObject({
      body: { code: 'request.media_type' },
    });
  });
});

describe('an import is not found', () => {
  it('that there is none of, or that another street has', async () => {
    const elsewhere = await app.street('别处街道');
    const made = await send(csv(header, '迎春,甲院,1号楼,,,,'));
    expect((await read(`/${newId()}`)).body.code).toBe('thing.unknown');
    expect((await read(`/${made.body.importId}`, elsewhere)).body.code).toBe('thing.unknown');
    expect((await commit(made.body.importId, elsewhere)).body.code).toBe('thing.unknown');
    expect((await undo(newId())).body.code).toBe('thing.unknown');
    expect((await read(`/${newId()}/rejected`)).body.code).toBe('thing.unknown');
    expect((await read('/template?kind=people')).body.code).toBe('request.invalid');
  });
});

describe('a checked table', () => {
  it('changes nothing and tells what it would bring, why rows are bad, and which columns it did not know', async () => {
    const before = await shapeOf(at);
    const table = csv(
      ...['楼栋一览表,,,,,,', `${header},楼长电话`],
      ...['迎春,新宿舍,1号楼,2个单元,6,2,,13900000000', '迎春,机车宿舍,1栋,,,,,', '迎春,机车宿舍,2#,,17,,,'],
      ...['新村,新宿舍,1号楼,,,,,', '迎春,新宿舍,2号楼,,六百,,,', '迎春,新宿舍,1幢,1单元,,,,'],
    );
    const { status, body } = await send(table);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ kind: 'buildings', state: 'checked', fileName: '楼栋.csv', unmatched: ['楼长电话'] },
      counts: { rows: 6, good: 3, bad: 3, new: 1, changed: 1, unchanged: 1 },
      makes: { community: 0, compound: 1, building: 1, unit: 2, grid: 0, dwelling: 24 },
      ...{ problemsTotal: 3, otherSheets: [] },
      problems: [
        { row: 6, column: 'community_name', code: 'community_unknown' },
        {
          row: 7,
          column: 'floors',
          code: 'floors_wrong',
          text: { zh: expect.any(String), en: expect.any(String) },
        },
        { row: 8, column: null, code: 'duplicate' },
      ],
    });
    expect(body.mapping[0]).toMatchObject({ column: 'community_name', heading: '社区' });
    const seen = body.preview.rows.map((row: { name: string; state: string }) => `${row.name} ${row.state}`);
    expect(seen).toEqual([
      ...['测试街道 same', '迎春社区 same', '新宿舍 new', '1号楼 new', '1单元 new', '2单元 new'],
      ...['机车宿舍 same', '2号楼 changed'],
    ]);
    expect(await shapeOf(at)).toEqual(before);
    expect(await read(`/${body.importId}`)).toMatchObject({ body });
    // What nobody asked for may be about people: it is not kept.
    const found = await owner.query(
      "select count(*)::int as n from linli.place_import_part where rows::text like '%13900%'",
    );
    expect(found.rows[0].n).toBe(0);
  });

  it('is the same import when the same file comes again, and the first answer when the same command does', async () => {
    const table = csv(header, '迎春,丙院,1号楼,,,,');
    const commandId = newId();
    const first = await send(table, { fields: { commandId } });
    expect((await send(table, { fields: { commandId } })).body).toEqual(first.body);
    expect((await send(table)).body.importId).toBe(first.body.importId);
    expect((await send('另一份', { fields: { commandId } })).body.code).not.toBe(undefined);
    expect(await send(csv(header, '迎春,丁院,1号楼,,,,'), { fields: { commandId } })).toMatchObject({
      body: { code: 'command.reused' },
    });
  });

  it('gives its bad rows back with reasons, in a form that no program calculates and that can be corrected', async () => {
    const { body } = await send(
      csv(header, '迎春,"=HYPERLINK(""x"")",1号楼,,0,,', '迎春,甲院,1号楼,,0,,', '迎春,乙院,,,,,'),
    );
    const rejected = await read(`/${body.importId}/rejected`);
    expect(rejected.headers['content-type']).toContain('text/csv');
    const lines = String(rejected.body).split('\r\n');
    expect(lines[0]).toBe('\uFEFF社区,小区,楼栋,单元,层数,每层户数,网格,行号,原因');
    expect(lines[1]).toContain(`"'=HYPERLINK(""x"")"`);
    expect(lines[2]).toBe('迎春,甲院,1号楼,,0,,,3,层数:层数要是 1 到 200 的整数');
    const english = await app.raw({
      url: `/api/streets/${at.streetId}/imports/places/${body.importId}/rejected`,
      headers: { cookie: `test=${at.admin.accountId}`, 'accept-language': 'en' },
    });
    expect(english.body).toContain('Floors: Floors: a whole number from 1 to 200');
    const again = await send(String(rejected.body).replaceAll(',0,', ',6,'));
    expect(again.body.counts).toMatchObject({ rows: 2, bad: 0 });
  });
});

describe('an import is carried out', () => {
  it('not without anything new, not after it was undone, and once', async () => {
    const nothing = await send(csv(header, '迎春,机车宿舍,1号楼,,,,'));
    expect((await commit(nothing.body.importId)).body.code).toBe('places.import_nothing');
    const { body } = await send(csv(header, '迎春,一次院,1号楼,,,,'));
    expect((await undo(body.importId)).body.code).toBe('places.import_not_committed');
    const commandId = newId();
    const once = { commandId, importId: body.importId };
    const done = await app.command(at.admin, at.streetId, 'places.commit-import', once);
    expect(done.body).toMatchObject({ state: 'committed', makes: { compound: 1, building: 1 } });
    expect((await app.command(at.admin, at.streetId, 'places.commit-import', once)).body).toEqual(done.body);
    expect((await commit(body.importId)).body.code).toBe('places.import_committed');
    expect((await undo(body.importId)).body.state).toBe('undone');
    expect((await undo(body.importId)).body.code).toBe('places.import_not_committed');
    expect((await commit(body.importId)).body.code).toBe('places.import_undone');
  });

  it('not when a row that was good no longer fits, and then not in part', async () => {
    await at.does('places.add-grid', { gridId: newId(), communityId: at.other, name: '第1网格' });
    const { body } = await send(csv(header, '太行路,新开院,1号楼,,,,', '迎春,别院,1号楼,,6,,'));
    expect(body.counts).toMatchObject({ good: 2 });
    await at.does('places.add-grid', { gridId: newId(), communityId: at.other, name: '第7网格' });
    const before = await shapeOf(at);
    const refused = await commit(body.importId);
    expect(refused).toMatchObject({ status: 409, body: { code: 'places.import_stale' } });
    expect(refused.body.fields[0]).toMatchObject({ path: 'rows/2/grid' });
    expect(await shapeOf(at)).toEqual(before);
  });

  it('for the part of the tree that its importer answers for, and no other', async () => {
    const cadre = app.person([
      { streetId: at.streetId, role: 'community_cadre', scopeKind: 'place', scopeId: at.community },
    ]);
    const table = csv(header, '迎春,我院,1号楼,,,,', '太行路,他院,1号楼,,,,');
    const { body } = await send(table, { as: cadre });
    expect(body.problems).toMatchObject([{ row: 3, code: 'outside_scope' }]);
    const everyones = await send(`${table}\n`);
    expect((await commit(everyones.body.importId, at, cadre)).body.code).toBe('places.import_stale');
    expect((await commit(body.importId, at, cadre)).status).toBe(200);
    const whole = await send(`${table}\n`);
    await commit(whole.body.importId);
    const other = await app.command(cadre, at.streetId, 'places.undo-import', {
      importId: whole.body.importId,
    });
    expect(other.body.code).toBe('permission.missing');
  });

  it('and found the second time as what it brought, also when every name is written otherwise', async () => {
    const rows = ['迎春,再来院,1号楼,3个单元,18,4,第1网格', '迎春,再来院,2号楼,,6,2,第2网格'];
    const { body } = await send(csv(header, ...rows));
    const done = await commit(body.importId);
    expect(done.body.makes).toMatchObject({ building: 2, unit: 3, grid: 1, dwelling: 18 * 4 * 3 + 12 });
    const again = await send(csv(header, ...rows));
    expect(again.body).toMatchObject({ importId: body.importId, state: 'committed' });
    const otherwise = await send(
      csv(
        header,
        '迎春社区居委会, 再来院,一栋,1-3单元,18层,4户,迎春第一网格',
        '迎春社区,再来院,2#,,6,2,2网格',
      ),
    );
    expect(otherwise.body.counts).toMatchObject({ good: 2, new: 0, changed: 0, unchanged: 2 });
    const tree = await at.sees(`/search?q=${encodeURIComponent('再来院')}`);
    const { rows: buildings } = await at.sees(`/children?parent=${tree.rows[0].id}`);
    expect(buildings.map((row: Record<string, unknown>) => [row.name, row.cells, row.dwellings])).toEqual([
      ['1号楼', 3, 216],
      ['2号楼', 1, 12],
    ]);
  });
});

describe('an import is taken back', () => {
  it('leaving the tree exactly as it was', async () => {
    const before = await shapeOf(at);
    const { body } = await send(
      csv(
        `${header},上报方式,别名,高度`,
        ...[
          '迎春,新院,1号楼,3个单元,6,2,第6网格,,红楼,',
          '迎春,机车宿舍,1号楼,2个单元,7,2,第5网格,单元,老一,20.5',
        ],
        ...['迎春,机车宿舍,2号楼,1单元,,,第5网格,,,', '太行路,又一院,9号楼,,11,4,,,,'],
      ),
    );
    expect(body.counts).toMatchObject({ rows: 4, bad: 0, new: 3, changed: 1 });
    const done = await commit(body.importId);
    expect(done.status).toBe(200);
    expect(await shapeOf(at)).not.toEqual(before);
    const undone = await undo(body.importId);
    expect(undone.body).toMatchObject({
      state: 'undone',
      makes: done.body.makes,
      changed: done.body.changed,
    });
    expect(await shapeOf(at)).toEqual(before);
    expect((await read(`/${body.importId}`)).body.state).toBe('undone');
  });

  it('not when what it brought was changed or used, and then not in part', async () => {
    const { body } = await send(
      csv(header, '迎春,用过院,1号楼,2个单元,6,2,', '迎春,用过院,2号楼,,6,2,', '迎春,没用院,1号楼,,,,'),
    );
    await commit(body.importId);
    const { rows } = await at.sees(`/search?q=${encodeURIComponent('用过院')}`);
    const compound = rows[0].id;
    const [first, second] = (await at.sees(`/children?parent=${compound}`)).rows;
    await at.does('places.add', { placeId: newId(), parentId: first.id, kind: 'unit', name: '3单元' });
    await at.does('places.rename', { placeId: second.id, version: second.version, name: '二号楼' });
    await at.does('places.add-alias', { aliasId: newId(), placeId: compound, name: '老院' });
    const before = await shapeOf(at);
    const refused = await undo(body.importId);
    expect(refused).toMatchObject({ status: 409, body: { code: 'places.import_in_use' } });
    const paths = refused.body.fields.map(({ path }: { path: string }) => path);
    for (const id of [first.id, second.id, compound]) expect(paths).toContain(`places/${id}`);
    expect(await shapeOf(at)).toEqual(before);
  });

  it('not when its doors were walked since', async () => {
    const { body } = await send(csv(header, '迎春,走过院,1号楼,,6,2,'));
    await commit(body.importId);
    const { rows } = await at.sees(`/search?q=${encodeURIComponent('走过院')}`);
    const [building] = (await at.sees(`/children?parent=${rows[0].id}`)).rows;
    const doors = await at.sees(`/${building.id}/dwellings`);
    expect(doors.rows.map(({ door }: { door: string }) => door).slice(0, 3)).toEqual(['101', '102', '201']);
    const dwellingId = doors.rows[0].id;
    await at.does('places.edit-dwelling', { dwellingId, placeId: building.id, use: 'rented' });
    expect((await undo(body.importId)).body.fields).toMatchObject([{ path: `places/${building.id}` }]);
  });
});

describe('the tables that offices have', () => {
  const samples = new URL('../../../../../samples/streets/', import.meta.url);
  it.each(readdirSync(samples).filter((name) => name.endsWith('.csv')))(
    'takes the communities of %s',
    async (name) => {
      const table = readFileSync(new URL(name, samples), 'utf8');
      const [, streetName = ''] = (table.split('\n')[1] ?? '').split(',');
      const to = await app.street(streetName);
      const count = table.trim().split('\n').length - 1;
      const { body } = await send(table, { name, to });
      expect(body).toMatchObject({ kind: 'communities', counts: { rows: count, good: count, new: count } });
      const done = await commit(body.importId, to);
      expect(done.body.makes.community).toBe(count);
      const { rows } = (await app.get(to.admin, `/api/streets/${to.streetId}/places/children`)).body;
      const line = (row: { code: string; name: string }) => `${row.code},${row.name}`;
      expect(rows.map(line)).toEqual(
        table
          .trim()
          .split(/\r?\n/)
          .slice(1)
          .map((text) => text.split(',').slice(2).join(',')),
      );
      expect((await undo(body.importId, to)).body.makes.community).toBe(count);
    },
  );

  it('refuses the communities of another street, row by row', async () => {
    const to = await app.street('千峰街道');
    const { body } = await send(readFileSync(new URL('xuefu.csv', samples)), { to });
    expect(body).toMatchObject({ counts: { good: 0, bad: 2 }, problems: [{ code: 'street_wrong' }, {}] });
  });

  it('reads an Excel list under a title, with merged cells and two header rows', async () => {
    const book = new excel.Workbook();
    book.addWorksheet('填表说明').addRow(['请按实际填写']);
    const sheet = book.addWorksheet('楼栋');
    sheet.addRow(['迎春社区楼栋一览表']);
    sheet.mergeCells('A1:F1');
    sheet.addRow(['所属社区', '宿舍院', '楼号', '单元号', '楼层信息', null]);
    sheet.addRow([null, null, null, null, '总层数', '户/层']);
    for (const merge of ['A2:A3', 'B2:B3', 'C2:C3', 'D2:D3', 'E2:F2']) sheet.mergeCells(merge);
    sheet.addRow(['迎春社区', '合并院', 8, 1, 6, 2]);
    sheet.addRow([null, null, null, 2, 6, 2]);
    sheet.mergeCells('A4:A5');
    sheet.mergeCells('B4:B5');
    sheet.mergeCells('C4:C5');
    const { body } = await send(new Uint8Array(await book.xlsx.writeBuffer()), { name: '楼栋.xlsx' });
    expect(body).toMatchObject({
      sheet: '楼栋',
      counts: { rows: 2, good: 2 },
      makes: { building: 1, unit: 2, dwelling: 24 },
    });
    expect(body.preview.rows.at(-3)).toMatchObject({ kind: 'building', name: '8' });
  });

  it.each(['communities', 'buildings'])(
    'gives a workbook for %s whose headings it reads itself',
    async (kind) => {
      const url = `/api/streets/${at.streetId}/imports/places/template?kind=${kind}`;
      const cookie = `test=${at.admin.accountId}`;
      const blank = await app.app.http.inject({ url, headers: { cookie } });
      const book = new excel.Workbook();
      await book.xlsx.load(blank.rawPayload.buffer.slice(blank.rawPayload.byteOffset) as ArrayBuffer);
      const sheet = book.worksheets[0];
      const headings = sheet?.getRow(1).values as string[];
      sheet?.getRow(2).getCell(headings.findIndex((text) => /社区名称/.test(text ?? ''))).value === null;
      const filled = kind === 'communities' ? [null, null, null, '新社区'] : ['迎春社区', '模板院'];
      filled.forEach((value, index) => {
        if (sheet) sheet.getRow(2).getCell(index + 1).value = value;
      });
      const { body } = await send(new Uint8Array(await book.xlsx.writeBuffer()), { name: '模板.xlsx' });
      expect(body).toMatchObject({ kind, unmatched: [], counts: { rows: 1, good: 1, new: 1 } });
    },
  );
});
