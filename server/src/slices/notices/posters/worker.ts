import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { pageOf } from './layout.ts';
import type { Sheets, Typeset } from './sheets.ts';

/** Each weight the layout uses; the other faces of the family stay on disk. */
const weights = ['400Regular', '500Medium', '600SemiBold', '700Bold', '800ExtraBold', '900Black'];

const here = dirname(fileURLToPath(import.meta.url));
const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'));
const source = readFileSync(join(here, 'poster.typ'), 'utf8');
// The compiler sees this folder, and in it only what is shadowed here.
const workspace = join(here, 'sheets');
const compiler = NodeCompiler.create({
  workspace,
  fontArgs: [{ fontPaths: weights.map((weight) => join(fonts, weight)) }],
});

function typeset({ pages, office }: Sheets): Uint8Array<ArrayBuffer> {
  const shadow = (name: string, data: unknown) =>
    compiler.mapShadow(join(workspace, name), Buffer.from(JSON.stringify(data)));
  shadow('posters.json', pages.map(pageOf));
  shadow('office.json', { ...office, paper: office.paper.toLowerCase() });
  const compiled = compiler.compile({ mainFileContent: source });
  if (!compiled.result) {
    const [first] = compiled.takeDiagnostics()?.shortDiagnostics ?? [];
    throw new Error(String(first?.message ?? 'the typesetter gave no reason'));
  }
  const pdf = compiler.pdf(compiled.result, { pdfTags: false });
  // Pages of another street never come back; what is kept for them is memory lost.
  compiler.evictCache(0);
  return new Uint8Array(pdf);
}

parentPort?.on('message', (sheets: Sheets) => {
  try {
    const pdf = typeset(sheets);
    parentPort?.postMessage({ id: sheets.id, pdf } satisfies Typeset, [pdf.buffer]);
  } catch (error) {
    const failed = error instanceof Error ? error.message : 'unknown';
    parentPort?.postMessage({ id: sheets.id, failed } satisfies Typeset);
  }
});
