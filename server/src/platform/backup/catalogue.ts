import type pg from 'pg';

/** A table as a backup sees it. */
export interface BackupTable {
  readonly name: string;
  /** Every column that is stored and not computed, in order. */
  readonly columns: readonly string[];
  /** The query whose rows are written, in the order of the primary key. */
  readonly select: string;
  /** Columns numbered by the database, whose counters must follow the rows. */
  readonly identities: readonly string[];
  /** Row-level security is on and forced. */
  readonly forced: boolean;
}

interface ColumnRow {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly identity: boolean;
  readonly text: boolean;
  /** Place in the primary key, from 1; null outside it. */
  readonly key: number | null;
  readonly forced: boolean;
}

/**
 * Tables that are not copied as they are: the migrations are run again, and an event's keys stay with the keys, so that
 * destroying them reaches every backup.
 */
const left = new Set(['migration']);
const conditions: Readonly<Record<string, string>> = { data_key: 'event_id is null' };

/** The tables of schema linli in alphabetical order, with how to read them. */
export async function backupTables(client: pg.ClientBase): Promise<BackupTable[]> {
  const { rows } = await client.query<ColumnRow>(`
    select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
      a.attidentity <> '' as identity, a.attcollation <> 0 as text,
      array_position(k.conkey, a.attnum) as key, c.relforcerowsecurity as forced
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
    where c.relnamespace = 'linli'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname collate "C", a.attnum`);
  const names = [...new Set(rows.map(({ table }) => table))].filter((name) => !left.has(name));
  return names.map((name) =>
    tableOf(
      name,
      rows.filter(({ table }) => table === name),
    ),
  );
}

function tableOf(name: string, columns: readonly ColumnRow[]): BackupTable {
  const key = columns.filter((column) => column.key !== null).sort((a, b) => (a.key ?? 0) - (b.key ?? 0));
  if (key.length === 0) throw new Error(`table ${name} has no primary key, so no order to compare it in`);
  // Another server may sort text otherwise; bytes sort alike everywhere.
  const order = key.map(({ column, text }) => `"${column}"${text ? ' collate "C"' : ''}`).join(', ');
  // Transaction numbers mean nothing in another cluster; 0 is older than all of them.
  const values = columns
    .map(({ column, type }) => (type === 'xid8' ? `'0'::xid8` : `"${column}"`))
    .join(', ');
  const where = conditions[name] ? ` where ${conditions[name]}` : '';
  return {
    name,
    columns: columns.map(({ column }) => column),
    select: `select ${values} from linli."${name}"${where} order by ${order}`,
    identities: columns.filter(({ identity }) => identity).map(({ column }) => column),
    forced: columns.some(({ forced }) => forced),
  };
}

/** Settings under which a value has the same text on every server. */
export const plainText = `
  set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local intervalstyle = 'iso_8601';
  set local extra_float_digits = 3; set local bytea_output = 'hex'; set local client_encoding = 'UTF8';
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`;

/** The tables whose rows this role could miss: row-level security binds it, and not by the street alone. */
export async function hiddenTables(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ table: string }>(`
    select c.relname as table
    from pg_class c join pg_roles r on r.rolname = current_user
    where c.relnamespace = 'linli'::regnamespace and c.relrowsecurity and not (r.rolsuper or r.rolbypassrls)
      and (c.relforcerowsecurity or not pg_has_role(c.relowner, 'usage'))
      and not exists (
        select from pg_policy p
        where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r') and 0 = any(p.polroles)
          and pg_get_expr(p.polqual, p.polrelid) like '%linli.streets%')
    order by 1`);
  return rows.map(({ table }) => table);
}
