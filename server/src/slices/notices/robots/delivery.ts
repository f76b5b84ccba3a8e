import type { RobotVendor } from '@linli/core/notices';
import { accessFrom, isRefused, type RobotAccess, vendorOf } from './vendors.ts';

/**
 * What became of one try.
 * `failed`: it certainly did not arrive; try again later. `slow`: the vendor asks to wait. `refused`: trying again as it
 * is will not help. `unsure`: it was sent, and the connection ended without an answer.
 */
export type Delivery =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'slow' | 'failed' | 'refused' | 'unsure'; readonly why: string };

const patienceMs = 10_000;
const longestAnswer = 4_096;

/** Errors before the request left: there was no connection it could have arrived by. */
const before = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** One try. Answers what is known about it; never throws, and never repeats the address in what it answers. */
export async function deliver(
  vendor: RobotVendor,
  access: RobotAccess,
  text: string,
  given: { readonly now: number; readonly localHosts: readonly string[] },
): Promise<Delivery> {
  // Asked again with each try: the list of hosts may have changed since the address was stored.
  const allowed = accessFrom(
    vendor,
    { webhook: access.webhook, secret: access.secret ?? undefined },
    given.localHosts,
  );
  if (isRefused(allowed)) return { kind: 'refused', why: 'address' };
  const { url, body } = vendorOf(vendor).request(allowed, text, given.now);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      // A redirect could lead anywhere; the vendors use none.
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    return await judged(vendor, answer);
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name;
    return before.has(cause) ? { kind: 'failed', why: cause } : { kind: 'unsure', why: cause };
  }
}

async function judged(vendor: RobotVendor, answer: Response): Promise<Delivery> {
  const text = await limited(answer);
  if (answer.status === 429) return { kind: 'slow', why: 'http.429' };
  if (answer.status >= 500) return { kind: 'failed', why: `http.${answer.status}` };
  const body = parsed(text);
  if (answer.status !== 200 || body === null) return { kind: 'refused', why: `http.${answer.status}` };
  const meaning = vendorOf(vendor).answer(body);
  if (meaning === 'delivered') return { kind: 'delivered' };
  if (meaning === 'slow') return { kind: 'slow', why: 'limit' };
  return { kind: 'refused', why: meaning.refused };
}

async function limited(answer: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > longestAnswer) break;
  }
  return text;
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
