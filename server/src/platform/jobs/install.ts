import pg from 'pg';
import { PgBoss } from 'pg-boss';

/**
 * Makes or upgrades the job tables with the owner's rights and lets the application's role use them. Safe when several
 * servers start at once: pg-boss takes its own lock.
 */
export async function installJobs(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: 'pgboss',
    supervise: false,
    schedule: false,
    max: 1,
  });
  boss.on('error', () => {});
  await boss.start();
  await boss.stop({ graceful: false });
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`
      grant usage on schema pgboss to linli_app;
      grant select, insert, update, delete on all tables in schema pgboss to linli_app;
      grant usage on all sequences in schema pgboss to linli_app;
      grant execute on all functions in schema pgboss to linli_app`);
  } finally {
    await client.end();
  }
}
