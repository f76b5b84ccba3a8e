import { accountProblem } from '@linli/core/accounts';
import { Problem, preferredLanguage } from '@linli/core/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readCookie, writeCookie } from '../../../platform/auth/cookies.ts';
import { problemFromDatabase } from '../../../platform/db/problem.ts';
import { documented, type Endpoints } from '../../../platform/http/endpoints.ts';
import { html } from '../../../platform/http/html.ts';
import { type Desk, deskOf } from '../desk.ts';
import { callerOf, handOver, handOverTicket, signInRate, siteOf } from '../session/routes.ts';
import { beginOidc, finishOidc, oidcWait } from './actions.ts';

/**
 * Comes along when the provider sends the person back, hence Lax; it opens nothing, it only says that this browser is the
 * one that left.
 */
const stateCookie = 'linli_oidc';
const path = '/api/session/oidc';

const StartQuery = z.strictObject({ link: z.literal('true').optional() });
/** A provider may add what it likes. */
const CallbackQuery = z.looseObject({
  state: z.string().max(200).optional(),
  code: z.string().max(4_096).optional(),
});

function putState(request: FastifyRequest, reply: FastifyReply, value: string, seconds: number): void {
  const secure = request.protocol === 'https';
  const settings = { sameSite: 'Lax', path, secure, maxAgeSeconds: seconds } as const;
  reply.header('set-cookie', writeCookie(stateCookie, value, settings));
}

const words = {
  zh: { done: '登录完成', go: '继续', back: '返回登录页' },
  en: { done: 'Signed in', go: 'Continue', back: 'Back to sign-in' },
};

/**
 * The page the person comes back to. A session cookie is Strict and is not sent on the way back from another site; this
 * page is ours and opens the product itself, so that the cookie goes along.
 */
function landing(request: FastifyRequest, problem: Problem | null): string {
  const language = preferredLanguage(request.headers['accept-language']);
  const say = words[language];
  const next = problem ? '' : html`<meta http-equiv="refresh" content="0;url=/">`;
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${next}<title>邻里 Linli</title></head>
<body><main><h1>${problem ? problem.sentence(language) : say.done}</h1><p><a href="/">${problem ? say.back : say.go}</a></p></main></body>
</html>`.text;
}

async function comeBack(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { state, code } = request.query as z.infer<typeof CallbackQuery>;
  const left = desk.signer.open(stateCookie, readCookie(request.headers.cookie, stateCookie));
  putState(request, reply, '', 0);
  if (!state || !code || left !== state) throw accountProblem('accounts.oidc_refused');
  const first = await finishOidc(desk, state, code, callerOf(desk, request));
  if ('session' in first) handOver(desk, request, reply, first.session);
  else handOverTicket(desk, request, reply, first.ticket);
}

export function oidcRoutes(endpoints: Endpoints): void {
  const desk = deskOf(endpoints.house);
  const start = documented(
    'Sends the person to the single sign-on; with link=true, to link it to the account signed in',
    'session.oidc',
    { querystring: StartQuery },
    z.string(),
  );
  const page = { description: 'A page', content: { 'text/html': { schema: z.string() } } };

  endpoints.open({
    method: 'GET',
    url: path,
    access: 'public',
    schema: {
      ...start,
      security: [],
      response: { 302: { description: 'To the provider' } },
    },
    config: signInRate,
    handle: async (request, reply) => {
      const { link } = request.query as z.infer<typeof StartQuery>;
      const actor = link ? await endpoints.signedIn(request) : null;
      const redirectUri = `${siteOf(desk, request).origin}${path}/callback`;
      const { state, location } = await beginOidc(desk, redirectUri, actor);
      putState(request, reply, desk.signer.sign(stateCookie, state), oidcWait / 1_000);
      return reply.redirect(location, 302);
    },
  });

  endpoints.open({
    method: 'GET',
    url: `${path}/callback`,
    access: 'public',
    schema: {
      summary: 'Where the single sign-on sends the person back to',
      operationId: 'getSessionOidcCallback',
      tags: ['session'],
      security: [],
      querystring: CallbackQuery,
      response: { 200: page, '4XX': page },
    },
    config: signInRate,
    handle: async (request, reply) => {
      // A person is reading: also a refusal is a page.
      const problem = await comeBack(desk, request, reply).then(
        () => null,
        (error) => {
          const known = problemFromDatabase(error);
          if (known instanceof Problem) return known;
          throw error;
        },
      );
      reply
        .code(problem?.status ?? 200)
        .type('text/html; charset=utf-8')
        .serializer(String);
      return reply.send(landing(request, problem));
    },
  });
}
