import { z } from 'zod';
import { inTransaction } from '../../../platform/db/tx.ts';
import type { Endpoints } from '../../../platform/http/endpoints.ts';
import {
  type Reading,
  readingLink,
  readingOf,
  readingQuery,
  sendPage,
} from '../../../platform/http/public-page.ts';
import { publicStatesOf } from './state.ts';
import { findPublicPlace, findStreetByPrefix } from './store.ts';
import { placePage, unknownPage } from './view.ts';

/** The street's prefix (4) and the place's own code (5), as printed under the QR. */
const publicCode = /^[2-9a-hjkmnp-tv-z]{9}$/;

/** `/p/<code>`: the page of a place, for anyone who scans its QR. No session, no script, nothing about a person. */
export function placesPage(endpoints: Endpoints): void {
  endpoints.open({
    method: 'GET',
    url: '/p/:code',
    access: 'public',
    schema: {
      summary: 'The public page of a place',
      operationId: 'getPlacePage',
      tags: ['public'],
      security: [],
      params: z.strictObject({ code: z.string().max(200) }),
      querystring: readingQuery,
    },
    handle: async (request, reply) => {
      const { code } = request.params as { code: string };
      const reading = readingOf(request);
      const found = publicCode.test(code) ? await findPage(endpoints, code, reading) : null;
      // Whoever scans an old or torn QR is a person too: the answer is a page that helps on, not a problem document.
      if (!found) return sendPage(reply.code(404), unknownPage(`/p/${code}`, reading));
      const { prefix, place, states } = found;
      const building = place.trail.at(-1);
      if (place.kind === 'unit' && !place.isCell && building) {
        return reply.redirect(readingLink(`/p/${prefix}${building.shortCode}`, reading), 303);
      }
      return sendPage(reply, placePage(place, prefix, states, reading));
    },
  });
}

async function findPage(endpoints: Endpoints, code: string, reading: Reading) {
  const { pool, clock } = endpoints.house;
  const [prefix, shortCode] = [code.slice(0, 4), code.slice(4)];
  const street = await inTransaction(pool, 'read', { streets: [] }, (tx) => findStreetByPrefix(tx, prefix));
  if (!street) return null;
  return inTransaction(pool, 'read', { streets: [street.id] }, async (tx) => {
    const place = await findPublicPlace(tx, street.id, shortCode);
    if (!place) return null;
    const asked = { tx, streetId: street.id, placeId: place.id, reading, now: clock() };
    return { prefix, place, states: place.closed ? [] : await publicStatesOf(asked) };
  });
}
