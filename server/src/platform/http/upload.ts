import type { MultipartFile } from '@fastify/multipart';
import { kernelProblem } from '@linli/core/kernel';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { fileProblem } from '../files/index.ts';
import { invalidRequest } from './errors.ts';

/** A file as it was handed in. */
export interface UploadedFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/**
 * Reads a form of `fields` and one file, which comes in the part `file`; a part nobody asked for is refused by its name.
 * @throws Problem `request.media_type`, `request.invalid`, `file.too_large`
 */
export async function readUpload<Shape extends z.ZodRawShape>(
  request: FastifyRequest,
  fields: Shape,
  megabytes: number,
): Promise<{ readonly fields: z.infer<z.ZodObject<Shape>>; readonly file: UploadedFile }> {
  if (!request.isMultipart()) throw kernelProblem('request.media_type');
  const given: Record<string, unknown> = {};
  let file: UploadedFile | null = null;
  for await (const part of request.parts({ limits: { fileSize: megabytes * 1_048_576 } })) {
    // A text where the file belongs, or a file where a text does, is of the wrong type.
    if (part.type !== 'file') given[part.fieldname] = part.value;
    else {
      given[part.fieldname] = true;
      if (part.fieldname === 'file') file = { name: part.filename, content: await bytesOf(part, megabytes) };
      else part.file.resume();
    }
  }
  const form = z.strictObject({ ...fields, file: z.boolean() });
  const parsed = form.safeParse(given, { reportInput: true });
  if (!parsed.success) throw invalidRequest(parsed.error);
  if (!file) throw fileProblem('file.unreadable');
  return { fields: parsed.data as unknown as z.infer<z.ZodObject<Shape>>, file };
}

/** The bytes of one part; throws Problem `file.too_large`. */
export async function bytesOf(part: MultipartFile, megabytes: number): Promise<Uint8Array> {
  try {
    return await part.toBuffer();
  } catch (error) {
    const tooLarge = (error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE';
    throw tooLarge ? fileProblem('file.too_large', { limit: megabytes }) : error;
  }
}
