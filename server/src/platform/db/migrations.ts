import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseProblem } from './problems.ts';

/** One file of `server/migrations`. */
export interface Migration {
  /** The file's name without `.sql`; names sort in the order they run. */
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

export const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** The migrations in order. Throws a plain error for a name that is not `NNNN_words.sql` or a number used twice. */
export function readMigrations(folder: string = migrationsFolder): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  const numbers = new Set<string>();
  return files.map((file) => {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1];
    if (!number || numbers.has(number))
      throw new Error(`${file}: a migration is named NNNN_words.sql, each number once`);
    numbers.add(number);
    // A checkout on Windows may have turned the line ends; the migration is the same.
    const sql = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
    return { name: file.slice(0, -4), sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/** What a database has already run. */
export interface Applied {
  readonly name: string;
  readonly checksum: string;
}

/** The migrations still to run; throws when the database and the files do not belong together. */
export function pendingMigrations(all: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const known = new Map(all.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of applied) {
    const file = known.get(name);
    if (!file) throw databaseProblem('database.newer', { name });
    if (file.checksum !== checksum) throw databaseProblem('database.migration_edited', { name });
  }
  const done = new Set(applied.map(({ name }) => name));
  const last = [...done].sort().at(-1) ?? '';
  const pending = all.filter(({ name }) => !done.has(name));
  const late = pending.find(({ name }) => name < last);
  if (late) throw databaseProblem('database.migration_missing', { name: late.name });
  return pending;
}
