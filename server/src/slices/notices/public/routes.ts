import { canonicalPayload, fromBase64url, NoticeCode } from '@linli/core/notices';
import { z } from 'zod';
import { inTransaction } from '../../../platform/db/tx.ts';
import type { Endpoints } from '../../../platform/http/endpoints.ts';
import { type Reading, readingOf, readingQuery, sendPage } from '../../../platform/http/public-page.ts';
import { registerPublicState } from '../../places/index.ts';
import { verifySignature } from '../keys/signature.ts';
import { findPublicKeys, findStreetIds } from '../keys/store.ts';
import { payloadOf } from '../notice.ts';
import { iso } from '../time.ts';
import { FreshPages } from './pages.ts';
import { findAtPlace, findPublicNotice, findStreetOf, type PublicNotice } from './store.ts';
import { noticePage, placeState, unknownNotice } from './view.ts';

const KeyList = z.object({
  keys: z.array(
    z.object({
      kid: z.string(),
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      x: z.string(),
      street: z.string(),
      prefix: z.string(),
      created: z.string(),
      retired: z.string().nullable(),
    }),
  ),
});

/** `/n/<code>`, the live page of a notice, and the keys that verify it without us. No session, no script. */
export function noticesPublic(endpoints: Endpoints): void {
  const { house } = endpoints;
  const pages = new FreshPages();
  const streets = new Map<string, string>();
  house.live.onWake((streetId) => pages.drop(streetId));

  const streetOf = async (prefix: string): Promise<string | null> => {
    const known = streets.get(prefix);
    if (known) return known;
    const found = await inTransaction(house.pool, 'read', { streets: [] }, (tx) => findStreetOf(tx, prefix));
    if (found) streets.set(prefix, found);
    return found;
  };

  const make = async (streetId: string, code: string, reading: Reading): Promise<string | null> => {
    const notice = await inTransaction(house.pool, 'read', { streets: [streetId] }, (tx) =>
      findPublicNotice(tx, streetId, code, house.clock()),
    );
    return notice && noticePage({ notice, genuine: await isGenuine(notice), reading });
  };

  endpoints.open({
    method: 'GET',
    url: '/n/:code',
    access: 'public',
    schema: {
      summary: 'The live page of a notice',
      operationId: 'getNoticePage',
      tags: ['public'],
      security: [],
      params: z.strictObject({ code: z.string().max(200) }),
      querystring: readingQuery,
    },
    handle: async (request, reply) => {
      const { code } = request.params as { code: string };
      const reading = readingOf(request);
      const streetId = NoticeCode.safeParse(code).success ? await streetOf(code.slice(0, 4)) : null;
      const key = `${code} ${reading.language} ${reading.large}`;
      const page =
        streetId && (await pages.get(streetId, key, Date.now, () => make(streetId, code.slice(4), reading)));
      // Whoever scans a torn poster is a person too: a page that helps on, not a problem document.
      return page ? sendPage(reply, page) : sendPage(reply.code(404), unknownNotice(`/n/${code}`, reading));
    },
  });

  endpoints.open({
    method: 'GET',
    url: '/.well-known/linli-notice-keys.json',
    access: 'public',
    schema: {
      summary: 'The public keys of all streets that sign notices, retired ones too',
      operationId: 'getNoticeKeys',
      tags: ['public'],
      security: [],
      response: { 200: { description: 'OK', content: { 'application/json': { schema: KeyList } } } },
    },
    handle: async (_request, reply) => {
      const ids = await inTransaction(house.pool, 'read', { streets: [] }, findStreetIds);
      const rows = await inTransaction(house.pool, 'read', { streets: ids }, findPublicKeys);
      const keys = rows.map(({ kid, x, street, prefix, createdAt, retiredAt }) => ({
        ...{ kid, kty: 'OKP' as const, crv: 'Ed25519' as const, x, street, prefix },
        ...{ created: iso(createdAt), retired: retiredAt === null ? null : iso(retiredAt) },
      }));
      return reply
        .header('cache-control', 'public, max-age=300')
        .header('access-control-allow-origin', '*')
        .send({ keys });
    },
  });

  registerPublicState('notices', async ({ tx, streetId, placeId, reading, now }) => {
    const notices = await findAtPlace(tx, streetId, placeId, now);
    return notices.map((notice) => placeState(notice, reading));
  });
}

/** Checked against what is stored: a row changed behind our back is not passed on as the office's word. */
async function isGenuine(notice: PublicNotice): Promise<boolean> {
  const key = fromBase64url(notice.x ?? '');
  if (key?.length !== 32) return false;
  return verifySignature(key, notice.signature, canonicalPayload(payloadOf(notice, notice.prefix)));
}
