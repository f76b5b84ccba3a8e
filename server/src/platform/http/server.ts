import { constants } from 'node:zlib';
import fastifyCompress from '@fastify/compress';
import fastifyMultipart from '@fastify/multipart';
import fastifyRateLimit from '@fastify/rate-limit';
import fastifySwagger from '@fastify/swagger';
import { kernelProblem } from '@linli/core/kernel';
import Fastify, { type FastifyInstance } from 'fastify';
import {
  fastifyZodOpenApiPlugin,
  fastifyZodOpenApiTransformers,
  serializerCompiler,
} from 'fastify-zod-openapi';
import type { z } from 'zod';
import type { House } from '../house.ts';
import { closeWhenAnswered } from './closing.ts';
import { Endpoints, failures } from './endpoints.ts';
import { answerProblems, invalidRequest } from './errors.ts';
import { acceptJsonOnly, mostJsonBytes } from './json.ts';
import { countRequests } from './metrics.ts';
import { secure } from './security.ts';

/** Requests a minute from one address, all routes together; routes that cost more set their own, lower limit. */
const requestsPerMinute = 6_000;

/** Bytes of an uploaded file. The spreadsheet reader has its own, finer limits. */
const mostUploadBytes = 52_428_800;

/** The HTTP frame: strict JSON, one error format, security headers, limits, documentation. Slices add endpoints. */
export async function openHttp(house: House): Promise<{ app: FastifyInstance; endpoints: Endpoints }> {
  const app = Fastify({
    trustProxy: house.config.trustProxy,
    bodyLimit: mostJsonBytes,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200, caseSensitive: true },
    genReqId: () => '',
    logger: false,
  });
  closeWhenAnswered(app);
  answerProblems(app, house);
  acceptJsonOnly(app);
  app.setValidatorCompiler(({ schema }) => (value: unknown) => {
    const parsed = (schema as z.ZodType).safeParse(value, { reportInput: true });
    return parsed.success ? { value: parsed.data } : { error: invalidRequest(parsed.error) };
  });
  app.setSerializerCompiler(serializerCompiler);
  secure(app, house.config);
  countRequests(app, house.log);
  await app.register(fastifyRateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, { ttl }) =>
      kernelProblem('request.too_many', { seconds: Math.ceil(ttl / 1_000) }),
  });
  // Quality 4: a street's tree shrinks tenfold in a few milliseconds. Assets are compressed at build time.
  await app.register(fastifyCompress, {
    threshold: 2_048,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  await app.register(fastifyMultipart, {
    limits: { fileSize: mostUploadBytes, files: 1, fields: 8, fieldSize: 4_096, parts: 9, headerPairs: 20 },
    throwFileSizeLimit: true,
  });
  // Every endpoint may refuse or fail, and one that says nothing of its answer answers all the same.
  app.addHook('onRoute', ({ schema }) => {
    const documented = schema as { hide?: boolean; response?: Record<string, unknown> } | undefined;
    if (!documented || documented.hide) return;
    const own = documented.response ?? { 200: { description: 'OK' } };
    documented.response = { ...failures(), ...own };
  });
  await app.register(fastifyZodOpenApiPlugin);
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Linli 邻里',
        version: '0.1.0',
        description:
          'Reads are GET; every write is a named command that may be sent again safely under its commandId.',
        license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      },
      servers: [{ url: '/' }],
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'linli_session' } } },
    },
    ...fastifyZodOpenApiTransformers,
  });
  return { app, endpoints: new Endpoints(app, house) };
}
