import { installJobs } from '../jobs/install.ts';
import { type Migrated, type MigrateOptions, migrate } from './migrate.ts';

/** Everything a database needs before the application opens it: roles, tables, job tables. Safe to repeat. */
export async function prepareDatabase(ownerUrl: string, options: MigrateOptions): Promise<Migrated> {
  const migrated = await migrate(ownerUrl, options);
  await installJobs(ownerUrl);
  return migrated;
}
