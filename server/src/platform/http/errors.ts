import {
  type FieldProblem,
  kernelProblem,
  type Problem,
  preferredLanguage,
  uuidv7,
} from '@linli/core/kernel';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodError } from 'zod';
import { problemFromDatabase } from '../db/problem.ts';
import type { House } from '../house.ts';
import { explainIssues } from './issues.ts';

/** RFC 9457. `text` holds both languages, `detail` the asked one; `fields` says which inputs were refused and why. */
function problemBody(problem: Problem, request: FastifyRequest) {
  return {
    type: `urn:linli:problem:${problem.code}`,
    title: problem.code,
    status: problem.status,
    code: problem.code,
    detail: problem.sentence(preferredLanguage(request.headers['accept-language'])),
    text: problem.text,
    ...(problem.fields.length > 0 ? { fields: problem.fields } : {}),
  };
}

/** A refused input: names every field that is wrong. */
export function invalidRequest(error: ZodError): Problem {
  const fields: FieldProblem[] = explainIssues(error.issues);
  return kernelProblem('request.invalid', {}, fields);
}

const byFastifyCode: Readonly<Record<string, () => Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => kernelProblem('request.too_large', { limit: '1 MB' }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => kernelProblem('request.media_type'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => kernelProblem('request.unreadable'),
  FST_ERR_CTP_INVALID_JSON_BODY: () => kernelProblem('request.unreadable'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => kernelProblem('request.unreadable'),
  FST_ERR_BAD_URL: () => kernelProblem('route.unknown'),
  FST_ERR_HANDLER_TIMEOUT: () => kernelProblem('request.timeout'),
};

function problemOf(error: unknown): Problem | null {
  const known = problemFromDatabase(error);
  if (known) return known;
  const { code, statusCode } = error as Partial<FastifyError>;
  const make = code ? byFastifyCode[code] : undefined;
  if (make) return make();
  if (statusCode && statusCode >= 400 && statusCode < 500) return kernelProblem('request.unreadable');
  return null;
}

/** Every failure leaves as a Problem; what is not one leaves as `internal`, with a number to find it in the log. */
export function answerProblems(app: FastifyInstance, house: Pick<House, 'log' | 'clock' | 'random'>): void {
  const send = (request: FastifyRequest, reply: FastifyReply, problem: Problem) =>
    reply
      .code(problem.status)
      .header('cache-control', 'no-store')
      .type('application/problem+json')
      .serializer(JSON.stringify)
      .send(problemBody(problem, request));
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem) return send(request, reply, problem);
    const id = uuidv7(house.clock(), house.random).slice(-12);
    house.log.error({ err: error, id, route: request.routeOptions.url }, 'internal');
    return send(request, reply, kernelProblem('internal', { id }));
  });
  app.setNotFoundHandler((request, reply) => send(request, reply, kernelProblem('route.unknown')));
}
