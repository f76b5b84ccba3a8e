import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noticeLevels, statuses } from '../kernel/index.ts';
import { base64url, fromBase64url, fromUtf8, utf8 } from './bytes.ts';
import { canonicalPayload, type NoticePayload, packPayload, placeLabel, unpackPayload } from './payload.ts';
import { qrText, readQr, type VerifySignature, verifyQr } from './qr.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const x = publicKey.export({ format: 'jwk' }).x ?? '';
const verifyHere: VerifySignature = async (key, signature, message) =>
  verify(
    null,
    message,
    createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: base64url(key) } }),
    signature,
  );

const notice: NoticePayload = {
  keyId: '0a1b2c3d',
  code: 'zgxjabcdefgh',
  serial: 'ZGXJ-20261123-0331',
  level: 'cell',
  place: '迎春社区·机车宿舍·8号楼2单元',
  status: 'clear',
  title: '今日无疫',
  day: '2026-11-23',
  asOfMinute: 29_931_360,
  lastingDays: 14,
  rehearsal: false,
};
const keys = [{ kid: notice.keyId, x }];
const signed = (payload: NoticePayload) => sign(null, canonicalPayload(payload), privateKey);
const text = qrText('https://street.example', notice, signed(notice));

describe('what is not a genuine notice is refused', () => {
  test.each([
    '',
    'https://street.example/p/zgxjabcde',
    'https://street.example/n/zgxjabcdefgh',
    text.slice(0, -1),
    `${text}A`,
    text.replace('/n/', '/m/'),
    text.replace('zgxjabcdefgh', 'zgxjabcdefg0'),
  ])('unreadable: %s', async (given) => {
    expect(await verifyQr(given, keys, verifyHere)).toEqual({ genuine: false, why: 'unreadable' });
  });

  test('a key that no street published', async () => {
    expect(await verifyQr(text, [], verifyHere)).toEqual({ genuine: false, why: 'key' });
  });

  test('a signature of someone else', async () => {
    const { privateKey: other } = generateKeyPairSync('ed25519');
    const forged = qrText('https://street.example', notice, sign(null, canonicalPayload(notice), other));
    expect(await verifyQr(forged, keys, verifyHere)).toEqual({ genuine: false, why: 'signature' });
  });

  test('a genuine signature under the address of another notice', async () => {
    const moved = text.replace('zgxjabcdefgh', 'zgxjabcdefgj');
    expect(await verifyQr(moved, keys, verifyHere)).toEqual({ genuine: false, why: 'signature' });
  });

  test('any field changed', async () => {
    const changes: Partial<NoticePayload>[] = [
      { serial: 'ZGXJ-20261123-0332' },
      { level: 'compound' },
      { place: '迎春社区·机车宿舍·8号楼3单元' },
      { status: 'attention' },
      { title: '有情况' },
      { day: '2026-11-24', serial: 'ZGXJ-20261124-0331' },
      { asOfMinute: notice.asOfMinute + 1 },
      { lastingDays: 15 },
      { rehearsal: true },
    ];
    for (const change of changes) {
      const altered = qrText('https://street.example', { ...notice, ...change }, signed(notice));
      expect((await verifyQr(altered, keys, verifyHere)).genuine, JSON.stringify(change)).toBe(false);
    }
  });
});

describe('a genuine notice', () => {
  test('is verified without a network, whichever address the server had', async () => {
    expect(await verifyQr(text, keys, verifyHere)).toEqual({ genuine: true, payload: notice });
    const moved = text.replace('https://street.example', 'http://192.0.2.7:8080');
    expect((await verifyQr(moved, keys, verifyHere)).genuine).toBe(true);
  });

  test('stays short enough for a code of 3 cm', () => {
    const longest = { ...notice, title: '十二个字的标题不会更长了', place: placeLabel([], '长'.repeat(60)) };
    // 61 and 73 modules at error correction M: 0.43 mm and 0.37 mm each, quiet zone included.
    expect(text.length).toBeLessThanOrEqual(251);
    expect(qrText('https://linli.district.example.cn', longest, signed(longest)).length).toBeLessThanOrEqual(
      362,
    );
  });
});

describe('packing', () => {
  const payload = fc.record({
    keyId: fc.stringMatching(/^[0-9a-f]{8}$/),
    code: fc.stringMatching(/^[2-9a-hjkmnp-tv-z]{12}$/),
    level: fc.constantFrom(...noticeLevels),
    place: fc.string({ unit: 'grapheme', maxLength: 20 }),
    status: fc.constantFrom(...statuses),
    title: fc.string({ unit: 'grapheme', maxLength: 12 }),
    asOfMinute: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    lastingDays: fc.integer({ min: 0, max: 65_535 }),
    rehearsal: fc.boolean(),
    no: fc.integer({ min: 1, max: 9_999_999 }),
    letters: fc.stringMatching(/^[A-Z]{1,6}$/),
    day: fc
      .integer({ min: 0, max: 65_535 })
      .map((days) => new Date(Date.UTC(2020, 0, 1) + days * 86_400_000).toISOString().slice(0, 10)),
  });

  test('gives back what it took', () => {
    fc.assert(
      fc.property(payload, ({ no, letters, ...rest }) => {
        const serial = `${letters}-${rest.day.replaceAll('-', '')}-${String(no).padStart(4, '0')}`;
        const given = { ...rest, serial };
        const packed = packPayload(given);
        fc.pre(packed !== null);
        expect(packed && unpackPayload(packed, given.code)).toEqual(given);
      }),
    );
  });

  test('never throws on bytes that are not ours', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const read = unpackPayload(bytes, notice.code);
        expect(read === null || typeof read.serial === 'string').toBe(true);
      }),
    );
    fc.assert(fc.property(fc.string(), (given) => void readQr(given)));
  });

  test('text and base64url agree with the platform', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (given) => {
        expect([...utf8(given)]).toEqual([...Buffer.from(given, 'utf8')]);
        expect(fromUtf8(utf8(given))).toBe(given);
        expect(base64url(utf8(given))).toBe(Buffer.from(given).toString('base64url'));
        expect(fromBase64url(base64url(utf8(given)))).toEqual(utf8(given));
      }),
    );
  });
});

describe('the place in words', () => {
  test('drops the outermost names first when it grows too long', () => {
    expect(placeLabel(['迎春社区', '机车宿舍'], '8号楼')).toBe('迎春社区·机车宿舍·8号楼');
    expect(placeLabel(['社'.repeat(20), '小区'.repeat(8)], '8号楼')).toBe(`${'小区'.repeat(8)}·8号楼`);
  });
  test('cuts a name that is too long by itself at a letter', () => {
    expect(placeLabel([], '长'.repeat(60))).toBe('长'.repeat(32));
  });
});
