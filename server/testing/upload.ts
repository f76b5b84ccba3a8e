import { randomUUID } from 'node:crypto';
import type { Answer, Someone, TestApp } from './http.ts';

/** A form with a file, as a browser sends it. */
export interface Upload {
  readonly fields: Readonly<Record<string, string>>;
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Of the part; `file` when left out. */
  readonly part?: string;
}

export function formOf({ fields, name, content, part = 'file' }: Upload): { type: string; body: Buffer } {
  const boundary = `----${randomUUID()}`;
  const text = Object.entries(fields).map(
    ([key, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="${part}"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([
      Buffer.from(`${text.join('')}${head}`),
      Buffer.from(content),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  };
}

export function upload(app: TestApp, as: Someone, url: string, given: Upload): Promise<Answer> {
  const { type, body } = formOf(given);
  const cookie = as ? { cookie: `test=${as.accountId}` } : {};
  return app.raw({ method: 'POST', url, headers: { ...cookie, 'content-type': type }, payload: body });
}
