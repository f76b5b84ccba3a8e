// Writes the OpenAPI document that the real server serves: node e2e/openapi.ts FILE
import { writeFile } from 'node:fs/promises';
import { startProduct } from './harness/product.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('name the file to write');

const product = await startProduct();
try {
  const answer = await fetch(`${product.url}/api/openapi.json`);
  if (!answer.ok) throw new Error(`/api/openapi.json answered ${answer.status}: ${await answer.text()}`);
  const document = (await answer.json()) as { paths?: Record<string, unknown> };
  const paths = Object.keys(document.paths ?? {}).length;
  // An empty document is lint-clean as well.
  if (paths === 0) throw new Error('the document names no path');
  await writeFile(file, JSON.stringify(document, null, 2));
  console.log(`${paths} paths`);
} finally {
  await product.stop();
}
