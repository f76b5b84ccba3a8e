import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { verifyQr } from '@linli/core/notices';
import decodeQr from 'qr/decode.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emergency, emergency } from '../../../../testing/emergency.ts';
import { newId, type TestApp, testApp } from '../../../../testing/http.ts';
import { verifySignature } from '../keys/signature.ts';

const folder = mkdtempSync(join(tmpdir(), 'linli-printing-'));
let app: TestApp;
let at: Emergency;
beforeAll(async () => {
  app = await testApp({ env: { LINLI_DATA: folder, LINLI_PUBLIC_URL: 'https://linli.street.example' } });
  at = await emergency(app);
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const order = (more: Record<string, unknown> = {}, as = at.admin) =>
  at.run(
    'notices.order-posters',
    { jobId: newId(), eventId: at.eventId, underId: at.streetId, paper: 'A4', ...more },
    as,
  );
const job = async (id: string) =>
  (await app.get(at.admin, `/api/streets/${at.streetId}/notices/poster-jobs/${id}`)).body;
const fileUrl = (id: string) => `/api/streets/${at.streetId}/notices/poster-jobs/${id}/file`;

async function finished(id: string) {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await job(id);
    if (!['queued', 'running'].includes(found.state)) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the posters took too long');
}

test('before anything is published there is nothing to print', async () => {
  expect((await order()).body.code).toBe('notices.nothing_to_print');
});

test('posters of another community, and of an order that is over or elsewhere, are refused', async () => {
  await at.settle();
  const on = { eventId: at.eventId, day: at.day };
  const { computedAt } = await at.does('notices.compute', on);
  await at.does('notices.publish', { ...on, computedAt });
  const elsewhere = at.someone('community_cadre', 'place', at.other);
  expect((await order({ underId: at.community }, elsewhere)).body.code).toBe('permission.missing');
  const { id } = (await order({ underId: at.compound })).body;
  await finished(id);
  const cancel = (underId: string) => at.run('notices.cancel-posters', { jobId: id, underId });
  expect((await cancel(at.community)).body.code).toBe('thing.unknown');
  expect((await cancel(at.compound)).body.code).toBe('notices.posters_ended');
  expect((await app.get(at.admin, fileUrl(newId()))).status).toBe(404);
});

test('an order ends as one PDF with a page for each notice in force, each with its own genuine code', async () => {
  const commandId = newId();
  const jobId = newId();
  const { id } = (await order({ commandId, jobId })).body;
  expect((await order({ commandId, jobId })).body.id).toBe(id);
  expect(await finished(id)).toMatchObject({ state: 'done', total: 7, done: 7 });
  const answer = await app.app.http.inject({
    url: fileUrl(id),
    headers: { cookie: `test=${at.admin.accountId}` },
  });
  expect(answer.headers['content-type']).toBe('application/pdf');
  expect(answer.rawPayload.length).toBe((await job(id)).bytes);
  const pdfium = await PDFiumLibrary.init();
  const document = await pdfium.loadDocument(answer.rawPayload);
  const { keys } = (await app.raw({ method: 'GET', url: '/.well-known/linli-notice-keys.json' })).body;
  const places: string[] = [];
  for (const sheet of document.pages()) {
    const text = decodeQr(await sheet.render({ scale: 1.5, render: 'bitmap' }));
    const verdict = await verifyQr(text, keys, verifySignature);
    if (verdict.genuine) places.push(verdict.payload.place.split('·').at(-1) ?? '');
  }
  document.destroy();
  pdfium.destroy();
  expect(places).toEqual([
    ...['测试街道', '太行路社区', '迎春社区', '机车宿舍', '1号楼', '2号楼1单元', '2号楼2单元'],
  ]);
});

test('an order that was cancelled stays cancelled', async () => {
  const jobId = newId();
  const ordered = order({ jobId });
  const cancelled = ordered.then(() => at.run('notices.cancel-posters', { jobId, underId: at.streetId }));
  const [{ status }, answer] = await Promise.all([ordered, cancelled]);
  expect(status).toBe(200);
  const { state } = await finished(jobId);
  expect(state).toBe(answer.status === 200 ? 'cancelled' : 'done');
});
