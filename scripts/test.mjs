// `npm test`: installs what is missing, then runs every step. Runs on any Node from 20 on.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { endAll } from './checks/run.mjs';
import { stepsOf } from './checks/steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = `npm test -- [--only NAME,NAME] [--list]

  --only   run these steps only, in their usual order
  --list   name the steps and stop`;

function options() {
  try {
    const { values } = parseArgs({
      options: { only: { type: 'string' }, list: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    return values;
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

function chosen(steps, only) {
  if (only === undefined) return steps;
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(
      `no such step: ${unknown.join(', ')}; there are ${steps.map((step) => step.name).join(', ')}`,
    );
    process.exit(2);
  }
  return steps.filter((step) => names.includes(step.name));
}

async function timed(step) {
  const start = Date.now();
  const result = await step
    .run()
    .catch((error) => ({ ok: false, output: String(error?.stack ?? error), failed: 1 }));
  const done = {
    passed: 0,
    failed: 0,
    skipped: 0,
    note: '',
    ...result,
    name: step.name,
    ms: Date.now() - start,
  };
  writeFileSync(join(root, '.cache', 'test', `${step.name}.log`), `${done.output}\n`);
  tell(done);
  return done;
}

function tell({ ok, name, ms, note, output, skipped, passed }) {
  const mark = ok ? (passed === 0 && skipped > 0 ? '–' : '✓') : '✗';
  console.log(
    `${mark} ${name.padEnd(11)} ${(ms / 1000).toFixed(1).padStart(6)} s  ${ok ? note : ''}`.trimEnd(),
  );
  if (!ok) console.log(`\n${output.replace(/^/gm, '    ')}\n`);
}

/** The light steps wait on one processor each, so two run side by side; the others have the machine alone. */
async function runAll(steps) {
  const results = [];
  const light = steps.filter((step) => step.light);
  const lane = async () => {
    for (let step = light.shift(); step; step = light.shift()) results.push(await timed(step));
  };
  await Promise.all([lane(), lane()]);
  for (const step of steps.filter((one) => !one.light)) results.push(await timed(step));
  return results;
}

async function main() {
  const { only, list, help } = options();
  if (help) return console.log(usage);
  const { bootstrap, buildWeb } = await import('./bootstrap.mjs');
  const node = list ? process.execPath : await bootstrap({ dev: true });
  const steps = stepsOf({ root, node, buildWeb });
  if (list) return console.log(steps.map((step) => `${step.name.padEnd(11)} ${step.about}`).join('\n'));

  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      endAll();
      process.exit(130);
    });
  }
  mkdirSync(join(root, '.cache', 'test'), { recursive: true });
  const results = await runAll(chosen(steps, only));
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const broken = results.filter((result) => !result.ok).map((result) => result.name);
  if (broken.length > 0) console.log(`\nfailed: ${broken.join(', ')}; full output in .cache/test/`);
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}

await main();
