import { createHash } from 'node:crypto';
import { Id, kernelProblem, preferredLanguage } from '@linli/core/kernel';
import {
  ImportDetail,
  ImportList,
  ImportTemplateQuery,
  ImportWritten,
  mostImportMegabytes,
  placesImportCommands,
  placesPolicy,
} from '@linli/core/places';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { runCommand } from '../../../platform/command/command.ts';
import { inTransaction } from '../../../platform/db/tx.ts';
import { documented, type Endpoints } from '../../../platform/http/endpoints.ts';
import { readUpload } from '../../../platform/http/upload.ts';
import { checkTable, detailOf } from './check.ts';
import { commitImport } from './commit.ts';
import { readPlaceTable } from './read-table.ts';
import { findImports, getImport, type KeptRow, rowsOfImport } from './store.ts';
import { undoImport } from './undo.ts';
import { rejectedCsv, templateOf } from './workbooks.ts';

const { importTable } = placesPolicy;
const base = '/api/streets/:street/imports/places';
const Street = z.strictObject({ street: Id });
const OneImport = z.strictObject({ street: Id, import: Id });

/** Each reads and tries a whole file. */
const rate = { rateLimit: { max: 120, timeWindow: 60_000 } };

export function placesImport(endpoints: Endpoints): void {
  importReads(endpoints);
  importFiles(endpoints);
  importUpload(endpoints);
  endpoints.command({
    name: 'places.commit-import',
    summary: 'Carries out the good rows of a checked table, all of them or none',
    permission: importTable,
    input: placesImportCommands['places.commit-import'],
    reply: ImportWritten,
    run: commitImport,
  });
  endpoints.command({
    name: 'places.undo-import',
    summary: 'Takes back what a table brought, or says what stands in the way',
    permission: importTable,
    input: placesImportCommands['places.undo-import'],
    reply: ImportWritten,
    run: undoImport,
  });
}

function importReads(endpoints: Endpoints): void {
  endpoints.read({
    url: '/imports/places',
    summary: 'Tables that were handed in, newest first',
    permission: importTable,
    reply: ImportList,
    read: async ({ tx, streetId }) => {
      const found = await findImports(tx, streetId);
      return { rows: found.map(({ commandId: _, ...row }) => ({ ...row, at: row.at.toISOString() })) };
    },
  });

  endpoints.read({
    url: '/imports/places/:import',
    summary: 'One table with what its check found',
    permission: importTable,
    params: { import: Id },
    reply: ImportDetail,
    read: async ({ tx, streetId }, { params }) => detailOf(await getImport(tx, streetId, params.import)),
  });
}

/** What is answered as a file, for the documentation. */
function answersFile(schema: Record<string, unknown>, type: string): Record<string, unknown> {
  const content = { [type]: { schema: z.string().meta({ format: 'binary' }) } };
  return { ...schema, response: { ...(schema.response as object), 200: { description: 'OK', content } } };
}

function sendFile(reply: FastifyReply, type: string, name: string, bytes: Uint8Array): FastifyReply {
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

const csv = 'text/csv';
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function importFiles(endpoints: Endpoints): void {
  endpoints.open({
    method: 'GET',
    url: `${base}/:import/rejected`,
    access: importTable,
    schema: answersFile(
      documented(
        'The refused rows with their reasons',
        'places.import.rejected',
        { params: OneImport },
        z.string(),
      ),
      csv,
    ),
    handle: async (request, reply) => {
      const { street, import: importId } = request.params as z.infer<typeof OneImport>;
      const { mapping, rows } = await rejectedRows(endpoints, request, street, importId);
      const language = preferredLanguage(request.headers['accept-language']);
      return sendFile(reply, `${csv}; charset=utf-8`, '未导入.csv', rejectedCsv(mapping, rows, language));
    },
  });

  endpoints.open({
    method: 'GET',
    url: `${base}/template`,
    access: importTable,
    schema: answersFile(
      documented(
        'A blank workbook to fill in',
        'places.import.template',
        { params: Street, querystring: ImportTemplateQuery },
        z.string(),
      ),
      xlsx,
    ),
    config: rate,
    handle: async (request, reply) => {
      const { kind } = request.query as z.infer<typeof ImportTemplateQuery>;
      const name = kind === 'communities' ? '社区名单.xlsx' : '楼栋名单.xlsx';
      return sendFile(reply, xlsx, name, await templateOf(kind));
    },
  });
}

function rejectedRows({ house }: Endpoints, { actor }: FastifyRequest, streetId: string, importId: string) {
  const scope = { streets: [streetId], accountId: actor?.accountId ?? null };
  return inTransaction(house.pool, 'read', scope, async (tx) => {
    const { summary } = await getImport(tx, streetId, importId);
    const rows: KeptRow[] = [];
    for await (const part of rowsOfImport(tx, streetId, importId)) {
      rows.push(...part.filter(({ problems }) => problems.length > 0));
    }
    return { mapping: summary.mapping, rows };
  });
}

/** A browser sends the table as parts; they are checked when they are read. */
const uploadBody = {
  content: {
    'multipart/form-data': {
      schema: z
        .object({
          commandId: Id,
          file: z.string().meta({
            format: 'binary',
            description: `CSV or Excel, at most ${mostImportMegabytes} MB`,
          }),
        })
        .nullish(),
    },
  },
};

function importUpload(endpoints: Endpoints): void {
  endpoints.open({
    method: 'POST',
    url: base,
    access: importTable,
    schema: {
      ...documented(
        'Checks a table of communities or buildings; nothing changes yet',
        'places.import',
        { params: Street, body: ImportDetail },
        ImportDetail,
      ),
      body: uploadBody,
    },
    config: rate,
    handle: async (request, reply) => {
      const { street } = request.params as z.infer<typeof Street>;
      const signal = closedSignal(reply);
      try {
        return await checkUpload(endpoints, request, street, signal);
      } catch (error) {
        // Nobody is left to read the answer, and going away is no failure of ours.
        throw signal.aborted ? kernelProblem('request.timeout') : error;
      }
    },
  });
}

async function checkUpload(
  { house }: Endpoints,
  request: FastifyRequest,
  streetId: string,
  signal: AbortSignal,
): Promise<ImportDetail> {
  const { actor } = request;
  if (!actor) throw kernelProblem('session.missing');
  const upload = await readUpload(request, { commandId: Id }, mostImportMegabytes);
  const { file } = upload;
  const { commandId } = upload.fields;
  const table = await readPlaceTable(file.content, file.name, signal);
  const fileHash = createHash('sha256').update(file.content).digest();
  const fileName = fileNameOf(file.name);
  const input = { fileName, file: fileHash.toString('hex') };
  const command = { name: 'places.check-import', streetId, actor, commandId, input };
  // Who may hand a table in was settled before it was read; where each row may lie, the plan asks.
  return runCommand(house, command, async () => {}, checkTable({ fileName, fileHash, table, signal }));
}

/** Aborts when the other side leaves before it is answered. */
function closedSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

/** The name without its folder and without what could make it look like another one; only ever shown. */
function fileNameOf(given: string): string {
  const name = given.split(/[/\\]/).at(-1) ?? '';
  const clean = name
    .toWellFormed()
    .replace(/[\p{Cc}\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFFD]/gu, '');
  return clean.trim().slice(0, 120) || 'table';
}
