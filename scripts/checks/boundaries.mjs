// Cruises every source file and holds it against .dependency-cruiser.mjs.
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cruise } from 'dependency-cruiser';
import config from '../../.dependency-cruiser.mjs';

const workspaces = ['core', 'server', 'web', 'e2e'];
const skipped = new Set(['node_modules', 'dist', 'coverage', '.cache']);

/** Every TypeScript file of the workspaces below `root`, relative to it. */
export function sourceFiles(root) {
  return workspaces.flatMap((workspace) =>
    readdirSync(join(root, workspace), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .filter((path) => !path.split('/').some((part) => skipped.has(part))),
  );
}

/**
 * Cruises the workspaces of `root`.
 * @returns {Promise<{ modules: number, edges: number, complaints: string[] }>} one sentence per broken rule
 */
export async function cruiseHouse(root) {
  const files = sourceFiles(root);
  const { output } = await cruise(files, {
    ...config.options,
    baseDir: root,
    ruleSet: { forbidden: config.forbidden },
    validate: true,
  });
  const own = output.modules.filter((module) => files.includes(module.source));
  const edges = own.reduce((sum, module) => sum + module.dependencies.length, 0);
  return { modules: own.length, edges, complaints: [...blindness(files, own, edges), ...violations(output)] };
}

function violations(output) {
  return output.summary.violations.map(({ rule, from, to, cycle }) => {
    const path = cycle ? [from, ...cycle.map((step) => step.name)].join(' → ') : `${from} → ${to}`;
    const why = config.forbidden.find((entry) => entry.name === rule.name)?.comment ?? '';
    return `${rule.name}: ${path}\n    ${why}`;
  });
}

// A parser that cannot read TypeScript reports no module or no import, and then no rule is ever broken.
function blindness(files, own, edges) {
  const seen = new Set(own.map((module) => module.source));
  const missed = files.filter((file) => !seen.has(file));
  return [
    ...(files.length === 0 ? ['no source file was found'] : []),
    ...missed.map((file) => `not cruised: ${file}`),
    ...(edges < own.length / 2
      ? [`only ${edges} imports in ${own.length} modules: the parser sees nothing`]
      : []),
  ];
}

async function main() {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const { modules, edges, complaints } = await cruiseHouse(root);
  for (const complaint of complaints) console.error(complaint);
  console.log(`${modules} modules and ${edges} imports cruised, ${complaints.length} complaints`);
  process.exitCode = complaints.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
