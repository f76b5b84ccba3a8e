import { readSpreadsheet } from '../read.ts';
import { measured } from './measure.ts';

// A process that has read nothing else: only there is memory over idle a figure.
const path = process.argv[2] ?? '';
const result = await measured(async () => {
  let rows = 0;
  for await (const event of readSpreadsheet(path, { fileName: path })) {
    if (event.type === 'rows') rows += event.rows.length;
  }
  return rows;
});
process.stdout.write(JSON.stringify(result));
