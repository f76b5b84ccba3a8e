import { timingSafeEqual } from 'node:crypto';
import { SessionAnswer } from '@linli/core/accounts';
import { kernelProblem, Problem } from '@linli/core/kernel';
import { DivisionList, DivisionQuery, SetupRequest, setupProblem } from '@linli/core/setup';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { documented, type Endpoints } from '../../platform/http/endpoints.ts';
import { invalidRequest } from '../../platform/http/errors.ts';
import { readJson } from '../../platform/http/json.ts';
import { bytesOf } from '../../platform/http/upload.ts';
import { signInHere } from '../accounts/index.ts';
import { divisionsUnder, searchStreets } from './divisions.ts';
import { isFirstRun, setUpOffice, wasOpenedBy } from './office.ts';
import { type GivenFile, prepareStreet } from './sources.ts';

/** Megabytes of an uploaded list of communities. */
const mostMegabytes = 5;

/** Each costs a password hash or a search through 40,000 streets. */
const rate = { rateLimit: { max: 60, timeWindow: 60_000 } };

const header = 'x-setup-token';

/** The two forms of the request; what a browser sends with a file comes as parts and is checked when they are read. */
const bodies = {
  content: {
    'application/json': { schema: SetupRequest },
    'multipart/form-data': {
      schema: z
        .object({
          setup: z.string().meta({ description: 'The JSON body, as text' }),
          file: z.string().meta({ format: 'binary', description: 'CSV or Excel, at most 5 MB' }),
        })
        .nullish(),
    },
  },
};

export interface SetupOptions {
  /** Printed in the start line when the server can be reached from other machines: only who sees it may set up. */
  readonly token: string | null;
}

export function setup(endpoints: Endpoints, options: SetupOptions): void {
  const { house } = endpoints;

  endpoints.open({
    method: 'GET',
    url: '/api/setup/divisions',
    access: 'public',
    schema: documented(
      'Streets of the official list, for the first run and for administrators',
      'setup.divisions',
      { querystring: DivisionQuery },
      DivisionList,
    ),
    config: rate,
    handle: async (request) => {
      await admitToList(endpoints, request, options);
      const { q, under } = request.query as DivisionQuery;
      return q === undefined ? divisionsUnder(under ?? '') : searchStreets(q);
    },
  });

  endpoints.open({
    method: 'POST',
    url: '/api/setup',
    access: 'public',
    schema: {
      ...documented(
        'Opens the office: first account and street',
        'setup',
        { body: SetupRequest },
        SessionAnswer,
      ),
      body: bodies,
    },
    config: rate,
    handle: async (request, reply) => {
      checkToken(request, options);
      const firstRun = await isFirstRun(house);
      const { given, file } = request.isMultipart()
        ? await readParts(request, firstRun)
        : { given: request.body as SetupRequest, file: null };
      try {
        if (!firstRun) throw setupProblem('setup.done');
        const street = await prepareStreet(house, given.street, file);
        await setUpOffice(house, { ...given, street });
      } catch (error) {
        const done = error instanceof Problem && error.code === 'setup.done';
        if (!done || !(await wasOpenedBy(house, given.commandId))) throw error;
      }
      // By the password, also when the command comes again: its id alone must open no session.
      return signInHere(house, request, reply, given.admin);
    },
  });
}

function checkToken(request: FastifyRequest, { token }: SetupOptions): void {
  if (token === null) return;
  const given = Buffer.from(String(request.headers[header] ?? ''));
  const wanted = Buffer.from(token);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw setupProblem('setup.token');
}

async function admitToList(
  endpoints: Endpoints,
  request: FastifyRequest,
  options: SetupOptions,
): Promise<void> {
  if (await isFirstRun(endpoints.house)) return checkToken(request, options);
  const actor = await endpoints.signedIn(request);
  if (!actor.grants.some((grant) => grant.role === 'admin')) throw kernelProblem('permission.missing');
}

/** The parts `setup` and `file` of a form; anything else is refused by name. `keepFile` false: it is passed over. */
async function readParts(
  request: FastifyRequest,
  keepFile: boolean,
): Promise<{ given: SetupRequest; file: GivenFile | null }> {
  const fields: Record<string, unknown> = {};
  let file: GivenFile | null = null;
  for await (const part of request.parts({ limits: { fileSize: mostMegabytes * 1_048_576 } })) {
    fields[part.fieldname] = part.type === 'file' ? true : part.value;
    if (part.type !== 'file') continue;
    if (keepFile) file = { name: part.filename, content: await bytesOf(part, mostMegabytes) };
    else part.file.resume();
  }
  const Form = z.strictObject({ setup: z.string(), file: z.literal(true).optional() });
  const form = Form.safeParse(fields);
  if (!form.success) throw invalidRequest(form.error);
  const parsed = SetupRequest.safeParse(readJson(Buffer.from(form.data.setup)), { reportInput: true });
  if (!parsed.success) throw invalidRequest(parsed.error);
  return { given: parsed.data, file };
}
