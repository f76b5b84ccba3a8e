import { verifyQr } from '@linli/core/notices';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emergency, emergency } from '../../../../testing/emergency.ts';
import { newId, type TestApp, testApp } from '../../../../testing/http.ts';
import { verifySignature } from '../keys/signature.ts';

const dayMs = 86_400_000;
let app: TestApp;
let late = 0;
let at: Emergency;
beforeAll(async () => {
  app = await testApp({
    clock: () => Date.now() + late,
    env: { LINLI_PUBLIC_URL: 'https://linli.street.example' },
  });
});
afterAll(() => app.close());
beforeEach(() => {
  late = 0;
});

async function published(packId = 'heat'): Promise<void> {
  at = await emergency(app, packId);
  await publishDay();
}
async function publishDay(): Promise<void> {
  const on = { eventId: at.eventId, day: at.day };
  await at.settle();
  const { computedAt } = await at.does('notices.compute', on);
  await at.does('notices.publish', { ...on, computedAt });
}
async function codeOf(targetId: string): Promise<string> {
  const answer = await app.get(
    at.admin,
    `/api/streets/${at.streetId}/notices?event=${at.eventId}&day=${at.day}`,
  );
  return answer.body.rows.findLast((row: { targetId: string }) => row.targetId === targetId).code;
}
const page = async (code: string, query = '') => {
  const answer = await app.raw({ method: 'GET', url: `/n/${code}${query}` });
  return { status: answer.status, text: String(answer.body), headers: answer.headers };
};
const finding = (targetId = at.low) =>
  at.does('reports.open-finding', {
    ...{ eventId: at.eventId, findingId: newId(), level: 'cell', targetId, kind: 'heat_illness' },
  });

describe('the live page', () => {
  test('helps on when the code is torn, unknown or hostile', async () => {
    for (const code of ['222233334444', 'x', '%00', "22223333444'", 'a'.repeat(300)]) {
      const answer = await page(encodeURIComponent(code));
      expect(answer.status).toBe(code.length > 200 ? 414 : 404);
      expect(answer.text).not.toMatch(/stack|Error:/);
    }
    expect((await page('222233334444')).text).toContain('没有找到这张公示');
  });

  test('says what is so, until when, under which number, and whom to call; nothing else', async () => {
    await published();
    const { status, text, headers } = await page(await codeOf(at.low));
    expect(status).toBe(200);
    for (const said of ['今日平安', '截至', 'CS-', '12345', '最近 14 天', '签名核对无误'])
      expect(text, said).toContain(said);
    expect(text).not.toMatch(/<script|style=/);
    expect(Buffer.byteLength(text)).toBeLessThan(20_000);
    expect(headers['cache-control']).toBe('no-cache');
    expect((await page(await codeOf(at.low), '?lang=en')).text).toContain('Clear');
  });

  test('changes at once when a finding opens, on every level, though it was just served', async () => {
    await published();
    const codes = await Promise.all([at.low, at.compound, at.community, at.streetId].map(codeOf));
    for (const code of codes) expect((await page(code)).text).toContain('今日平安');
    await finding();
    for (const code of codes) {
      const { text } = await page(code);
      expect(text).toContain('这张公示已撤回');
      expect(text).not.toContain('class="said"');
    }
    expect((await page(await codeOf(at.units[0]))).text).toContain('今日平安');
  });

  test('leads from an old notice to the new one', async () => {
    await published();
    const old = await codeOf(at.low);
    await finding();
    await publishDay();
    const { text } = await page(old);
    expect(text).toContain('这张公示已撤回');
    expect(text).toContain(`/n/${await codeOf(at.low)}`);
    expect((await page(await codeOf(at.low))).text).toContain('有中暑情况');
  });

  test('says plainly that it is of yesterday', async () => {
    await published();
    late = dayMs;
    const { text } = await page(await codeOf(at.low));
    expect(text).toContain('今天的公示还没有发布');
  });

  test('shows a rehearsal as nothing but a rehearsal', async () => {
    await published('covid-9th');
    const code = await codeOf(at.low);
    const { text } = await page(code);
    expect(text).toContain('这是一次演练');
    expect(text).not.toMatch(/今日无疫|1号楼|YLCS/);
    const shown = await app.get(at.admin, `/api/streets/${at.streetId}/places/${at.low}`);
    const place = await app.raw({ method: 'GET', url: shown.body.publicPath });
    expect(String(place.body)).toContain('现在没有进行中的应急事件');
  });

  test('does not pass on a row that was changed behind the product’s back', async () => {
    await published();
    const code = await codeOf(at.low);
    const owner = new pg.Client(app.ownerUrl);
    await owner.connect();
    await owner.query(`set linli.streets = '${at.streetId}'`);
    await owner.query("update linli.notice set title = '一切正常' where code = $1", [code.slice(4)]);
    await owner.end();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect((await page(code)).text).toContain('签名不符');
  });
});

test('the page of a place shows what is in force there, and after a withdrawal that it was withdrawn', async () => {
  await published();
  const { publicPath } = (await app.get(at.admin, `/api/streets/${at.streetId}/places/${at.low}`)).body;
  const shown = async () => String((await app.raw({ method: 'GET', url: publicPath })).body);
  expect(await shown()).toContain('今日平安');
  await finding();
  expect(await shown()).toContain('这张公示已撤回');
  expect(await shown()).not.toContain('今日平安');
});

test('the code on a poster is verified against the published keys, also after the key was changed', async () => {
  await published();
  const code = await codeOf(at.low);
  const { qrText } = (await app.get(at.admin, `/api/streets/${at.streetId}/notices/codes/${code}`)).body;
  expect(qrText).toMatch(new RegExp(`^https://linli.street.example/n/${code}#`));
  await at.does('notices.rotate-key', { reason: '例行更换' });
  const { keys } = (await app.raw({ method: 'GET', url: '/.well-known/linli-notice-keys.json' })).body;
  const own = keys.filter((key: { street: string; prefix: string }) => key.prefix === code.slice(0, 4));
  expect(own.map((key: { retired: string | null }) => key.retired !== null)).toEqual([false, true]);
  expect(JSON.stringify(keys)).not.toMatch(/"d"|PRIVATE/);
  const verdict = await verifyQr(qrText, keys, verifySignature);
  expect(verdict).toMatchObject({
    genuine: true,
    payload: { place: '测试街道·迎春社区·机车宿舍·1号楼', code },
  });
  const forged = qrText.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A'));
  expect((await verifyQr(forged, keys, verifySignature)).genuine).toBe(false);
  await publishDay();
  expect((await page(code)).text).toContain('签名核对无误');
});
