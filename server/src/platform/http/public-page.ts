import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Language, preferredLanguage } from '@linli/core/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Html, html } from './html.ts';

const style = readFileSync(new URL('./public-page.css', import.meta.url), 'utf8');
const styleUrl = `/public.${createHash('sha256').update(style).digest('hex').slice(0, 12)}.css`;

/** How a reader wants a public page: its language, and large type for tired eyes. Kept in the address, not in a cookie. */
export interface Reading {
  readonly language: Language;
  readonly large: boolean;
}

export const readingQuery = z.object({
  lang: z.enum(['zh', 'en']).optional(),
  size: z.enum(['large']).optional(),
});

export function readingOf(request: FastifyRequest): Reading {
  const query = request.query as z.infer<typeof readingQuery>;
  return {
    language: query.lang ?? preferredLanguage(request.headers['accept-language']),
    large: query.size === 'large',
  };
}

/** The query that keeps the reading when following a link. */
export function readingLink(path: string, reading: Reading): string {
  const query = new URLSearchParams({ lang: reading.language, ...(reading.large ? { size: 'large' } : {}) });
  return `${path}?${query}`;
}

const words = {
  zh: { larger: '大字', normal: '标准字', other: 'English', skip: '跳到正文' },
  en: { larger: 'Larger type', normal: 'Normal type', other: '中文', skip: 'Skip to content' },
} as const;

/** A whole public page: no script, one small style sheet, readable in print. `path` is its address without the query. */
export function publicPage(page: {
  title: string;
  path: string;
  reading: Reading;
  body: Html;
  foot: Html;
}): string {
  const { reading } = page;
  const say = words[reading.language];
  const other = reading.language === 'zh' ? 'en' : 'zh';
  return html`<!doctype html>
<html lang="${reading.language === 'zh' ? 'zh-CN' : 'en'}" class="${reading.large ? 'large' : ''}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${page.title}">
<title>${page.title} · 邻里 Linli</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${styleUrl}">
</head>
<body>
<a class="skip" href="#main">${say.skip}</a>
<nav class="reading" aria-label="${reading.language === 'zh' ? '阅读方式' : 'Reading'}">
<a href="${readingLink(page.path, { ...reading, large: !reading.large })}">${reading.large ? say.normal : say.larger}</a>
<a href="${readingLink(page.path, { ...reading, language: other })}" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${say.other}</a>
</nav>
<main id="main">
${page.body}
</main>
<footer>${page.foot}</footer>
</body>
</html>`.text;
}

export function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .serializer(String)
    .header('cache-control', 'no-cache')
    .send(page);
}

export function servePublicStyle(app: FastifyInstance): void {
  app.get(styleUrl, { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .serializer(String)
      .send(style),
  );
}
