import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { hasMasterKey, keyKeeper, loadMasterKey } from './master-key.ts';
import { fingerprint, open, seal } from './sealed.ts';

const root = mkdtempSync(join(tmpdir(), 'linli-keys-'));
let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(root, 'k')), 'keys');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the master key file', () => {
  test('is refused when other accounts can read it or its folder', () => {
    loadMasterKey(folder);
    chmodSync(join(folder, 'master.key'), 0o640);
    expect(() => loadMasterKey(folder)).toThrow(expect.objectContaining({ code: 'key.loose' }));
    chmodSync(join(folder, 'master.key'), 0o600);
    chmodSync(folder, 0o755);
    expect(() => loadMasterKey(folder)).toThrow(expect.objectContaining({ code: 'key.loose' }));
  });

  test('is refused when it is cut short, and is not replaced by a new one', () => {
    loadMasterKey(folder);
    writeFileSync(join(folder, 'master.key'), 'abcd');
    expect(() => loadMasterKey(folder)).toThrow(expect.objectContaining({ code: 'key.damaged' }));
    expect(readFileSync(join(folder, 'master.key'), 'utf8')).toBe('abcd');
  });

  test('is made once, closed to others, and the same ever after', () => {
    expect(hasMasterKey(folder)).toBe(false);
    const first = loadMasterKey(folder).derive('x');
    expect(loadMasterKey(folder).derive('x')).toEqual(first);
    expect(hasMasterKey(folder)).toBe(true);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'master.key')).mode & 0o777).toBe(0o600);
  });
});

describe('a keeper', () => {
  const keys = keyKeeper(randomBytes(32));

  test('refuses to unwrap under another master key or in another context', async () => {
    const wrapped = await keys.wrap('street a', randomBytes(32));
    await expect(keys.unwrap('street b', wrapped)).rejects.toMatchObject({ code: 'key.other_master' });
    await expect(keyKeeper(randomBytes(32)).unwrap('street a', wrapped)).rejects.toMatchObject({
      code: 'key.other_master',
    });
  });

  test('gives back the key it wrapped', async () => {
    const key = randomBytes(32);
    expect(await keys.unwrap('street a', await keys.wrap('street a', key))).toEqual(key);
  });

  test('derives another key for every label', () => {
    expect(keys.derive('a')).not.toEqual(keys.derive('b'));
    expect(keys.derive('a')).toHaveLength(32);
  });
});

describe('a sealed value', () => {
  const key = randomBytes(32);

  test('does not open elsewhere, under another key, or altered by a single bit', () => {
    const sealed = seal(key, 'resident.phone:1', '19900000001');
    const damaged = expect.objectContaining({ code: 'sealed.damaged' });
    expect(() => open(key, 'resident.phone:2', sealed)).toThrow(damaged);
    expect(() => open(randomBytes(32), 'resident.phone:1', sealed)).toThrow(damaged);
    expect(() => open(key, 'resident.phone:1', Buffer.alloc(0))).toThrow(damaged);
    for (const index of sealed.keys()) {
      const altered = Buffer.from(sealed);
      altered[index] = (altered[index] ?? 0) ^ 1;
      expect(() => open(key, 'resident.phone:1', altered)).toThrow(damaged);
    }
  });

  test('opens to what was sealed, and looks different each time', () => {
    const sealed = seal(key, 'a', '张三');
    expect(open(key, 'a', sealed)).toBe('张三');
    expect(seal(key, 'a', '张三')).not.toEqual(sealed);
    expect(open(key, 'a', seal(key, 'a', ''))).toBe('');
  });
});

test('a fingerprint is equal for equal values under one key only', () => {
  const key = randomBytes(32);
  expect(fingerprint(key, '19900000001')).toEqual(fingerprint(key, '19900000001'));
  expect(fingerprint(key, '19900000001')).not.toEqual(fingerprint(key, '19900000002'));
  expect(fingerprint(randomBytes(32), '19900000001')).not.toEqual(fingerprint(key, '19900000001'));
});
