import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { divisionsUnder, findListedStreet, searchStreets } from './divisions.ts';

const samples = new URL('../../../../samples/streets/', import.meta.url);

function rowsOf(file: string): string[][] {
  const lines = readFileSync(new URL(file, samples), 'utf8').trim().split(/\r?\n/).slice(1);
  return lines.map((line) => line.split(','));
}

describe('the official list', () => {
  it('answers null for a street it does not have', async () => {
    expect(await findListedStreet('149901001000')).toBeNull();
    expect(await findListedStreet('140107000000')).toBeNull();
  });

  it('has nothing below an unknown code', async () => {
    expect((await divisionsUnder('99')).divisions).toEqual([]);
  });

  it('finds no street for words that never meet', async () => {
    expect(await searchStreets('北京市 职工新街')).toMatchObject({ divisions: [], more: false });
  });

  const files = readdirSync(samples).filter((file) => file.endsWith('.csv'));
  it.each(files)('agrees with %s, name by name', async (file) => {
    const rows = rowsOf(file);
    const [code = '', name = ''] = rows[0] ?? [];
    const street = await findListedStreet(code);
    expect(street).toMatchObject({ code, name });
    expect(street?.path.slice(0, 2)).toEqual(['山西省', '太原市']);
    expect(street?.communities.map((community) => [community.code, community.name])).toEqual(
      rows.map((row) => [row[2], row[3]]),
    );
  });

  it('leads down from the provinces to a street', async () => {
    const provinces = await divisionsUnder('');
    expect(provinces.divisions).toHaveLength(31);
    expect(provinces.divisions).toContainEqual({ code: '14', name: '山西省', path: [] });
    const cities = await divisionsUnder('14');
    expect(cities.divisions).toContainEqual({ code: '1401', name: '太原市', path: ['山西省'] });
    const counties = await divisionsUnder('1401');
    expect(counties.divisions).toContainEqual({
      code: '140107',
      name: '杏花岭区',
      path: ['山西省', '太原市'],
    });
    const streets = await divisionsUnder('140107');
    const path = ['山西省', '太原市', '杏花岭区'];
    expect(streets.divisions).toContainEqual({ code: '140107007000', name: '职工新街街道', path });
  });

  it('finds a street by its name, by words of its path, and by its code', async () => {
    for (const query of ['职工新街', '太原 职工新街', '杏花岭区职工新街', '140107007000']) {
      const found = await searchStreets(query);
      expect(found.divisions[0], query).toMatchObject({ code: '140107007000', name: '职工新街街道' });
    }
  });

  it('puts the street that bears the very name first and says when there are more', async () => {
    const found = await searchStreets('新华街道');
    expect(found.divisions[0]?.name).toBe('新华街道');
    expect(found.more).toBe(false);
    expect(await searchStreets('山西省')).toMatchObject({ divisions: { length: 50 }, more: true });
  });
});
