import type { OidcConfig } from '../config/config.ts';
import type { AuthLibrary } from './library.ts';

/** What a provider said about a person, after its signature, issuer, audience, expiry and nonce were checked. */
export interface OidcIdentity {
  readonly subject: string;
  /** The provider's name for the person to sign in with; null when it gives none. */
  readonly login: string | null;
  /** The provider says that it asked for more than a password (RFC 8176: `mfa`). */
  readonly twoFactor: boolean;
}

export interface OidcClient {
  authorizationUrl(flow: OidcFlow): Promise<URL>;
  /** Null when the provider's answer does not hold. Throws when it cannot be reached. */
  identityOf(flow: OidcFlow, code: string): Promise<OidcIdentity | null>;
}

export interface OidcFlow {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

/** Longest wait for the provider's description of itself, milliseconds. */
const patience = 10_000;

function withoutSlash(url: string | undefined): string {
  return (url ?? '').replace(/\/$/, '');
}

function claimsOf(idToken: string | undefined): Record<string, unknown> | null {
  const body = idToken?.split('.')[1];
  return body
    ? (JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Record<string, unknown>)
    : null;
}

function late(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('the provider did not answer in time')), patience).unref();
  });
}

/**
 * The OpenID Connect client of better-auth for the configured provider: code flow with PKCE, signed ID token required.
 * Throws when the provider cannot be reached or is not who it should be; the caller asks again the next time.
 */
export async function openOidc(library: AuthLibrary, config: OidcConfig): Promise<OidcClient> {
  const { genericOAuth } = await import('better-auth/plugins/generic-oauth');
  const plugin = genericOAuth({
    config: [
      {
        providerId: 'oidc',
        clientId: config.clientId,
        clientSecret: config.clientSecret,
        discoveryUrl: `${withoutSlash(config.issuer)}/.well-known/openid-configuration`,
        scopes: ['openid', 'profile'],
        pkce: true,
        requireIdTokenVerification: true,
        // Everything that is needed is in the signed token; no e-mail address is asked for.
        getUserInfo: async ({ idToken }) => {
          const claims = claimsOf(idToken);
          return claims ? { id: String(claims.sub), emailVerified: false, ...claims } : null;
        },
      },
    ],
  });
  const started = await Promise.race([plugin.init(await library.looseContext()), late()]);
  const provider = started.context.socialProviders[0];
  if (provider?.id !== 'oidc') throw new Error('the provider gave no usable description of itself');
  // OpenID Connect Discovery 4.3: the issuer it names must be the one that was asked.
  if (withoutSlash(provider.issuer) !== withoutSlash(config.issuer)) throw new Error('the issuer is another');
  return {
    authorizationUrl: async ({ state, nonce, codeVerifier, redirectUri }) =>
      provider.createAuthorizationURL({ state, codeVerifier, idTokenNonce: nonce, redirectURI: redirectUri }),
    identityOf: async ({ nonce, codeVerifier, redirectUri }, code) => {
      const tokens = await provider.validateAuthorizationCode({
        code,
        codeVerifier,
        redirectURI: redirectUri,
      });
      if (!tokens?.idToken) return null;
      const found = await provider.getUserInfo({ ...tokens, expectedIdTokenNonce: nonce });
      const claims = found ? claimsOf(tokens.idToken) : null;
      if (!claims || typeof claims.sub !== 'string') return null;
      const login = claims.preferred_username;
      const means = Array.isArray(claims.amr) ? claims.amr : [];
      return {
        subject: claims.sub,
        login: typeof login === 'string' ? login : null,
        twoFactor: means.includes('mfa'),
      };
    },
  };
}
