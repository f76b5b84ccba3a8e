import { randomBytes } from 'node:crypto';
import { kernelProblem } from '@linli/core/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Allows the styles of this one answer; see `contentPolicy`. */
    styleNonce: string;
  }
}

const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Nothing inline but styles with this answer's nonce, nothing from elsewhere, no frames. The office's component library
 * writes its styles at run time, hence the nonce; scripts have none.
 */
export function contentPolicy(nonce: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    nonce ? `style-src 'self' 'nonce-${nonce}'` : "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const headers: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'geolocation=(), microphone=(), payment=(), usb=(), camera=(self)',
  'x-robots-tag': 'noindex, nofollow',
};

/**
 * Refuses writes that another site caused (OWASP: verify the origin). Browsers always send `Sec-Fetch-Site` or `Origin`
 * with such a request; a client without both is no browser and holds no cookie by accident.
 */
function refuseCrossSite(request: FastifyRequest, config: Pick<Config, 'publicUrl'>): void {
  if (!unsafe.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw kernelProblem('request.cross_site');
  const origin = request.headers.origin;
  if (origin === undefined) return;
  const own = [`${request.protocol}://${request.host}`, config.publicUrl];
  if (!own.includes(origin)) throw kernelProblem('request.cross_site');
}

export function secure(app: FastifyInstance, config: Pick<Config, 'publicUrl'>): void {
  app.decorateRequest('styleNonce', '');
  app.addHook('onRequest', async (request, reply) => {
    request.styleNonce = randomBytes(16).toString('base64');
    reply.headers(headers).header('content-security-policy', contentPolicy(null));
    if (request.protocol === 'https')
      reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    refuseCrossSite(request, config);
  });
}
