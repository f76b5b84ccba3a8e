import {
  accountProblem,
  Nothing,
  PasskeyOptions,
  PasskeySignIn,
  SecondFactor,
  SessionAnswer,
  SignIn,
} from '@linli/core/accounts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { installationStreet, recordAudit } from '../../../platform/audit/entry.ts';
import { readCookie, writeCookie } from '../../../platform/auth/cookies.ts';
import { inTransaction } from '../../../platform/db/tx.ts';
import type { House } from '../../../platform/house.ts';
import { documented, type Endpoints } from '../../../platform/http/endpoints.ts';
import { type Desk, deskOf } from '../desk.ts';
import { passkeyOptions, passkeySignIn } from '../own/passkeys.ts';
import { type Caller, type FirstFactor, factorWait, secondFactor, signIn } from './actions.ts';
import { signedInAnswer, strangerAnswer } from './answer.ts';
import {
  deviceOf,
  installationScope,
  longestSession,
  type OpenSession,
  sessionCookie,
  tokenOf,
} from './sessions.ts';
import { endSession } from './store.ts';

const factorCookie = 'linli_factor';

/** Tries of any kind from one address a minute, right or wrong; the failures are counted far more strictly. */
export const signInRate = { rateLimit: { max: 120, timeWindow: 60_000 } };

export function callerOf(desk: Desk, request: FastifyRequest): Caller {
  const { cookie, 'user-agent': userAgent } = request.headers;
  return { token: tokenOf(desk, cookie), device: deviceOf(userAgent), address: request.ip };
}

function putCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  value: string,
  seconds: number,
): void {
  const secure = request.protocol === 'https';
  const settings = { sameSite: 'Strict', path: '/', secure, maxAgeSeconds: seconds } as const;
  reply.header('set-cookie', writeCookie(name, value, settings));
}

/** Hands a new session to the browser. */
export function handOver(
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  session: OpenSession,
): void {
  desk.known.forget(session.accountId);
  const signed = desk.signer.sign(sessionCookie, session.token);
  putCookie(request, reply, sessionCookie, signed, longestSession / 1_000);
  putCookie(request, reply, factorCookie, '', 0);
}

export function handOverTicket(
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  ticket: string,
): void {
  putCookie(request, reply, factorCookie, desk.signer.sign(factorCookie, ticket), factorWait / 1_000);
}

function ticketOf(desk: Desk, request: FastifyRequest): string | null {
  return desk.signer.open(factorCookie, readCookie(request.headers.cookie, factorCookie));
}

/** The session answer of a session that was just opened, whose cookie the browser does not send yet. */
export async function answerOf(desk: Desk, session: OpenSession): Promise<SessionAnswer> {
  const cookie = `${sessionCookie}=${desk.signer.sign(sessionCookie, session.token)}`;
  const actor = await desk.house.actorOf(cookie);
  return (actor && (await signedInAnswer(desk, actor))) ?? strangerAnswer(desk, null);
}

async function answerFirst(desk: Desk, request: FastifyRequest, reply: FastifyReply, first: FirstFactor) {
  if ('session' in first) {
    handOver(desk, request, reply, first.session);
    return answerOf(desk, first.session);
  }
  handOverTicket(desk, request, reply, first.ticket);
  return strangerAnswer(desk, first.ticket);
}

/** Documented as open to everyone: these are the way in. */
function open(...spec: Parameters<typeof documented>): Record<string, unknown> {
  return { ...documented(...spec), security: [] };
}

export function sessionRoutes(endpoints: Endpoints): void {
  const { house } = endpoints;
  const desk = deskOf(house);

  endpoints.open({
    method: 'GET',
    url: '/api/session',
    access: 'public',
    schema: open('Who is signed in, and what comes next', 'session', {}, SessionAnswer),
    handle: async (request) => {
      const actor = await house.actorOf(request.headers.cookie);
      const answer = actor && (await signedInAnswer(desk, actor));
      return answer ?? strangerAnswer(desk, ticketOf(desk, request));
    },
  });

  endpoints.open({
    method: 'POST',
    url: '/api/session',
    access: 'public',
    schema: open('Signs in with a password', 'session', { body: SignIn }, SessionAnswer),
    config: signInRate,
    handle: async (request, reply) =>
      answerFirst(desk, request, reply, await signIn(desk, request.body as SignIn, callerOf(desk, request))),
  });

  endpoints.open({
    method: 'POST',
    url: '/api/session/second-factor',
    access: 'public',
    schema: open(
      'Completes the sign-in with a code',
      'session.second-factor',
      { body: SecondFactor },
      SessionAnswer,
    ),
    config: signInRate,
    handle: async (request, reply) => {
      const ticket = ticketOf(desk, request);
      if (!ticket) throw accountProblem('accounts.second_factor_missing');
      const { code } = request.body as { code: string };
      const session = await secondFactor(desk, ticket, code, callerOf(desk, request));
      handOver(desk, request, reply, session);
      return answerOf(desk, session);
    },
  });

  endpoints.open({
    method: 'DELETE',
    url: '/api/session',
    access: 'public',
    schema: open('Signs out: the session ends at once', 'session.sign-out', {}, SessionAnswer),
    handle: async (request, reply) => {
      const actor = await house.actorOf(request.headers.cookie);
      if (actor) {
        const { accountId, sessionId } = actor;
        await inTransaction(house.pool, 'write', installationScope(accountId), async (tx) => {
          if (!(await endSession(tx, sessionId))) return;
          const author = { streetId: installationStreet, accountId, sessionId };
          await recordAudit(tx, author, [
            { action: 'session.closed', targetKind: 'account', targetId: accountId },
          ]);
        });
        desk.known.forget(accountId);
      }
      putCookie(request, reply, sessionCookie, '', 0);
      putCookie(request, reply, factorCookie, '', 0);
      return strangerAnswer(desk, null);
    },
  });

  endpoints.open({
    method: 'POST',
    url: '/api/session/passkey/options',
    access: 'public',
    schema: open('What a passkey has to sign', 'session.passkey-options', { body: Nothing }, PasskeyOptions),
    config: signInRate,
    handle: async (request) => ({ options: await passkeyOptions(desk, siteOf(desk, request)) }),
  });

  endpoints.open({
    method: 'POST',
    url: '/api/session/passkey',
    access: 'public',
    schema: open('Signs in with a passkey', 'session.passkey', { body: PasskeySignIn }, SessionAnswer),
    config: signInRate,
    handle: async (request, reply) => {
      const { response } = request.body as { response: Record<string, unknown> };
      const session = await passkeySignIn(desk, siteOf(desk, request), response, callerOf(desk, request));
      handOver(desk, request, reply, session);
      return answerOf(desk, session);
    },
  });
}

/** Signs in where another form has just asked for login and password, such as the set-up; answers like the sign-in. */
export async function signInHere(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  by: { readonly login: string; readonly password: string },
): Promise<SessionAnswer> {
  const desk = deskOf(house);
  return answerFirst(desk, request, reply, await signIn(desk, by, callerOf(desk, request)));
}

/** The address people see; passkeys are bound to its host name. */
export function siteOf(desk: Desk, request: FastifyRequest): { origin: string; host: string } {
  const origin = desk.house.config.publicUrl ?? `${request.protocol}://${request.host}`;
  const url = new URL(origin);
  return { origin: url.origin, host: url.hostname };
}
