import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import excel from 'exceljs';
import { describe, expect, it } from 'vitest';
import { readStreetFile } from './file.ts';

const samples = new URL('../../../../samples/streets/', import.meta.url);

const csv = (...lines: readonly string[]) => Buffer.from(lines.join('\n'));

describe('the file of a street', () => {
  it('refuses what is no table at all', async () => {
    const noise = Uint8Array.from({ length: 2_000 }, (_, index) => (index * 197 + 13) % 256);
    await expect(readStreetFile(noise, '社区.xlsx')).rejects.toMatchObject({
      code: expect.stringMatching(/^file\./),
    });
    await expect(readStreetFile(new Uint8Array(), '社区.csv')).rejects.toMatchObject({
      code: expect.stringMatching(/^file\./),
    });
  });

  it('refuses a table that lacks a column, and names it as an office would', async () => {
    const table = csv('社区代码,社区名称', '140107007001,迎春社区');
    await expect(readStreetFile(table, 'a.csv')).rejects.toMatchObject({
      code: 'setup.columns_missing',
      text: { zh: expect.stringContaining('街道名称') },
    });
    await expect(readStreetFile(csv('甲,乙', '1,2'), 'a.csv')).rejects.toMatchObject({
      text: { zh: expect.stringContaining('街道名称、社区名称') },
    });
  });

  it('refuses a header without rows', async () => {
    const table = csv('street_code,street_name,community_code,community_name');
    await expect(readStreetFile(table, 'a.csv')).rejects.toMatchObject({ code: 'setup.table_empty' });
  });

  it('names the bad rows as the person sees them', async () => {
    const table = csv('街道名称,社区名称,社区代码', '甲街道,一社区,', '乙街道,二社区,', '甲街道,三社区,12');
    await expect(readStreetFile(table, 'a.csv')).rejects.toMatchObject({
      code: 'setup.rows_refused',
      fields: [{ path: 'rows/3/street_name' }, { path: 'rows/4/community_code' }],
    });
  });

  it.each(readdirSync(samples).filter((file) => file.endsWith('.csv')))('reads %s', async (file) => {
    const path = fileURLToPath(new URL(file, samples));
    const rows = readFileSync(path, 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','));
    expect(await readStreetFile(path, file)).toEqual({
      code: rows[0]?.[0],
      name: rows[0]?.[1],
      communities: rows.map(([, , code, name]) => ({ code, name })),
    });
  });

  it('reads an Excel table under a title, with codes as numbers and the street merged', async () => {
    const book = new excel.Workbook();
    book.addWorksheet('说明').addRow(['填表说明']);
    const sheet = book.addWorksheet('社区');
    sheet.addRow(['千峰街道社区一览表']);
    sheet.mergeCells('A1:C1');
    sheet.addRow(['所属街道', '社区名称', '统计用区划代码']);
    sheet.addRow(['千峰街道', '公园路社区居委会', 140109001001]);
    sheet.addRow([null, '瓦窑社区居委会', '140109001006']);
    sheet.mergeCells('A3:A4');
    const bytes = new Uint8Array(await book.xlsx.writeBuffer());
    expect(await readStreetFile(bytes, '社区.xlsx')).toEqual({
      name: '千峰街道',
      code: null,
      communities: [
        { name: '公园路社区居委会', code: '140109001001' },
        { name: '瓦窑社区居委会', code: '140109001006' },
      ],
    });
  });
});
