import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the provider says about the person who signs in there, and what it gets wrong on purpose. */
export interface Visit {
  readonly subject: string;
  readonly login?: string;
  readonly amr?: readonly string[];
  /** Claims that replace the right ones. */
  readonly wrong?: Readonly<Record<string, unknown>>;
  /** Sign with a key that is not published. */
  readonly strangeKey?: boolean;
}

const client = { id: 'linli', secret: 'provider-secret' };
const keyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

function clientOf(request: IncomingMessage, body: URLSearchParams): string {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (basic)
    return Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent).join(':');
  return `${body.get('client_id')}:${body.get('client_secret')}`;
}

/** An OpenID Connect provider on a loopback port: code flow, PKCE demanded, codes that work once. */
export async function fakeProvider() {
  const key = keyPair();
  const strange = keyPair();
  const codes = new Map<string, { asked: URLSearchParams; visit: Visit }>();
  const seen: string[] = [];
  let issuer = '';

  const token = ({ asked, visit }: { asked: URLSearchParams; visit: Visit }): string => {
    const now = Math.floor(Date.now() / 1_000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { subject, login, amr, wrong } = visit;
    const claims = {
      iss: issuer,
      aud: client.id,
      sub: subject,
      iat: now,
      exp: now + 300,
      nonce: asked.get('nonce'),
      ...(login ? { preferred_username: login } : {}),
      ...(amr ? { amr } : {}),
      ...wrong,
    };
    const text = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part(claims)}`;
    const from = visit.strangeKey ? strange : key;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(from.privateKey, 'base64url')}`;
  };

  const server = createServer(async (request, response) => {
    const json = (status: number, value: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.url === '/.well-known/openid-configuration') {
      return json(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        id_token_signing_alg_values_supported: ['RS256'],
      });
    }
    if (request.url === '/jwks') {
      return json(200, {
        keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
      });
    }
    const body = await bodyOf(request);
    const code = codes.get(body.get('code') ?? '');
    codes.delete(body.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    const right =
      code &&
      clientOf(request, body) === `${client.id}:${client.secret}` &&
      challenge === code.asked.get('code_challenge') &&
      body.get('redirect_uri') === code.asked.get('redirect_uri');
    if (!right) return json(400, { error: 'invalid_grant' });
    seen.push('token');
    return json(200, {
      access_token: randomBytes(8).toString('hex'),
      token_type: 'Bearer',
      id_token: token(code),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    config: { issuer, clientId: client.id, clientSecret: client.secret, name: '区里统一登录' },
    /** How often a token was given out. */
    seen,
    /** The person signs in there; the address they are sent back to. */
    authorize(location: string, visit: Visit): string {
      const asked = new URL(location).searchParams;
      const code = randomBytes(8).toString('hex');
      codes.set(code, { asked, visit });
      return `/api/session/oidc/callback?${new URLSearchParams({ code, state: asked.get('state') ?? '' })}`;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
